import type { ColorBy, PipeFilter } from "#contract/pipe-classes.ts";
import { classCount } from "#contract/pipe-classes.ts";
import type { Bbox } from "#contract/route.ts";
import { pipeLevelsAt } from "#contract/tiles.ts";
import { classAt, classesOf, hasLivePressure, passesOf, type Reading } from "./classes.ts";
import { eachPipeMeeting } from "./found-pipes.ts";
import { worldBox } from "./pipes-in.ts";
import { boxRegion, type Region } from "./region.ts";

export interface Sum {
  count: number;
  lengthM: number;
}
export interface ClassSum extends Sum {
  readonly class: number;
}

/** Sums by class. */
class Sums {
  readonly #counts: Uint32Array;
  readonly #lengths: Float64Array;

  constructor(classes: number) {
    this.#counts = new Uint32Array(classes);
    this.#lengths = new Float64Array(classes);
  }

  add(k: number, lengthM: number): void {
    this.#counts[k] = (this.#counts[k] as number) + 1;
    this.#lengths[k] = (this.#lengths[k] as number) + lengthM;
  }

  /** Classes with nothing in them are left out. */
  list(): ClassSum[] {
    return [...this.#counts.keys()]
      .map((k) => ({ class: k, count: this.#counts[k] as number, lengthM: this.#lengths[k] as number }))
      .filter(({ count }) => count > 0);
  }
}

export interface Counts {
  readonly shown: ClassSum[];
  readonly leftOut: Sum;
  readonly filteredAway: Sum;
  readonly live?: Sum;
}

interface CountAsk {
  readonly bbox: Bbox;
  readonly zoom: number;
  readonly by: ColorBy;
  readonly filter: PipeFilter;
}

/** What a map shows of the pipes in a box: see `countNetwork` in the contract. */
export async function countPipes(reading: Reading, { bbox, zoom, by, filter }: CountAsk): Promise<Counts> {
  const { snapshot, sight } = reading;
  const { level, lengthM } = snapshot.pipes;
  const passes = passesOf(filter, reading);
  const classes = classesOf(by, reading);
  const drawn = new Set(pipeLevelsAt(zoom));
  const shown = new Sums(classCount(by));
  const leftOut = { count: 0, lengthM: 0 };
  const filteredAway = { count: 0, lengthM: 0 };
  const isLive = by === "pressure" && reading.live !== null ? hasLivePressure(reading) : null;
  const live = { count: 0, lengthM: 0 };
  const add = (sum: Sum, i: number) => {
    sum.count++;
    sum.lengthM += lengthM[i] as number;
  };
  await eachPipeMeeting(snapshot, sight, boxRegion(worldBox(bbox)), (i) => {
    if (!passes(i)) add(filteredAway, i);
    else if (!drawn.has(level[i] as number)) add(leftOut, i);
    else {
      shown.add(classAt(classes, i), lengthM[i] as number);
      if (isLive?.[i] === 1) add(live, i);
    }
  });
  return { shown: shown.list(), leftOut, filteredAway, ...(isLive && { live }) };
}

export interface Selection extends Sum {
  readonly byLevel: ClassSum[];
  readonly byMaterial: ClassSum[];
  /** Ascending. */
  readonly seqs: Uint32Array;
}

/** All pipes in sight that meet a region and pass a filter, drawn or not. */
export async function selectPipes(reading: Reading, region: Region, filter: PipeFilter): Promise<Selection> {
  const { snapshot, sight } = reading;
  const { level, material, lengthM } = snapshot.pipes;
  const passes = passesOf(filter, reading);
  const byLevel = new Sums(classCount("level"));
  const byMaterial = new Sums(classCount("material"));
  const found: number[] = [];
  await eachPipeMeeting(snapshot, sight, region, (i) => {
    if (!passes(i)) return;
    found.push(i);
    byLevel.add(level[i] as number, lengthM[i] as number);
    byMaterial.add(material[i] as number, lengthM[i] as number);
  });
  const lengths = byLevel.list();
  return {
    count: found.length,
    lengthM: lengths.reduce((sum, one) => sum + one.lengthM, 0),
    byLevel: lengths,
    byMaterial: byMaterial.list(),
    seqs: Uint32Array.from(found).sort(),
  };
}

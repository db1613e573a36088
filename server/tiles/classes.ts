import { TAG_STATES, type TagState } from "#contract/gas.ts";
import { COLOR_BYS, type ColorBy, classOf, OUT_OF_SIGHT, type PipeFilter } from "#contract/pipe-classes.ts";
import type { LatestColumns } from "#server/live/latest.ts";
import { ownersOf } from "./owners.ts";
import { type PipeColumns, type Sight, type Snapshot, sees } from "./snapshot.ts";

/** A column of the snapshot and what its values stand for: the class of pipe i is table[values[i]]. */
export interface Classes {
  readonly values: Uint8Array | Uint16Array;
  readonly table: Uint8Array;
}

export const classAt = ({ values, table }: Classes, i: number): number => table[values[i] as number] as number;

/** The calendar of Asia/Shanghai: the year, and days since 1970-01-01. */
export interface Today {
  readonly year: number;
  readonly day: number;
}
const DAY_MS = 86_400_000;
const EAST_OF_UTC_MS = 8 * 3_600_000;

/** @param now ms since 1970 */
export const todayAt = (now: number): Today => ({
  year: new Date(now + EAST_OF_UTC_MS).getUTCFullYear(),
  day: Math.floor((now + EAST_OF_UTC_MS) / DAY_MS),
});

/** What a class is read with, beside the pipe itself. */
export interface Reading {
  readonly snapshot: Snapshot;
  readonly sight: Sight;
  readonly today: Today;
  /** Newest values of tags, or null when there are none to tell. */
  readonly live: LatestColumns | null;
}

const FIRST_YEAR = 1900;
const tableOf = (length: number, of: (value: number) => number) => Uint8Array.from({ length }, (_, value) => of(value));
const SAME = tableOf(256, (value) => value);
const DN = tableOf(0x10000, (mm) => classOf("dn", mm === 0 ? null : mm));
const HAZARDS = tableOf(256, (n) => classOf("hazards", n));
const QUALITY = tableOf(256, (n) => classOf("quality", n));
const ageTable = ({ year }: Today) =>
  tableOf(256, (laid) => classOf("age", laid === 0 ? null : Math.max(0, year - FIRST_YEAR - laid)));
const patrolTable = ({ day }: Today) =>
  tableOf(0x10000, (walked) => classOf("patrol", walked === 0 ? null : Math.max(0, day - walked)));

/** The last table asked for: all who ask on one day ask for the same. */
function keptFor(make: (today: Today) => Uint8Array, key: keyof Today): (today: Today) => Uint8Array {
  let kept: { readonly at: number; readonly table: Uint8Array } | null = null;
  return (today) => {
    if (kept?.at !== today[key]) kept = { at: today[key], table: make(today) };
    return kept.table;
  };
}
const ages = keptFor(ageTable, "year");
const patrols = keptFor(patrolTable, "day");

const CLASSES: Readonly<Record<ColorBy, (pipes: PipeColumns, reading: Reading) => Classes>> = {
  level: ({ level }) => ({ values: level, table: SAME }),
  pressure: (_, reading) => ({ values: pressureNow(reading), table: SAME }),
  material: ({ material }) => ({ values: material, table: SAME }),
  age: ({ laidYear }, { today }) => ({ values: laidYear, table: ages(today) }),
  dn: ({ dnMm }) => ({ values: dnMm, table: DN }),
  enterprise: ({ enterprise }, { snapshot, sight }) => ({
    values: enterprise as Uint16Array,
    table: ownersOf(snapshot, sight).table,
  }),
  gas: ({ gas }) => ({ values: gas, table: SAME }),
  patrol: ({ patrolDay }, { today }) => ({ values: patrolDay, table: patrols(today) }),
  hazards: ({ hazards }) => ({ values: hazards, table: HAZARDS }),
  quality: ({ quality }) => ({ values: quality, table: QUALITY }),
};

export const classesOf = (by: ColorBy, reading: Reading): Classes => CLASSES[by](reading.snapshot.pipes, reading);

const CURRENT: readonly TagState[] = ["normal", "warning", "alarm", "suspect"];
const IS_CURRENT = TAG_STATES.map((state) => CURRENT.includes(state));

/**
 * Pressure classes as of now: where a pressure tag in the caller's sight sits at an end of a pipe and its value is current, that
 * value's; else the filed one's. A tag out of sight changes nothing, or it would be told by its neighbour's pipe.
 */
export function pressureNow(reading: Reading): Uint8Array {
  const { pressure } = reading.snapshot.pipes;
  let now: Uint8Array | null = null;
  eachLivePressure(reading, (pipe, kPa) => {
    now ??= pressure.slice();
    now[pipe] = classOf("pressure", kPa);
  });
  return now ?? pressure;
}

/** 1 for each pipe whose pressure is a current value, 0 where it is what the file says. */
export function hasLivePressure(reading: Reading): Uint8Array {
  const isLive = new Uint8Array(reading.snapshot.pipes.count);
  eachLivePressure(reading, (pipe) => {
    isLive[pipe] = 1;
  });
  return isLive;
}

function eachLivePressure({ snapshot, sight, live }: Reading, tell: (pipe: number, kPa: number) => void): void {
  const { ends } = snapshot.pipes;
  if (live === null) return;
  // From the last to the first, so that of two ends the one that a pipe comes from is what stays.
  for (let k = ends.pipe.length - 1; k >= 0; k--) {
    const tag = ends.tag[k] as number;
    if (!sees(sight, snapshot.tags, tag)) continue;
    const kPa = currentValue(live, snapshot, tag);
    if (kPa !== null) tell(ends.pipe[k] as number, kPa);
  }
}

function currentValue(live: LatestColumns, snapshot: Snapshot, tag: number): number | null {
  const seq = live.snapshot === snapshot ? tag : live.snapshot.tagSeq(snapshot.tagId(tag) ?? "");
  if (seq === undefined || !IS_CURRENT[live.state[seq] as number]) return null;
  const value = live.value[seq] as number;
  return Number.isFinite(value) ? value : null;
}

/** The class of each pipe in sight by dense number; OUT_OF_SIGHT for all others. */
export function classColumn(by: ColorBy, reading: Reading): Uint8Array<ArrayBuffer> {
  const { pipes } = reading.snapshot;
  const { values, table } = classesOf(by, reading);
  const column = new Uint8Array(pipes.count).fill(OUT_OF_SIGHT);
  for (let i = 0; i < column.length; i++)
    if (sees(reading.sight, pipes, i)) column[i] = table[values[i] as number] as number;
  return column;
}

/** Whether a filter lets a pipe through: all of its conditions hold. Each is a column with what passes of its values. */
export type Passes = (i: number) => boolean;

interface Condition {
  readonly values: Uint8Array | Uint16Array;
  readonly allowed: Uint8Array;
}

const dayNumber = (day: string) => Math.round(Date.parse(day) / DAY_MS);

export function passesOf(filter: PipeFilter, reading: Reading): Passes {
  const { pipes } = reading.snapshot;
  const conditions: Condition[] = COLOR_BYS.flatMap((by) => {
    const only = filter.only[by];
    if (only === undefined) return [];
    const { values, table } = classesOf(by, reading);
    return [{ values, allowed: table.map((k) => (only.includes(k) ? 1 : 0)) }];
  });
  const within = (values: Uint8Array | Uint16Array, size: number, first: number, last: number) =>
    conditions.push({ values, allowed: tableOf(size, (v) => (v !== 0 && v >= first && v <= last ? 1 : 0)) });
  if (filter.laid) within(pipes.laidYear as Uint8Array, 256, filter.laid[0] - FIRST_YEAR, filter.laid[1] - FIRST_YEAR);
  if (filter.patrolled)
    within(pipes.patrolDay as Uint16Array, 0x10000, dayNumber(filter.patrolled[0]), dayNumber(filter.patrolled[1]));
  if (conditions.length === 0) return () => true;
  return (i) => conditions.every(({ values, allowed }) => allowed[values[i] as number] === 1);
}

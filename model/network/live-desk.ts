import type { ModelAssumption } from "#contract/model-assumptions.ts";
import type { SolveReport } from "#contract/model-solve.ts";
import { type LossPlace, PACKS_LISTED, type PackTime, SENSORS_LISTED, STATE_STEP } from "#contract/model-state.ts";
import { classOf } from "#contract/pipe-classes.ts";
import type { LngLat } from "#contract/route.ts";
import { assemble } from "./assemble.ts";
import { placeOf } from "./customer-sums.ts";
import { districtName } from "./district-name.ts";
import { readNetworkFile } from "./file.ts";
import { districtPacks } from "./line-pack.ts";
import { LiveNetwork, type LiveState, NO_STATE, PIPE_STATES } from "./live-network.ts";
import type { LiveTag } from "./live-tags.ts";
import { solveAssumptions, solveReport } from "./solve-report.ts";

/** A sensor against the solution, by the number of its tag. */
export interface SensorFound {
  readonly tag: number;
  readonly lngLat: LngLat;
  readonly measured: number;
  readonly estimated: number;
  readonly score: number;
  readonly isSuspect: boolean;
}

/** What a look came to: plain data, small whatever the network's size. */
export interface LiveSummary {
  readonly version: string;
  readonly area: string;
  readonly districts: number;
  readonly solved: number;
  readonly failed: number;
  readonly residual: number;
  readonly solve: SolveReport;
  readonly assumptions: readonly ModelAssumption[];
  readonly demandScale: number;
  readonly lengthM: { readonly measured: number; readonly estimated: number; readonly stale: number };
  readonly sensors: readonly SensorFound[];
  readonly losses: readonly LossPlace[];
  readonly packs: readonly PackTime[];
  readonly tookMs: number;
}

/** Pipes whose byte is another than at some tick: dense numbers, and bytes as in MODEL_PRESSURE_PATH. */
export interface PressureChanges {
  readonly seqs: Uint32Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Line pack is listed of districts that many hang on: a lone boiler's pipe is empty in seconds, and is told to shut down by itself. */
const MANY_CUSTOMERS = 50;

const rounded = (value: number): number => Number(value.toPrecision(5));

/** One area's live state and what of it has changed since when. */
export class LiveDesk {
  readonly #live: LiveNetwork;
  readonly #byteOf: Uint8Array;
  readonly #changedAt: Uint32Array;

  constructor(file: ArrayBuffer, tags: readonly LiveTag[]) {
    this.#live = new LiveNetwork(assemble(readNetworkFile(file)), tags);
    const { pipes } = this.#live.net;
    this.#byteOf = new Uint8Array(pipes).fill(NO_STATE);
    this.#changedAt = new Uint32Array(pipes);
  }

  /** Solves anew where something moved. `tick` numbers this look among all: later ones are higher. */
  look(values: Float64Array, tick: number, now: () => number): LiveSummary {
    const begin = now();
    const state = this.#live.look(values);
    this.#note(state, tick);
    const { net, places } = this.#live;
    const { solved, stateOfPipe, demandScale, anew } = state;
    const lengthM = { measured: 0, estimated: 0, stale: 0 };
    stateOfPipe.forEach((at, e) => {
      const name = PIPE_STATES[at];
      if (name) lengthM[name] += net.graph.lengthM[e] as number;
    });
    return {
      version: net.rows.version,
      area: net.rows.area,
      districts: solved.districts.count,
      solved: anew,
      failed: solved.failed.reduce((sum, one) => sum + one, 0),
      residual: solved.residual,
      solve: { ...solveReport(net, solved), solved: anew },
      assumptions: solveAssumptions(net, solved),
      demandScale,
      lengthM,
      sensors: state.sensors.slice(0, SENSORS_LISTED).map(({ tag, measured, estimated, score, isSuspect }) => ({
        tag,
        lngLat: this.#placeOf(places[tag] as number),
        measured: rounded(measured),
        estimated: rounded(estimated),
        score: rounded(score),
        isSuspect,
      })),
      losses: state.losses.slice(0, PACKS_LISTED).map(({ node, district, m3h, sigma, alike }) => ({
        ...this.#entryOf(district, node),
        lngLat: this.#placeOf(node),
        m3h: rounded(m3h),
        sigma: rounded(sigma),
        alike: rounded(alike),
      })),
      packs: districtPacks(net, solved)
        .filter(({ minutes, customers }) => Number.isFinite(minutes) && customers >= MANY_CUSTOMERS)
        .slice(0, PACKS_LISTED)
        .map(({ entry, district, feeders, customers, kPa, leastKPa, takeM3h, minutes }) => ({
          ...this.#entryOf(district, entry),
          lngLat: this.#placeOf(Math.max(0, entry)),
          feeders,
          customers,
          kPa: rounded(kPa),
          leastKPa: rounded(leastKPa),
          takeM3h: rounded(takeM3h),
          minutes: rounded(minutes),
        })),
      tookMs: rounded(now() - begin),
    };
  }

  /** What is another than at `tick`; all that has gas when that is 0. */
  changesSince(tick: number): PressureChanges {
    const { seq } = this.#live.net.rows.pipes;
    const list: number[] = [];
    this.#changedAt.forEach((at, e) => {
      if (at > tick) list.push(e);
    });
    return {
      seqs: Uint32Array.from(list, (e) => seq[e] as number),
      bytes: Uint8Array.from(list, (e) => this.#byteOf[e] as number),
    };
  }

  #note({ solved: { kPa }, stateOfPipe }: LiveState, tick: number): void {
    const { graph } = this.#live.net;
    stateOfPipe.forEach((state, e) => {
      const mean = ((kPa[graph.from[e] as number] as number) + (kPa[graph.to[e] as number] as number)) / 2;
      const byte = state === NO_STATE ? NO_STATE : classOf("pressure", mean) + STATE_STEP * state;
      if (this.#byteOf[e] === byte) return;
      this.#byteOf[e] = byte;
      this.#changedAt[e] = tick;
    });
  }

  #placeOf(node: number): LngLat {
    const { rows, recordOf } = this.#live.net;
    return placeOf(rows.nodes.lngLat, recordOf[node] as number);
  }

  #entryOf(district: number, node: number) {
    return districtName(this.#live.net, this.#live.solved, district, Math.max(0, node));
  }
}

import type { ModelNetwork } from "./assemble.ts";
import {
  assessDistrict,
  type DistrictPrior,
  type DistrictReading,
  type DistrictVerdict,
  type LossCandidate,
} from "./assess-district.ts";
import { demandScaleOf } from "./demand-scale.ts";
import { DistrictResponse, takenOf } from "./district-response.ts";
import { type LiveTag, placeTags } from "./live-tags.ts";
import { recordedInput, type SolvedNetwork, type SolveInput, solveDistricts } from "./solve-districts.ts";

export const PIPE_STATES = ["measured", "estimated", "stale"] as const;
export type PipeState = (typeof PIPE_STATES)[number];
/** Of a pipe without gas. */
export const NO_STATE = 255;

export interface SensorVerdict {
  /** Number of the tag in the list given. */
  readonly tag: number;
  readonly measured: number;
  /** What all other sensors let expect there. */
  readonly estimated: number;
  /** |measured − estimated| in standard deviations. */
  readonly score: number;
  /** Contradicted by all others: left out of the estimate. */
  readonly isSuspect: boolean;
}

/** Gas lost or taken beyond what is known, that would explain a district's readings. */
export interface LossVerdict extends Omit<LossCandidate, "at"> {
  readonly district: number;
  /** Node of the graph. */
  readonly node: number;
}

export interface LiveState {
  readonly solved: SolvedNetwork;
  /** Districts solved this time. */
  readonly anew: number;
  /** Index in PIPE_STATES by pipe; NO_STATE where no gas is. */
  readonly stateOfPipe: Uint8Array;
  /** Sensors with a value, the least believable first. */
  readonly sensors: readonly SensorVerdict[];
  /** The likeliest first. */
  readonly losses: readonly LossVerdict[];
  /** What demand of the records was multiplied by to meet the flow meters. */
  readonly demandScale: number;
}

/** What a sound sensor and this model may be off together: one standard deviation as a share of the value, and at least kPa or m³/h. */
const PRESSURE_SPREAD = { share: 0.015, least: 0.05 } as const;
const FLOW_SPREAD = { share: 0.08, least: 3 } as const;
/** How well the records know a set point, and what stands at a source that has none: shares. */
const [SET_SPREAD, TOLD_SPREAD] = [0.03, 0.1];
/** A held pressure, a district's share of demand and the whole scale are used again until they have moved by more than this. */
const STILL = { share: 0.004, kPa: 0.02, demand: 0.04 } as const;
/** The first look needs a second one: it is made where the solution now stands. */
const FIRST_LOOKS = 2;

/**
 * One area's network kept as it is now. Each look takes the newest readings, solves the pressure districts in which something moved, holds every
 * sensor against all others of its district, and takes over what agrees best: held pressures and each district's demand. A sensor that all
 * others contradict is left out.
 */
export class LiveNetwork {
  readonly net: ModelNetwork;
  readonly tags: readonly LiveTag[];
  /** Node of the graph that each tag measures. */
  readonly places: Int32Array;
  readonly #base: SolvedNetwork;
  readonly #recorded: SolveInput;
  readonly #tagsOf: ReadonlyMap<number, readonly number[]>;
  readonly #share: Float64Array;
  readonly #verdicts = new Map<number, DistrictVerdict & { readonly loss: LossVerdict | null }>();
  #input: SolveInput;
  #solved: SolvedNetwork;
  #scale = 1;
  #values: Float64Array;
  #isFirst = true;

  constructor(net: ModelNetwork, tags: readonly LiveTag[]) {
    this.net = net;
    this.tags = tags;
    this.#recorded = recordedInput(net);
    this.#base = solveDistricts(net, this.#recorded);
    this.#solved = this.#base;
    this.#input = this.#recorded;
    this.places = placeTags(net, this.#base, tags);
    this.#tagsOf = this.#byDistrict();
    this.#share = new Float64Array(this.#base.districts.count);
    this.#values = new Float64Array(tags.length).fill(Number.NaN);
  }

  get solved(): SolvedNetwork {
    return this.#solved;
  }

  /** Flow meters belong to the district they feed. */
  #byDistrict(): Map<number, number[]> {
    const of = new Map<number, number[]>();
    this.places.forEach((n, i) => {
      const d = this.#base.districts.of[n] as number;
      of.set(d, [...(of.get(d) ?? []), i]);
    });
    return of;
  }

  /** `values`: one for each tag; NaN when it has none that can be trusted now. */
  look(values: Float64Array): LiveState {
    const before = this.#values;
    this.#values = values.slice();
    const scale = demandScaleOf(this.net, this.#base, this.tags, values);
    if (Math.abs(scale - this.#scale) > STILL.demand * this.#scale) this.#scale = scale;
    let anew = 0;
    const looks = this.#isFirst ? FIRST_LOOKS : 1;
    for (let i = 0; i < looks; i++) {
      const last = this.#solved;
      this.#solved = solveDistricts(this.net, this.#inputNow(), last);
      this.#input = this.#solved.input;
      anew += this.#solved.solved;
      this.#assess(last, i > 0 || this.#isFirst ? null : before);
    }
    this.#isFirst = false;
    return this.#stateNow(anew);
  }

  #inputNow(): SolveInput {
    const { of } = this.#base.districts;
    const demandM3h = this.#recorded.demandM3h.map(
      (m3h, n) => m3h * this.#scale * (1 + (this.#share[of[n] as number] as number)),
    );
    return { ...this.#input, demandM3h };
  }

  /** Judges districts whose solution or readings moved. `before`: values of the look before; null judges all. */
  #assess(last: SolvedNetwork, before: Float64Array | null): void {
    const moved = movedDistricts(last, this.#solved);
    const taken = takenOf(this.net, this.#solved);
    const [setKPa, sourceKPa] = [this.#input.setKPa.slice(), this.#input.sourceKPa.slice()];
    for (const [d, tags] of this.#tagsOf) {
      const isSame = before !== null && tags.every((i) => Object.is(before[i], this.#values[i]));
      if (isSame && !moved[d]) continue;
      // Where customers take less than they ask, responses of a fixed demand say nothing.
      if (this.#solved.failed[d] || isStarving(this.#solved, d)) {
        this.#verdicts.delete(d);
        continue;
      }
      const response = new DistrictResponse(this.net, this.#solved, d, taken);
      const readings = this.#readings(response, tags);
      const prior = this.#prior(response, d, taken);
      const verdict = assessDistrict(response, readings, prior);
      const loss = verdict.loss && { ...verdict.loss, district: d, node: response.nodes[verdict.loss.at] as number };
      this.#verdicts.set(d, { ...verdict, loss });
      if (Math.abs(verdict.share - (this.#share[d] as number)) > STILL.demand)
        this.#share[d] = Math.max(-0.9, verdict.share);
      response.held.forEach(({ edge, source, kPa }, k) => {
        const [column, at] = edge === -1 ? ([sourceKPa, source] as const) : ([setKPa, edge] as const);
        // A regulator without enough at its inlet passes what it has: its set point is not to be learnt from that.
        if (edge !== -1 && kPa < (this.#input.setKPa[edge] as number)) return;
        const next = kPa + (verdict.heldOff[k] as number);
        if (Math.abs(next - kPa) > Math.max(STILL.kPa, STILL.share * kPa)) column[at] = Math.max(0.1, next);
      });
    }
    this.#input = { ...this.#input, setKPa, sourceKPa };
  }

  #readings(response: DistrictResponse, tags: readonly number[]): DistrictReading[] {
    return tags.flatMap((tag): DistrictReading[] => {
      const measured = this.#values[tag] as number;
      if (Number.isNaN(measured)) return [];
      const node = this.places[tag] as number;
      const isFlow = this.tags[tag]?.kind === "flow";
      const h = isFlow ? response.held.findIndex((one) => one.node === node) : -1;
      const answering = isFlow ? (h === -1 ? null : response.inflow(h)) : response.pressure(node);
      if (!answering) return [];
      const { share, least } = isFlow ? FLOW_SPREAD : PRESSURE_SPREAD;
      return [{ tag, measured, answering, spread: Math.max(least, share * Math.abs(answering.value)) }];
    });
  }

  #prior({ nodes, held }: DistrictResponse, d: number, taken: Float64Array): DistrictPrior {
    const { rows, recordOf, graph } = this.net;
    const used = 1 + (this.#share[d] as number);
    const own = this.#input.demandM3h;
    const expected = held.map(({ edge, source, kPa }) => {
      if (source !== -1) return this.#recorded.sourceKPa[source] as number;
      return kPa < (this.#input.setKPa[edge] as number) ? kPa : (this.#recorded.setKPa[edge] as number);
    });
    return {
      demand: Float64Array.from(nodes, (n) => (own[n] as number) / used),
      drawn: Float64Array.from(nodes, (n) => (taken[n] as number) - (own[n] as number)),
      usedShare: this.#share[d] as number,
      heldOff: Float64Array.from(held, ({ kPa }, k) => (expected[k] as number) - kPa),
      heldSpread: Float64Array.from(held, ({ node, source }, k) => {
        const n = source === -1 ? -1 : (recordOf[graph.sources[source] as number] as number);
        const isSet = source === -1 || !Number.isNaN(rows.nodes.setKPa[n === -1 ? node : n] as number);
        return Math.max(PRESSURE_SPREAD.least, (isSet ? SET_SPREAD : TOLD_SPREAD) * (expected[k] as number));
      }),
    };
  }

  #stateNow(anew: number): LiveState {
    const sensors: SensorVerdict[] = [];
    const losses: LossVerdict[] = [];
    const doubted = new Set<number>();
    for (const { readings, loss } of this.#verdicts.values()) {
      for (const { tag, off, sigma, isSuspect } of readings) {
        const measured = this.#values[tag] as number;
        if (isSuspect) doubted.add(tag);
        sensors.push({ tag, measured, estimated: measured - off, score: sigma, isSuspect });
      }
      if (loss) losses.push(loss);
    }
    sensors.sort((a, b) => b.score - a.score || a.tag - b.tag);
    losses.sort((a, b) => b.sigma - a.sigma);
    const stateOfPipe = statesOf(this.net, this.#solved, this.tags, this.places, (i) =>
      doubted.has(i) ? Number.NaN : (this.#values[i] as number),
    );
    return { solved: this.#solved, anew, stateOfPipe, sensors, losses, demandScale: this.#scale };
  }
}

/** More than this share of a district's demand is not served. */
const STARVING = 0.02;
function isStarving({ districts, shortM3h, input }: SolvedNetwork, d: number): boolean {
  let [short, asked] = [0, 0];
  for (const n of districts.nodes.subarray(districts.first[d], districts.first[d + 1])) {
    short += shortM3h[n] as number;
    asked += input.demandM3h[n] as number;
  }
  return short > STARVING * asked;
}

/** 1 where a node's pressure is another. Districts are the same: readings open and close nothing. */
function movedDistricts(before: SolvedNetwork, { kPa, districts }: SolvedNetwork): Uint8Array {
  const moved = new Uint8Array(districts.count);
  for (let n = 0; n < kPa.length; n++) if (!Object.is(kPa[n], before.kPa[n])) moved[districts.of[n] as number] = 1;
  return moved;
}

/** Measured where a sensor that is believed sits at an end; estimated where one watches the district; else only as the records have it. */
function statesOf(
  { graph, pipes }: ModelNetwork,
  { districts, kPa, failed }: SolvedNetwork,
  tags: readonly LiveTag[],
  places: Int32Array,
  readingOf: (tag: number) => number,
): Uint8Array {
  const isMeasured = new Uint8Array(graph.nodes);
  const isWatched = new Uint8Array(districts.count);
  tags.forEach(({ kind }, i) => {
    if (kind !== "pressure" || Number.isNaN(readingOf(i))) return;
    const n = places[i] as number;
    isMeasured[n] = 1;
    isWatched[districts.of[n] as number] = 1;
  });
  return Uint8Array.from({ length: pipes }, (_, e) => {
    const [from, to] = [graph.from[e] as number, graph.to[e] as number];
    const d = districts.of[from] as number;
    if (Number.isNaN(kPa[from] as number) || Number.isNaN(kPa[to] as number)) return NO_STATE;
    if (failed[d] || !isWatched[d]) return 2;
    return isMeasured[from] || isMeasured[to] ? 0 : 1;
  });
}

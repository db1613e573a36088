import type { ModelNetwork } from "./assemble.ts";
import { recordedInput, type SolvedNetwork, type SolveInput, solveDistricts } from "./solve-districts.ts";

/** A sensor on the network. */
export interface LiveTag {
  readonly id: string;
  readonly kind: "pressure" | "flow";
  /** Record of the node it sits at. */
  readonly record: number;
  /** Usual value: of a regulator's two sides, the one it fits is meant. */
  readonly nominal: number | null;
}

export const PIPE_STATES = ["measured", "estimated", "stale"] as const;
export type PipeState = (typeof PIPE_STATES)[number];

export interface SensorVerdict {
  /** Number of the tag in the list given. */
  readonly tag: number;
  readonly measured: number;
  readonly estimated: number;
  /** |measured − estimated| in units of what such a sensor and the model may be off. */
  readonly score: number;
  readonly isSuspect: boolean;
}

export interface LiveState {
  readonly solved: SolvedNetwork;
  /** Index in PIPE_STATES by pipe; 255 where no gas is. */
  readonly stateOfPipe: Uint8Array;
  /** Pressure sensors with a value, the least believable first. */
  readonly sensors: readonly SensorVerdict[];
  /** What demand of the records was multiplied by to meet the flow meters. */
  readonly demandScale: number;
}

/** A set point or source that a sensor contradicts by more than this share keeps its recorded value: the sensor is doubted. */
const BOUNDARY_SHARE = 0.12;
/** What a sound sensor and this model may be off together: a share of the value, at least so much kPa. */
const SPREAD_SHARE = 0.015;
const SPREAD_KPA = 0.05;
const SUSPECT_SCORE = 4;
const SCALES = { least: 0.1, most: 3 } as const;
/** Flow meters that see less than this say nothing about demand, m³/h. */
const LEAST_M3H = 5;

/** The graph's node that each sensor measures. */
export function placeTags(
  { graph, edgeOfNode }: ModelNetwork,
  base: SolvedNetwork,
  tags: readonly LiveTag[],
): Int32Array {
  return Int32Array.from(tags, ({ record, nominal, kind }) => {
    const e = edgeOfNode[record] ?? -1;
    const second = e === -1 ? record : (graph.to[e] as number);
    if (second === record || kind === "flow" || nominal === null) return kind === "flow" ? second : record;
    const off = (n: number): number => {
      const kPa = base.kPa[n] as number;
      return Number.isNaN(kPa) ? Number.POSITIVE_INFINITY : Math.abs(Math.log((nominal + 1) / (Math.max(0, kPa) + 1)));
    };
    return off(second) <= off(record) ? second : record;
  });
}

interface LiveAsk {
  readonly net: ModelNetwork;
  /** Solved as recorded. */
  readonly base: SolvedNetwork;
  readonly tags: readonly LiveTag[];
  /** From `placeTags`. */
  readonly places: Int32Array;
  /** Value of each tag; NaN when it has none that can be trusted now. */
  readonly values: Float64Array;
  /** Solved a moment ago: districts in which nothing changed are taken over. */
  readonly before?: SolvedNetwork | undefined;
}

/**
 * The state of a network now: sources and regulators at what their sensors say, demand scaled to the flow meters, solved district by
 * district. A sensor that contradicts the set point it watches is not believed; every pressure sensor is then held against the solution.
 */
export function liveStateOf({ net, base, tags, places, values, before }: LiveAsk): LiveState {
  const recorded = recordedInput(net);
  const held = boundaries(net, recorded, { tags, places, values });
  const demandScale = scaleOf(net, base, { tags, places, values });
  const demandM3h = Float64Array.from(recorded.demandM3h, (m3h) => m3h * demandScale);
  const solved = solveDistricts(net, { ...recorded, ...held, demandM3h }, before);
  return {
    solved,
    stateOfPipe: statesOf(net, solved, { tags, places, values }),
    sensors: verdicts(net, recorded, solved, { tags, places, values }),
    demandScale,
  };
}

type Told = Pick<LiveAsk, "tags" | "places" | "values">;

const isNear = (told: number, known: number): boolean =>
  Math.abs(told - known) <= Math.max(SPREAD_KPA, known * BOUNDARY_SHARE);

/** Coarse enough that a sensor's last digit does not have a district solved again: a thousandth. */
const settled = (kPa: number): number => Number(kPa.toPrecision(3));

/** Set points and sources as sensors at them say, where they are believable. */
function boundaries(
  net: ModelNetwork,
  recorded: SolveInput,
  { tags, places, values }: Told,
): Pick<SolveInput, "setKPa" | "sourceKPa"> {
  const [setKPa, sourceKPa] = [recorded.setKPa.slice(), recorded.sourceKPa.slice()];
  const sourceAt = new Map(Array.from(net.graph.sources, (n, i) => [n, i]));
  tags.forEach(({ kind, record }, i) => {
    const [told, n] = [values[i] as number, places[i] as number];
    if (kind !== "pressure" || Number.isNaN(told)) return;
    const source = sourceAt.get(n);
    const e = net.edgeOfNode[record] ?? -1;
    if (source !== undefined && isNear(told, sourceKPa[source] as number)) sourceKPa[source] = settled(told);
    else if (e !== -1 && net.graph.to[e] === n && isNear(told, setKPa[e] as number)) setKPa[e] = settled(told);
  });
  return { setKPa, sourceKPa };
}

/** Median of what flow meters say against what the records' solution has there. */
function scaleOf(net: ModelNetwork, base: SolvedNetwork, { tags, values }: Told): number {
  const ratios: number[] = [];
  tags.forEach(({ kind, record }, i) => {
    const e = net.edgeOfNode[record] ?? -1;
    const [told, known] = [values[i] as number, e === -1 ? 0 : (base.flowM3h[e] as number)];
    if (kind === "flow" && !Number.isNaN(told) && known > LEAST_M3H) ratios.push(told / known);
  });
  if (ratios.length === 0) return 1;
  ratios.sort((a, b) => a - b);
  const median = ratios[Math.floor(ratios.length / 2)] as number;
  return settled(Math.min(SCALES.most, Math.max(SCALES.least, median)) * 100) / 100;
}

/** Measured where a sensor sits at an end; estimated where one feeds or watches the district; else only as the records have it. */
function statesOf(
  { graph, pipes }: ModelNetwork,
  { districts, kPa, failed }: SolvedNetwork,
  { tags, places, values }: Told,
): Uint8Array {
  const isMeasured = new Uint8Array(graph.nodes);
  const isWatched = new Uint8Array(districts.count);
  tags.forEach(({ kind }, i) => {
    if (kind !== "pressure" || Number.isNaN(values[i] as number)) return;
    const n = places[i] as number;
    isMeasured[n] = 1;
    isWatched[districts.of[n] as number] = 1;
  });
  return Uint8Array.from({ length: pipes }, (_, e) => {
    const [from, to] = [graph.from[e] as number, graph.to[e] as number];
    const d = districts.of[from] as number;
    if (Number.isNaN(kPa[from] as number) || Number.isNaN(kPa[to] as number)) return 255;
    if (failed[d] || !isWatched[d]) return 2;
    return isMeasured[from] || isMeasured[to] ? 0 : 1;
  });
}

function verdicts(
  net: ModelNetwork,
  recorded: SolveInput,
  { kPa }: SolvedNetwork,
  { tags, places, values }: Told,
): SensorVerdict[] {
  const sourceAt = new Map(Array.from(net.graph.sources, (n, i) => [n, i]));
  const list = tags.flatMap(({ kind, record }, tag): SensorVerdict[] => {
    const measured = values[tag] as number;
    const n = places[tag] as number;
    if (kind !== "pressure" || Number.isNaN(measured)) return [];
    const e = net.edgeOfNode[record] ?? -1;
    const source = sourceAt.get(n);
    // A sensor that was believed agrees with itself: it is held against what the records set there.
    const set =
      source !== undefined
        ? recorded.sourceKPa[source]
        : e !== -1 && net.graph.to[e] === n
          ? recorded.setKPa[e]
          : Number.NaN;
    const estimated = set === undefined || Number.isNaN(set) ? (kPa[n] as number) : set;
    if (Number.isNaN(estimated)) return [];
    const score = Math.abs(measured - estimated) / Math.max(SPREAD_KPA, SPREAD_SHARE * Math.abs(estimated));
    return [{ tag, measured, estimated, score, isSuspect: score > SUSPECT_SCORE }];
  });
  return list.sort((a, b) => b.score - a.score || a.tag - b.tag);
}

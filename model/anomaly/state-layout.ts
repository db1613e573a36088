import type { District } from "./district.ts";
import { lump } from "./pipe-distance.ts";

const METER_MEMORY = 0.98;
/** Leaks that can be followed at once. */
const MAX_LEAKS = 3;
/** Larger districts have their customers lumped. */
const MOST_LUMPS = 80;
/** Meters are not trusted below this share of the district's mean use: hydraulics of nearly still pipes are no straight lines. */
const LEAST_FLOW_SHARE = 0.25;

/**
 * What stands where in a tracker's state: the share common to all, one share for each lump of unmetered nodes, metered customers
 * (m³/h beyond their profile), sources (kPa), leaks (m³/h).
 */
export interface StateLayout {
  readonly size: number;
  readonly unmetered: readonly number[];
  /** Lump of each unmetered node: nodes of one wander together. */
  readonly lumpOf: readonly number[];
  readonly metered: readonly number[];
  readonly firstMeter: number;
  readonly firstSource: number;
  readonly firstLeak: number;
  /** How much of each part is left a step later. */
  readonly memory: Float64Array;
  /** Variance that a step adds, and that stands at the beginning. */
  readonly wander: Float64Array;
  readonly variance: Float64Array;
  /** Meters are as uncertain as at this flow when they read less, m³/h. */
  readonly leastFlow: number;
}

export function layState(district: District): StateLayout {
  const { base, sensors, uncertainty: u, network } = district;
  const hasMeter = new Set(sensors.filter(({ kind }) => kind === "meter").map(({ node }) => node));
  const metered = Array.from(base.keys()).filter((i) => hasMeter.has(i));
  const unmetered = Array.from(base.keys()).filter((i) => !hasMeter.has(i) && (base[i] as number) > 0);
  const { seeds, of: lumpOf } = lump(network, unmetered, MOST_LUMPS);
  const firstMeter = 1 + seeds.length;
  const firstSource = firstMeter + metered.length;
  const firstLeak = firstSource + network.sources.node.length;
  const size = firstLeak + MAX_LEAKS;
  const [memory, wander, variance] = [new Float64Array(size).fill(1), new Float64Array(size), new Float64Array(size)];
  const set = (i: number, kept: number, share: number): void => {
    memory[i] = kept;
    variance[i] = share * share;
    wander[i] = share * share * (1 - kept * kept);
  };
  set(0, u.common.memory, u.common.share);
  for (const k of seeds.keys()) {
    const members = unmetered.filter((_, at) => lumpOf[at] === k).map((i) => base[i] as number);
    set(1 + k, u.local.memory, u.local.share * unevenness(members));
  }
  for (const [k, node] of metered.entries()) {
    const step = u.meterShare * Math.max(base[node] as number, 1);
    memory[firstMeter + k] = METER_MEMORY;
    wander[firstMeter + k] = step * step;
    variance[firstMeter + k] = 4 * step * step;
  }
  for (let i = firstSource; i < firstLeak; i++) {
    wander[i] = u.stationKPa * u.stationKPa;
    variance[i] = 1;
  }
  const leastFlow = LEAST_FLOW_SHARE * base.reduce((sum, b) => sum + b, 0);
  return { size, unmetered, lumpOf, metered, firstMeter, firstSource, firstLeak, memory, wander, variance, leastFlow };
}

/** Spread of what several use together against that of one: independent customers even out. */
function unevenness(members: readonly number[]): number {
  const sum = members.reduce((all, b) => all + b, 0);
  return Math.sqrt(members.reduce((all, b) => all + b * b, 0)) / sum;
}

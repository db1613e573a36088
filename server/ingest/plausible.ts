import { TAG_KINDS, type TagKind } from "#contract/gas.ts";

/**
 * What a sensor of each kind can measure at all, in the unit of TAG_UNITS: wider than any network, so that only a broken
 * instrument or a wrong unit falls outside. A transmitter may stand a little below zero.
 */
export const PLAUSIBLE: Readonly<Record<TagKind, readonly [number, number]>> = {
  pressure: [-101.325, 25_000],
  flow: [-10_000_000, 10_000_000],
  temperature: [-100, 400],
  tank_level: [-10, 110],
  gas_concentration: [-10, 1000],
  methane: [-10, 2000],
  ethane: [-1000, 1_000_000],
  valve_position: [-10, 110],
  odorant: [-10, 10_000],
  cp_potential: [-10_000, 10_000],
};

const LOW = Float64Array.from(TAG_KINDS, (kind) => PLAUSIBLE[kind][0]);
const HIGH = Float64Array.from(TAG_KINDS, (kind) => PLAUSIBLE[kind][1]);

/** Whether a sensor of a kind (index in TAG_KINDS) could have measured `v`. */
export const isPlausible = (kind: number, v: number): boolean =>
  v >= (LOW[kind] as number) && v <= (HIGH[kind] as number);

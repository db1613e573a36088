import type { TagKind } from "#contract/gas.ts";
import { lookup } from "../lookup.ts";

/** ours = foreign × factor + offset. */
export interface UnitChange {
  readonly factor: number;
  readonly offset: number;
}

const by = (factor: number, offset = 0): UnitChange => ({ factor, offset });
const PRESSURE = { pa: by(0.001), kpa: by(1), mpa: by(1000), bar: by(100), mbar: by(0.1), mmh2o: by(0.00980665) };
const FLOW = {
  "m3/h": by(1),
  "nm3/h": by(1),
  "m3/d": by(1 / 24),
  "l/h": by(0.001),
  "万m3/d": by(10_000 / 24),
  "m3/s": by(3600),
};
const PERCENT = { "%": by(1) };
// The lower explosive limit of methane is 5 % by volume (50 000 ppm).
const METHANE = { "%lel": by(1), "%vol": by(20), ppm: by(1 / 500) };

const TAG: Readonly<Record<TagKind, Readonly<Record<string, UnitChange>>>> = {
  pressure: PRESSURE,
  flow: FLOW,
  temperature: { "℃": by(1), "°c": by(1), c: by(1), k: by(1, -273.15) },
  tank_level: PERCENT,
  gas_concentration: METHANE,
  methane: METHANE,
  ethane: { ppm: by(1), "%vol": by(10_000) },
  valve_position: PERCENT,
  odorant: { "mg/m3": by(1), "g/m3": by(1000) },
  cp_potential: { mv: by(1), v: by(1000) },
};

const plain = (unit: string) =>
  unit.trim().toLowerCase().replaceAll("³", "3").replaceAll("％", "%").replaceAll(" ", "");

/** How a tag's unit becomes the one unit of its kind (TAG_UNITS); null for a unit that measures something else. */
export function tagUnit(kind: TagKind, unit: string): UnitChange | null {
  return lookup(TAG[kind], plain(unit)) ?? null;
}

export const tagUnitsOf = (kind: TagKind): string => Object.keys(TAG[kind]).join(", ");

const BY_SUFFIX: readonly (readonly [string, Readonly<Record<string, UnitChange>>])[] = [
  ["_mm", { mm: by(1), cm: by(10), m: by(1000), in: by(25.4) }],
  ["_kpa", PRESSURE],
  ["_m3h", FLOW],
  ["_m3", { m3: by(1), 万m3: by(10_000) }],
  ["m3", { m3: by(1), 万m3: by(10_000) }],
  ["_m", { mm: by(0.001), cm: by(0.01), m: by(1), km: by(1000) }],
  ["_s", { s: by(1), min: by(60), h: by(3600), ms: by(0.001) }],
];

/** How a column given in `unit` becomes a field whose unit is in its name (`dn_mm`); null when it cannot. */
export function fieldUnit(field: string, unit: string): UnitChange | null {
  const table = BY_SUFFIX.find(([suffix]) => field.endsWith(suffix))?.[1];
  return (table && lookup(table, plain(unit))) ?? null;
}

export const fieldUnitsOf = (field: string): string =>
  Object.keys(BY_SUFFIX.find(([suffix]) => field.endsWith(suffix))?.[1] ?? {}).join(", ") ||
  "a field with a unit in its name";

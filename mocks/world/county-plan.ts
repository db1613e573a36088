import type { StationKind } from "#contract/gas.ts";
import type { Division } from "./divisions.ts";
import { rng, weighted } from "./rng.ts";
import type { Budget } from "./tiers.ts";

/** How a county's share of stations is used. The counts add up to the budget. */
export interface CountyCounts {
  readonly regulatorStations: number;
  /** Cabinets that feed one works each. */
  readonly works: number;
  readonly townBoxes: number;
  readonly villageBoxes: number;
  /** Boxes of a coal-gas island, with its works and holder among `others`. */
  readonly coalBoxes: number;
  readonly others: readonly StationKind[];
}

/** 古冶 and 峰峰: mining districts where a coke works still makes gas. The tiny world has its own. */
const COAL_COUNTIES: readonly string[] = ["130204", "130406"];
const TINY_COAL_COUNTY = "130184";

export const hasCoalGas = (county: Division, isTiny: boolean): boolean =>
  isTiny ? county.code === TINY_COAL_COUNTY : COAL_COUNTIES.includes(county.code);

const SCATTERED: Readonly<Partial<Record<StationKind, number>>> = {
  valve_pit: 24,
  cp_test_post: 22,
  lpg_shop: 14,
  drip: 7,
  filling_station: 5,
  valve_room: 3,
};

/** One or two of each of these, whatever the size. */
const SINGLES: readonly StationKind[] = [
  "lpg_plant",
  "odoriser",
  "lng_storage",
  "filling_station",
  "cng_daughter",
  "storage_distribution",
  "cng_relief",
  "cng_mother",
];

function others(seed: number, county: Division, count: number, isCoal: boolean): StationKind[] {
  const r = rng(seed, `other stations ${county.code}`);
  const list: StationKind[] = isCoal ? ["gas_works", "gas_holder"] : [];
  list.push("lpg_shop");
  const singles = [...SINGLES].sort(() => r() - 0.5);
  // A third of what is left: a county of eleven stations has one of these, a whole one has all of them.
  const few = Math.min(singles.length, Math.ceil((count - list.length) / 3));
  list.push(...singles.slice(0, Math.max(0, few)));
  while (list.length < count) list.push(weighted(r, SCATTERED));
  return list.slice(0, Math.max(0, count));
}

export function countyCounts(seed: number, county: Division, budget: Budget, isTiny: boolean): CountyCounts {
  const isCoal = hasCoalGas(county, isTiny);
  const regulatorStations = Math.max(1, Math.min(5, 1 + Math.floor(budget.stations / 250)));
  const works = Math.max(1, Math.min(12, Math.round(budget.stations * 0.02)));
  const boxes = Math.max(3, Math.round(budget.stations * 0.62) - (isCoal ? 2 : 0));
  const coalBoxes = isCoal ? Math.max(1, Math.round(boxes * 0.05)) : 0;
  const urban = county.name.endsWith("区") ? (county.areaKm2 < 200 ? 0.85 : 0.55) : 0.36;
  const townBoxes = Math.max(1, Math.round((boxes - coalBoxes) * urban));
  const rest = budget.stations - 1 - regulatorStations - works - boxes;
  return {
    regulatorStations,
    works,
    townBoxes,
    villageBoxes: boxes - coalBoxes - townBoxes,
    coalBoxes,
    others: others(seed, county, rest, isCoal),
  };
}

import type { Division } from "./divisions.ts";
import { rng } from "./rng.ts";

export const TIERS = ["tiny", "demo", "standard", "province"] as const;
export type Tier = (typeof TIERS)[number];

/** How much a tier holds, within five per cent; shares by county add up exactly. */
export interface TierSize {
  readonly pipes: number;
  readonly stations: number;
  readonly tags: number;
  readonly customers: number;
  /** Longest trunk segment, m. */
  readonly trunkStepM: number;
  /** Days of readings before `asOf`, and the shortest step between two of them in the files. */
  readonly readingDays: number;
  readonly readingStepS: number;
}

export const TIER_SIZES: Readonly<Record<Tier, TierSize>> = {
  tiny: { pipes: 300, stations: 60, tags: 60, customers: 200, trunkStepM: 6000, readingDays: 2, readingStepS: 3600 },
  demo: {
    pipes: 40_000,
    stations: 3_000,
    tags: 2_000,
    customers: 30_000,
    trunkStepM: 2200,
    readingDays: 30,
    readingStepS: 3600,
  },
  standard: {
    pipes: 200_000,
    stations: 30_000,
    tags: 10_000,
    customers: 300_000,
    trunkStepM: 2200,
    readingDays: 30,
    readingStepS: 3600,
  },
  // The live load is the point here (design.md §5); a month of hourly history would be forty million rows of file.
  province: {
    pipes: 1_000_000,
    stations: 200_000,
    tags: 55_000,
    customers: 3_000_000,
    trunkStepM: 1100,
    readingDays: 0,
    readingStepS: 3600,
  },
};

/** The county that is there whole in `demo`: 正定县. The first place a newcomer is shown. */
export const WHOLE_COUNTY = "130123";
/** Two counties of 石家庄, one of 保定, one of 雄安新区. */
export const TINY_COUNTIES: readonly string[] = [WHOLE_COUNTY, "130184", "130634", "130632"];

export interface Budget {
  readonly pipes: number;
  readonly stations: number;
  readonly tags: number;
  readonly customers: number;
}

export const countiesOf = (tier: Tier, counties: readonly Division[]): readonly Division[] =>
  tier === "tiny" ? counties.filter((c) => TINY_COUNTIES.includes(c.code)) : counties;

/** Splits a whole number by weights so that the parts add up (largest remainders). */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((w) => (total * w) / sum);
  const parts = exact.map(Math.floor);
  const left = total - parts.reduce((a, b) => a + b, 0);
  const byRemainder = exact
    .map((x, i) => ({ i, rest: x - Math.floor(x) }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of byRemainder.slice(0, left)) parts[i] = (parts[i] ?? 0) + 1;
  return parts;
}

/** What ordinary counties of the demo get beside the whole one. */
const SKETCHED: Budget = { pipes: 55, stations: 11, tags: 7, customers: 60 };

function demoWeights(county: Division, left: Budget, others: number, key: keyof Budget): number {
  if (county.code !== WHOLE_COUNTY) return SKETCHED[key];
  return left[key] - SKETCHED[key] * others;
}

/** What each county gets of what the trunk lines leave. */
export function budgets(
  tier: Tier,
  seed: number,
  counties: readonly Division[],
  trunk: Omit<Budget, "customers">,
): Map<string, Budget> {
  const size = TIER_SIZES[tier];
  const left: Budget = {
    pipes: size.pipes - trunk.pipes,
    stations: size.stations - trunk.stations,
    tags: size.tags - trunk.tags,
    customers: size.customers,
  };
  const r = rng(seed, "county weights");
  const spread = counties.map((c) => {
    const rural = c.name.endsWith("区") ? 0.9 : 1.1;
    const roll = 0.7 + 0.6 * r();
    if (tier === "tiny") return c.code === WHOLE_COUNTY ? 2 : 1;
    return rural * roll * Math.max(0.6, Math.min(1.5, Math.sqrt(c.areaKm2 / 900)));
  });
  const share = (key: keyof Budget): number[] =>
    apportion(
      left[key],
      counties.map((c, i) => (tier === "demo" ? demoWeights(c, left, counties.length - 1, key) : (spread[i] ?? 1))),
    );
  const [pipes, stations, tags, customers] = [share("pipes"), share("stations"), share("tags"), share("customers")];
  return new Map(
    counties.map((c, i) => [
      c.code,
      {
        pipes: pipes[i] ?? 0,
        stations: stations[i] ?? 0,
        tags: tags[i] ?? 0,
        customers: customers[i] ?? 0,
      },
    ]),
  );
}

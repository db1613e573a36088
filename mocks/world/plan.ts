import type { LngLat } from "#contract/route.ts";
import type { CountyAsk } from "./county.ts";
import { countyCounts } from "./county-plan.ts";
import type { Division } from "./divisions.ts";
import { type CountyEnterprises, countyEnterprises, trunkEnterprise } from "./enterprises.ts";
import { type CountyRings, discLand, type Land, outlinedLand } from "./land.ts";
import { planeAt, type Xy } from "./plane.ts";
import { rng } from "./rng.ts";
import type { EnterpriseRow, Part } from "./rows.ts";
import { trunkTagCount } from "./tag-plan.ts";
import { type Budget, budgets, countiesOf, TIER_SIZES, type Tier } from "./tiers.ts";
import { townRadius } from "./town.ts";
import { buildTrunk } from "./trunk.ts";
import { equipTrunk, type TrunkFlow } from "./trunk-flow.ts";
import type { Hub } from "./trunk-routes.ts";

export interface WorldOptions {
  readonly tier: Tier;
  readonly seed: number;
  /** The instant the world is frozen at, ms since 1970. Histories end here. */
  readonly asOf: number;
  readonly divisions: readonly Division[];
  /** Without outlines a county is a disc about its point. */
  readonly outlines?: CountyRings;
}

/** What is decided before any county is built: enough to build each county alone, in any order. */
export interface WorldPlan {
  readonly options: WorldOptions;
  readonly counties: readonly Division[];
  readonly land: Land;
  readonly budgets: ReadonlyMap<string, Budget>;
  readonly enterprises: ReadonlyMap<string, CountyEnterprises>;
  readonly trunkEnterprise: EnterpriseRow;
  /** Trunk lines as solved. */
  readonly trunk: Part;
  readonly trunkFlow: TrunkFlow;
  /** Gas each county takes at the hour the network is solved for, m³/h. */
  readonly demandM3h: ReadonlyMap<string, number>;
  readonly countyAsk: (code: string) => CountyAsk;
}

/** A spot for the gate outside the town that is inside the county; nearer when there is no room. */
function hubOf(seed: number, county: Division, budget: Budget, isTiny: boolean, land: Land): Hub {
  const plane = planeAt(county.lng, county.lat);
  const counts = countyCounts(seed, county, budget, isTiny);
  const radius = townRadius(counts.townBoxes);
  const turn = rng(seed, `hub ${county.code}`)() * 2 * Math.PI;
  const isHome = (xy: Xy): boolean => land.inside(county.code, ...plane.toLngLat(xy));
  for (const share of [1, 0.8, 0.6, 0.4, 0.2, 0.05])
    for (let i = 0; i < 16; i++) {
      const angle = turn + (i * Math.PI) / 8;
      const out = (d: number): Xy => [d * Math.cos(angle), d * Math.sin(angle)];
      const d = (radius + 1500) * share;
      const [gate, tee] = [out(d), out(d + 320)];
      if (isHome(gate) && isHome(tee) && isHome(out(d + 700)))
        return { code: county.code, gate: plane.toLngLat(gate), tee: plane.toLngLat(tee) };
    }
  const at = (x: number): LngLat => plane.toLngLat([x, 0]);
  return { code: county.code, gate: at(0), tee: at(40) };
}

const OUTLETS = [
  { outlet: "SHP_A", gateSetKPa: 1450 },
  { outlet: "HP_B", gateSetKPa: 2300 },
  { outlet: "SHP_B", gateSetKPa: 720 },
] as const;

const outletOf = (county: Division) => OUTLETS[county.name.endsWith("区") ? 0 : Number(county.code) % 6 === 3 ? 1 : 2];

/** Plans a world: deterministic from its options. */
export function planWorld(options: WorldOptions): WorldPlan {
  const { tier, seed, asOf } = options;
  const all = options.divisions.filter((d) => d.level === "county");
  const counties = countiesOf(tier, all);
  const land = options.outlines ? outlinedLand(options.outlines) : discLand(all);
  const isTiny = tier === "tiny";
  const asOfYear = new Date(asOf).getUTCFullYear();
  const rough = budgets(tier, seed, counties, { pipes: 0, stations: 0, tags: 0 });
  const none: Budget = { pipes: 0, stations: 0, tags: 0, customers: 0 };
  const hubs = counties.map((c) => hubOf(seed, c, rough.get(c.code) ?? none, isTiny, land));
  const trunk = buildTrunk({ seed, counties: all, hubs, land, stepM: TIER_SIZES[tier].trunkStepM, asOfYear });
  const share = budgets(tier, seed, counties, {
    pipes: trunk.pipes.length,
    stations: trunk.stations.length,
    tags: trunkTagCount(trunk),
  });
  const enterprises = new Map(counties.map((c) => [c.code, countyEnterprises(seed, c, asOf)]));
  const demand = new Map(counties.map((c) => [c.code, demandOf(seed, c, share.get(c.code) ?? none)]));
  const trunkFlow = equipTrunk(trunk, { seed, asOf, asOfYear, demand });
  const byCode = new Map(counties.map((c, i) => [c.code, { county: c, hub: hubs[i] }]));
  const none2: CountyEnterprises = { piped: [], bottled: [], filling: [] };
  return {
    options,
    counties,
    land,
    budgets: share,
    enterprises,
    trunk,
    trunkFlow,
    trunkEnterprise: trunkEnterprise(asOf, [...new Set(trunk.pipes.map((p) => p.area_code))].sort()),
    demandM3h: demand,
    countyAsk: (code) => {
      const found = byCode.get(code);
      if (!found?.hub) throw new Error(`no county ${code} in tier ${tier}`);
      return {
        seed,
        county: found.county,
        budget: share.get(code) ?? none,
        isTiny,
        gate: found.hub.gate,
        inlet: "HP_A",
        ...(outletOf(found.county) ?? OUTLETS[2]),
        enterprises: enterprises.get(code) ?? none2,
        inside: (lng, lat) => land.inside(code, lng, lat),
        asOfYear,
      };
    },
  };
}

/** Households take little at any hour; works take the rest, more in cities. */
function demandOf(seed: number, county: Division, budget: Budget): number {
  const r = rng(seed, `demand ${county.code}`);
  const works = (county.name.endsWith("区") ? 2600 : 1400) * (0.5 + r());
  return Math.round(works + budget.customers * 0.2);
}

import { alarmHistory } from "./alarms.ts";
import { countyCameras } from "./cameras.ts";
import { buildCountyNetwork } from "./county-fill.ts";
import { placeCustomers } from "./customers.ts";
import { streetDucts } from "./ducts.ts";
import { equip } from "./flows.ts";
import { patrol } from "./patrols.ts";
import { pipeHazards } from "./pipe-hazards.ts";
import { planWorld, type WorldOptions, type WorldPlan } from "./plan.ts";
import { forget } from "./records.ts";
import { hazards, supplyReports } from "./reports.ts";
import type { EnterpriseRow, Part } from "./rows.ts";
import { solvePart } from "./steady-state.ts";
import { countyTags, trunkTags } from "./tags.ts";
import { WHOLE_COUNTY } from "./tiers.ts";
import { gateNodeId } from "./trunk.ts";

/** A made-up province in memory: for small tiers. Large ones are built county by county from their plan. */
export interface World {
  readonly plan: WorldPlan;
  readonly enterprises: readonly EnterpriseRow[];
  /** The trunk lines first, then counties by code. */
  readonly parts: readonly Part[];
}

/** Every enterprise, the trunk company first. */
export const enterprisesOf = (plan: WorldPlan): EnterpriseRow[] => [
  plan.trunkEnterprise,
  ...[...plan.enterprises.values()].flatMap((e) => [...e.piped, ...e.bottled, ...e.filling]),
];

/** The trunk lines with flows and sensors. */
export function buildTrunkPart(plan: WorldPlan): Part {
  const { seed, asOf } = plan.options;
  const part = plan.trunk;
  patrol(seed, part, asOf);
  const tags = trunkTags(seed, part, plan.trunkFlow.stationFlow);
  return { ...part, tags, cameras: countyCameras(seed, part), alarms: alarmHistory(seed, tags, asOf) };
}

/** One county, whole. Depends on nothing but the plan and the code. */
export function buildCounty(plan: WorldPlan, code: string): Part {
  const { seed, asOf } = plan.options;
  const ask = plan.countyAsk(code);
  const network = buildCountyNetwork(ask);
  const customers = placeCustomers(network, plan.demandM3h.get(code) ?? 0);
  const { part } = network;
  const roots = part.nodes.filter((n) => n.kind === "source" || n.id === gateNodeId(code)).map((n) => n.id);
  equip(part, { seed, asOfMs: asOf, asOfYear: ask.asOfYear, demand: customers.demand, roots });
  patrol(seed, part, asOf);
  const gate = part.nodes.find((n) => n.id === gateNodeId(code));
  if (gate) gate.pressure_kpa = plan.trunkFlow.gateKPa.get(code) ?? null;
  const { stationFlow } = solvePart(part, { demand: customers.demand, gate: gateNodeId(code) });
  forget(seed, part);
  const filled: Part = { ...part, customers: [...customers.rows] };
  const tags = countyTags(seed, part, ask.budget.tags, stationFlow);
  return {
    ...filled,
    // Of most counties nobody has other utilities' ducts, and the analysis says so.
    ducts: code === WHOLE_COUNTY ? streetDucts(seed, part) : [],
    tags,
    alarms: alarmHistory(seed, tags, asOf),
    cameras: countyCameras(seed, part),
    supply: supplyReports(seed, code, customers, asOf),
    hazards: [...hazards(seed, filled, asOf), ...pipeHazards(seed, part, asOf)],
  };
}

/** Trunk lines, then every county, one at a time. */
export function* partsOf(plan: WorldPlan): Generator<Part> {
  yield buildTrunkPart(plan);
  for (const county of plan.counties) yield buildCounty(plan, county.code);
}

/** Builds a whole world in memory. */
export function buildWorld(options: WorldOptions): World {
  const plan = planWorld(options);
  return { plan, enterprises: enterprisesOf(plan), parts: [...partsOf(plan)] };
}

import { PRESSURE_LEVELS } from "#contract/gas.ts";
import type { WinterAnswer, WinterWish } from "#contract/model-incident.ts";
import { SAMPLE_PROFILES, sigmoid } from "#model/demand/sigmoid.ts";
import { type CustomerGroup, dailyM3, winterOutlook } from "#model/demand/winter.ts";
import type { ModelNetwork } from "./assemble.ts";
import { customerSums, placeOf } from "./customer-sums.ts";
import type { Answered, Desk } from "./desk.ts";
import { Marks } from "./marks.ts";
import { BUSY_HOUR, type SolvedNetwork, solveDistricts } from "./solve-districts.ts";
import { solveAssumptions, solveReport } from "./solve-report.ts";

/** Mean temperatures of the months that a year's use is spread over, ℃: the plain of Hebei. A default. */
const MONTHS_C = [-2.5, 1, 8, 15.5, 21.5, 26, 27.5, 26, 21.5, 14.5, 6, -0.5] as const;
const CURVE_C = Array.from({ length: 41 }, (_, i) => 20 - i);
/** The busiest hour of a day against its mean. */
const PEAK_OF_DAY = 1.5;
/** Below this appliances may go out, kPa gauge. */
const LEAST_KPA = 1.5;
const MOST_WEAK = 30;
const LOW = PRESSURE_LEVELS.indexOf("LP");
/** Steps of the search for the coldest day that is still served. */
const LIMIT_STEPS = 5;

/** Demand against temperature, supply against demand, and the ends that suffer first. */
export function answerWinter({ net, today }: Desk, wish: WinterWish): Answered {
  const { rows } = net;
  const annual = rows.nodes.annualM3.reduce((sum, m3) => sum + m3, 0);
  const { groups, baseM3 } = demandOf(annual, wish.heatingShare);
  const curve = CURVE_C.map((celsius) => ({ celsius, m3: dailyM3(groups, baseM3, celsius) }));
  const [first] = wish.daysC;
  const outlook =
    first === undefined
      ? null
      : winterOutlook(
          { groups, baseM3 },
          {
            pipelineM3D: wish.pipelineM3D ?? Number.POSITIVE_INFINITY,
            storageM3: wish.storageM3,
            storageM3D: wish.storageM3D,
          },
          [first, first, first, ...wish.daysC],
        );
  const coldest = outlook?.days.reduce((least, { celsius }) => Math.min(least, celsius), 20) ?? 20;
  /** Of the busy hour of the records. */
  const factorAt = (celsius: number): number =>
    annual > 0 ? ((dailyM3(groups, baseM3, celsius) / (annual / 365)) * PEAK_OF_DAY) / BUSY_HOUR : 1;
  const then = solvedAt(net, today, factorAt(coldest));
  const isKnown = wish.pipelineM3D !== null;
  const answer: WinterAnswer = {
    kind: "winter",
    version: rows.version,
    area: rows.area,
    wish,
    curve,
    days: outlook ? [...outlook.days] : [],
    daysCovered: isKnown ? (outlook?.daysCovered ?? null) : null,
    storageDaysAtPeak: isKnown ? (outlook?.storageDaysAtPeak ?? null) : null,
    trucks: isKnown ? (outlook?.trucks ?? 0) : 0,
    weakest: weakestDistricts(net, then),
    limitC: limitOf(net, today, factorAt),
    solve: solveReport(net, then),
    assumptions: [
      "records",
      "borders_feed",
      "steady_state",
      "regulators_hold",
      "winter_profile",
      "storage_not_refilled",
      "district_is_village",
      ...solveAssumptions(net, then),
    ],
    ms: 0,
  };
  return { answer, marks: new Marks(net).between(weakNodes(then), "fallen").result() };
}

/** Heating follows the profile of houses, so that a year of these months comes to what the records say; the rest is the same each day. */
function demandOf(annualM3: number, heatingShare: number): { groups: CustomerGroup[]; baseM3: number } {
  const profile = SAMPLE_PROFILES.house;
  const mean = MONTHS_C.reduce((sum, celsius) => sum + sigmoid(profile, celsius), 0) / MONTHS_C.length;
  return {
    groups: [{ profile, customerM3: (annualM3 * heatingShare) / 365 / mean }],
    baseM3: (annualM3 * (1 - heatingShare)) / 365,
  };
}

function solvedAt(net: ModelNetwork, today: SolvedNetwork, factor: number): SolvedNetwork {
  const { input } = today;
  return solveDistricts(net, { ...input, demandM3h: input.demandM3h.map((m3h) => m3h * factor) }, today);
}

/** Nodes where somebody is served at low pressure with too little; those the solution has no pressure for are counted when they had one today. */
function weakNodes({ kPa, isFed, districts, failed }: SolvedNetwork): number[] {
  const list: number[] = [];
  kPa.forEach((at, n) => {
    if (isFed[n] && (failed[districts.of[n] as number] || at < LEAST_KPA)) list.push(n);
  });
  return list;
}

/** One line for each low-pressure district, in the country a village: its weakest end with customers. */
function weakestDistricts(
  net: ModelNetwork,
  { kPa, districts, flowM3h, failed }: SolvedNetwork,
): WinterAnswer["weakest"] {
  const { graph, rows, recordOf } = net;
  const list: WinterAnswer["weakest"][number][] = [];
  for (let d = 0; d < districts.count; d++) {
    const pipe = districts.pipes[districts.firstPipe[d] as number];
    if (districts.firstPipe[d] === districts.firstPipe[d + 1] || pipe === undefined) continue;
    if (rows.pipes.level[pipe] !== LOW) continue;
    const nodes = districts.nodes.subarray(districts.first[d], districts.first[d + 1]);
    const { total } = customerSums(net, nodes);
    if (total === 0) continue;
    let weak = -1;
    for (const n of nodes) {
      const isServed = graph.customers && (graph.customers[n] as number) > 0;
      if (isServed && (weak === -1 || !((kPa[n] as number) >= (kPa[weak] as number)))) weak = n;
    }
    if (weak === -1) continue;
    const feeder = (districts.feeders[d] ?? []).reduce(
      (best, e) => (best === -1 || (flowM3h[e] as number) > (flowM3h[best] as number) ? e : best),
      -1,
    );
    const entry = recordOf[feeder === -1 ? weak : (graph.to[feeder] as number)] as number;
    const at = failed[d] ? Number.NaN : (kPa[weak] as number);
    const told = Number.isNaN(at) ? null : Math.round(at * 1000) / 1000;
    list.push({
      district: rows.nodes.names[entry] || (rows.nodes.ids[entry] as string),
      lngLat: placeOf(rows.nodes.lngLat, recordOf[weak] as number),
      customers: total,
      kPa: told,
      marginKPa: told === null ? null : Math.round((told - LEAST_KPA) * 1000) / 1000,
    });
  }
  const rank = ({ marginKPa }: WinterAnswer["weakest"][number]) => marginKPa ?? Number.NEGATIVE_INFINITY;
  return list.sort((a, b) => rank(a) - rank(b)).slice(0, MOST_WEAK);
}

/** The coldest steady day at which no end that is served today falls below what appliances need, by halving; null when all of the curve is served. */
function limitOf(net: ModelNetwork, today: SolvedNetwork, factorAt: (celsius: number) => number): number | null {
  const weakToday = new Set(weakNodes(today));
  const isServed = (celsius: number): boolean => {
    const then = solvedAt(net, today, factorAt(celsius));
    return weakNodes(then).every((n) => weakToday.has(n));
  };
  let [warm, cold] = [CURVE_C[0] as number, CURVE_C.at(-1) as number];
  if (isServed(cold)) return null;
  for (let i = 0; i < LIMIT_STEPS; i++) {
    const middle = (warm + cold) / 2;
    if (isServed(middle)) warm = middle;
    else cold = middle;
  }
  return Math.round(warm);
}

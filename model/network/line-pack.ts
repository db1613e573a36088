import { CUSTOMER_CLASSES, PRESSURE_LEVELS } from "#contract/gas.ts";
import type { LostPack } from "#contract/model-incident.ts";
import { linePackMinutes } from "#model/demand/winter.ts";
import { NATURAL_GAS } from "#model/hydraulics/gas-network.ts";
import type { ModelNetwork } from "./assemble.ts";
import { customerSums } from "./customer-sums.ts";
import { SERVICE_KPA } from "./district-gas.ts";
import { districtName } from "./district-name.ts";
import { takenOf } from "./district-response.ts";
import type { SolvedNetwork } from "./solve-districts.ts";

/** Where nobody takes gas at a pressure of their own, this share of the present one is taken as the least. */
const LEAST_SHARE = 0.5;
const LOW = PRESSURE_LEVELS.indexOf("LP");

/** What a pressure district holds in its pipes, against what is taken from it. */
export interface DistrictPack {
  readonly district: number;
  /** Node of the graph by which most gas comes in; −1 when none does. */
  readonly entry: number;
  /** Regulators and sources that give gas now. */
  readonly feeders: number;
  /** Index in PRESSURE_LEVELS. */
  readonly level: number;
  /** Customers in it and in all that it feeds. */
  readonly customers: number;
  /** Inside volume of its pipes, m³. */
  readonly volumeM3: number;
  /** Mean pressure now, and least at which it still serves; kPa gauge. */
  readonly kPa: number;
  readonly leastKPa: number;
  /** Taken by customers and lower levels, m³/h. */
  readonly takeM3h: number;
  /** Minutes from the loss of all feeders until the least pressure, the district taken for one vessel; infinite when nothing is taken. */
  readonly minutes: number;
}

/** Line pack of every district that has gas and takes some, the shortest first. */
export function districtPacks(net: ModelNetwork, solved: SolvedNetwork): DistrictPack[] {
  const { graph } = net;
  const { districts, kPa, flowM3h } = solved;
  const taken = takenOf(net, solved);
  const customers = customersBelow(net, solved);
  const least = leastKPa(net, solved);
  const packs: DistrictPack[] = [];
  for (let d = 0; d < districts.count; d++) {
    const nodes = districts.nodes.subarray(districts.first[d], districts.first[d + 1]);
    const pipes = districts.pipes.subarray(districts.firstPipe[d], districts.firstPipe[d + 1]);
    let volumeM3 = 0;
    let weighed = 0;
    let takeM3h = 0;
    for (const e of pipes) {
      const volume = ((graph.lengthM[e] as number) * Math.PI * ((graph.diameterMm[e] as number) / 1000) ** 2) / 4;
      const mean = ((kPa[graph.from[e] as number] as number) + (kPa[graph.to[e] as number] as number)) / 2;
      if (Number.isNaN(mean)) continue;
      volumeM3 += volume;
      weighed += volume * mean;
    }
    for (const n of nodes) takeM3h += taken[n] as number;
    if (volumeM3 === 0 || !(takeM3h > 0)) continue;
    const mean = weighed / volumeM3;
    const feeders = (districts.feeders[d] ?? []).filter((e) => (flowM3h[e] as number) > 0);
    const sources = graph.sources.filter((n) => districts.of[n] === d);
    const entry = feeders.reduce((best, e) => ((flowM3h[e] as number) > (flowM3h[best] ?? -1) ? e : best), -1);
    packs.push({
      district: d,
      entry: entry === -1 ? (sources[0] ?? -1) : (graph.to[entry] as number),
      feeders: feeders.length + sources.length,
      level: net.rows.pipes.level[pipes[0] as number] as number,
      customers: customers[d] as number,
      volumeM3,
      kPa: mean,
      leastKPa: leastNow(mean, least[d] as number),
      takeM3h,
      minutes: minutesOf(volumeM3, mean, least[d] as number, takeM3h, net.heights.airKPa[nodes[0] as number] as number),
    });
  }
  return packs.sort((a, b) => a.minutes - b.minutes);
}

/** Line pack of what is cut off, by today's districts, the shortest first. `lost`: nodes that no source reaches any more. */
export function lostPacks(net: ModelNetwork, today: SolvedNetwork, lost: readonly number[]): LostPack[] {
  const { graph } = net;
  const { districts, kPa } = today;
  const taken = takenOf(net, today);
  const least = leastKPa(net, today);
  const isLost = new Uint8Array(graph.nodes);
  const parts = new Map<number, { volumeM3: number; weighed: number; takeM3h: number; nodes: number[] }>();
  for (const n of lost) {
    isLost[n] = 1;
    const d = districts.of[n] as number;
    const part = parts.get(d) ?? { volumeM3: 0, weighed: 0, takeM3h: 0, nodes: [] };
    part.takeM3h += taken[n] as number;
    part.nodes.push(n);
    parts.set(d, part);
  }
  for (let e = 0; e < net.pipes; e++) {
    const a = graph.from[e] as number;
    const b = graph.to[e] as number;
    const part = parts.get(districts.of[a] as number);
    const mean = ((kPa[a] as number) + (kPa[b] as number)) / 2;
    if (!part || !isLost[a] || !isLost[b] || Number.isNaN(mean)) continue;
    const volume = ((graph.lengthM[e] as number) * Math.PI * ((graph.diameterMm[e] as number) / 1000) ** 2) / 4;
    part.volumeM3 += volume;
    part.weighed += volume * mean;
  }
  const packs = [...parts].flatMap(([d, { volumeM3, weighed, takeM3h, nodes }]): LostPack[] => {
    const air = net.heights.airKPa[nodes[0] as number] as number;
    const minutes = volumeM3 > 0 ? minutesOf(volumeM3, weighed / volumeM3, least[d] as number, takeM3h, air) : Infinity;
    if (!Number.isFinite(minutes)) return [];
    const { total } = customerSums(net, nodes);
    return [{ ...districtName(net, today, d, nodes[0] as number), customers: total, minutes }];
  });
  return packs.sort((a, b) => a.minutes - b.minutes);
}

/** From a mean pressure (kPa gauge) to the least; where none is told, to a share of the present one. */
function minutesOf(volumeM3: number, kPa: number, least: number, takeM3h: number, airKPa: number): number {
  const pa = (gauge: number): number => (gauge + airKPa) * 1000;
  return linePackMinutes(
    {
      volumeM3,
      pa: pa(kPa),
      leastPa: pa(leastNow(kPa, least)),
      k: NATURAL_GAS.temperature,
      z: NATURAL_GAS.z(pa(kPa)),
    },
    takeM3h,
  );
}

const leastNow = (kPa: number, least: number): number => Math.min(kPa, least || LEAST_SHARE * kPa);

/** Customers of each district and of those below it; one that two districts feed counts in both. */
function customersBelow({ graph, rows }: ModelNetwork, { districts }: SolvedNetwork): Float64Array {
  const width = CUSTOMER_CLASSES.length;
  const sum = new Float64Array(districts.count);
  rows.nodes.kind.forEach((_, n) => {
    const d = districts.of[n] as number;
    for (let k = 0; k < width; k++) sum[d] = (sum[d] as number) + (rows.nodes.customers[n * width + k] as number);
  });
  for (const d of districts.order) {
    const above = new Set((districts.feeders[d] ?? []).map((e) => districts.of[graph.from[e] as number] as number));
    for (const up of above) if (up !== d) sum[up] = (sum[up] as number) + (sum[d] as number);
  }
  return sum;
}

/** The highest set point that a district has to hold for those it feeds, or what appliances need; 0 when neither is told. */
function leastKPa({ graph, rows, pipes }: ModelNetwork, { districts, input }: SolvedNetwork): Float64Array {
  const least = new Float64Array(districts.count);
  const raise = (d: number, kPa: number): void => {
    if (kPa > (least[d] as number)) least[d] = kPa;
  };
  for (let e = 0; e < pipes; e++)
    if (rows.pipes.level[e] === LOW) raise(districts.of[graph.from[e] as number] as number, SERVICE_KPA);
  for (const feeders of districts.feeders)
    for (const e of feeders) raise(districts.of[graph.from[e] as number] as number, input.setKPa[e] as number);
  return least;
}

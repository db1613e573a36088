import type { GasKind, PressureLevel } from "#contract/gas.ts";
import type { LngLat } from "#contract/route.ts";
import { type CountyCounts, countyCounts } from "./county-plan.ts";
import type { Division } from "./divisions.ts";
import type { CountyEnterprises } from "./enterprises.ts";
import { streetName, uniquely, villageName } from "./names.ts";
import { Network } from "./network.ts";
import { planeAt, type Xy } from "./plane.ts";
import { type Feed, layRegulator, regulatorName } from "./regulators.ts";
import { between, intBetween, type Rng, rng } from "./rng.ts";
import { emptyPart } from "./rows.ts";
import type { Budget } from "./tiers.ts";
import { type Block, insideOf, layTown, townRadius } from "./town.ts";
import {
  joinPlaces,
  layRoad,
  layVillage,
  type RoadAsk,
  type VillageSite,
  villageSites,
  type Yard,
} from "./villages.ts";

/** What the plan says about one county before anything is laid in it. */
export interface CountyAsk {
  readonly seed: number;
  readonly county: Division;
  readonly budget: Budget;
  readonly isTiny: boolean;
  readonly gate: LngLat;
  /** Level at the gate's inlet and outlet. */
  readonly inlet: PressureLevel;
  readonly outlet: "HP_B" | "SHP_A" | "SHP_B";
  readonly gateSetKPa: number;
  readonly enterprises: CountyEnterprises;
  readonly inside: (lng: number, lat: number) => boolean;
  readonly asOfYear: number;
}

/** A county's network with its main lines laid and its regulator boxes placed; low pressure comes next. */
export interface Laid {
  readonly net: Network;
  readonly r: Rng;
  readonly ask: CountyAsk;
  readonly counts: CountyCounts;
  readonly mp: "MP_A" | "MP_B";
  readonly feeds: Feed[];
  readonly centre: Xy;
  readonly radius: number;
  readonly villages: readonly VillageSite[];
  readonly inside: (xy: Xy) => boolean;
  readonly crossings: readonly string[];
  /** Regulator nodes of the stations between high and medium pressure. */
  readonly stations: readonly string[];
}

const ownerAt = (ask: CountyAsk, centre: Xy, at: Xy): string => {
  const rural = ask.enterprises.piped.slice(1);
  const list = rural.length > 0 ? rural : ask.enterprises.piped;
  const angle = Math.atan2(at[1] - centre[1], at[0] - centre[0]) + Math.PI;
  const sector = Math.min(list.length - 1, Math.floor((angle / (2 * Math.PI)) * list.length));
  return list[sector]?.id ?? "";
};

/** Lays gate, high-pressure line, regulator stations, streets and roads of a county, and its regulator boxes. */
export function layCounty(ask: CountyAsk): Laid {
  const { county, seed } = ask;
  const r = rng(seed, `county ${county.code}`);
  const plane = planeAt(county.lng, county.lat);
  const net = new Network(emptyPart(county.code), plane, county.code);
  const counts = countyCounts(seed, county, ask.budget, ask.isTiny);
  const inside = insideOf(plane, ask.inside);
  const centre: Xy = [0, 0];
  const mp = r() < 0.7 ? ("MP_A" as const) : ("MP_B" as const);
  const town = ask.enterprises.piped[0]?.id ?? "";
  const gate = layGate(net, ask, town);
  const laidTown = layTown(net, r, { centre, blocks: counts.townBoxes, owner: town, level: mp, inside });
  const radius = townRadius(Math.max(1, laidTown.blocks.length));
  const base = { net, r, ask, counts, mp, centre, radius, inside, feeds: [] as Feed[], crossings: laidTown.crossings };
  const stations = layRegulatorStations({ ...base, villages: [], stations: [] }, gate, town);
  feedTown({ ...base, villages: [], stations }, laidTown.blocks, town);
  const wanted = counts.villageBoxes + counts.townBoxes - laidTown.blocks.length;
  const villages = siteVillages({ ...base, villages: [], stations }, wanted);
  const laid: Laid = { ...base, villages, stations };
  const roots = (laidTown.crossings.length > 0 ? laidTown.crossings : stations).map((id) => ({ id, at: net.xyOf(id) }));
  layVillages(laid, roots);
  return laid;
}

function layGate(net: Network, ask: CountyAsk, owner: string): string {
  const at = net.plane.toXy(ask.gate);
  const station = net.addStation({
    kind: "city_gate",
    name: `${ask.county.name}门站`,
    at,
    owner,
    gas: "urban_ng",
    level: ask.inlet,
    outlet: ask.outlet,
    year: intBetween(rng(ask.seed, `gate year ${ask.county.code}`), 1998, 2019),
  });
  return net.addNode({
    at,
    level: ask.inlet,
    owner,
    kind: "regulator",
    station: station.id,
    name: `${ask.county.name}门站调压器`,
    setPointKPa: ask.gateSetKPa,
  });
}

const highRoad = (laid: Laid, owner: string): RoadAsk => ({
  level: laid.ask.outlet,
  owner,
  gas: "urban_ng",
  step: laid.ask.budget.pipes < 120 ? Number.POSITIVE_INFINITY : 1200,
  inside: laid.inside,
});

/** Regulator stations stand about the town; the high-pressure line runs from the gate to the first and on round the town. */
function layRegulatorStations(laid: Laid, gate: string, owner: string): string[] {
  const { net, ask, counts, r, radius } = laid;
  const [gx, gy] = net.xyOf(gate);
  const outward = Math.atan2(gy, gx);
  const outlets: string[] = [];
  let from = gate;
  for (let i = 0; i < counts.regulatorStations; i++) {
    const angle = outward + (i * 2 * Math.PI * 0.8) / counts.regulatorStations;
    const ring = radius + 240;
    let at: Xy = [ring * Math.cos(angle), ring * Math.sin(angle)];
    if (!laid.inside(at)) at = i === 0 ? [gx * 0.7, gy * 0.7] : [at[0] * 0.6, at[1] * 0.6];
    if (!laid.inside(at)) continue;
    const regulator = layRegulator(net, {
      kind: "regulator_station",
      name: `${ask.county.name}${i + 1}号调压站`,
      at,
      owner,
      gas: "urban_ng",
      inlet: ask.outlet,
      outlet: laid.mp,
      setPointKPa: laid.mp === "MP_A" ? 360 : 190,
      year: intBetween(r, 2000, ask.asOfYear - 2),
    });
    layRoad(net, r, from, regulator, highRoad(laid, owner));
    from = regulator;
    const crossing = nearest(laid, at);
    if (crossing) net.addPipe(regulator, crossing, laid.mp, owner, "urban_ng");
    outlets.push(regulator);
  }
  return outlets;
}

function nearest(laid: Laid, [x, y]: Xy): string | null {
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const id of laid.crossings) {
    const [cx, cy] = laid.net.xyOf(id);
    const d = (cx - x) ** 2 + (cy - y) ** 2;
    if (d < least) [least, best] = [d, id];
  }
  return best;
}

interface BoxAsk {
  readonly main: string;
  readonly at: Xy;
  readonly via: readonly Xy[];
  readonly owner: string;
  readonly gas: GasKind;
  readonly isCabinet: boolean;
  readonly place: Feed["place"];
  readonly along: number;
  readonly across: number;
  readonly address: string;
}

function layBox(laid: Laid, box: BoxAsk): void {
  const { net, r, ask, feeds } = laid;
  const regulator = layRegulator(net, {
    kind: box.isCabinet ? "regulator_cabinet" : "regulator_box",
    name: regulatorName(box.address, box.isCabinet, feeds.length + 1),
    at: box.at,
    owner: box.owner,
    gas: box.gas,
    inlet: laid.mp,
    outlet: "LP",
    setPointKPa: Math.round(between(r, 2.2, 2.8) * 100) / 100,
    year: intBetween(r, 2003, ask.asOfYear),
    address: box.address,
  });
  net.addPipe(box.main, regulator, laid.mp, box.owner, box.gas, box.via);
  const { place, along, across, owner, gas, address } = box;
  feeds.push({ regulator, place, along, across, owner, gas, address });
}

function feedTown(laid: Laid, blocks: readonly Block[], owner: string): void {
  const streets = Array.from({ length: 14 }, () => streetName(laid.r));
  for (const [i, block] of blocks.entries()) {
    const middle = block.height / 2;
    layBox(laid, {
      main: block.crossing,
      at: block.place(16, middle),
      via: [block.place(4, middle)],
      owner,
      gas: "urban_ng",
      isCabinet: i % 7 === 3,
      place: (x, y) => block.place(16 + x, middle + y),
      along: block.width - 22,
      across: middle - 6,
      address: `${laid.ask.county.name}${streets[i % streets.length]}${i + 1}号`,
    });
  }
}

function siteVillages(laid: Laid, boxes: number): VillageSite[] {
  if (boxes <= 0) return [];
  const { ask, r } = laid;
  const perVillage = boxes < 8 ? 2 : 3.4;
  const reach = 1.3 * Math.sqrt((ask.county.areaKm2 * 1e6) / Math.PI);
  const sites = villageSites(r, {
    count: Math.max(1, Math.round(boxes / perVillage)),
    centre: laid.centre,
    from: laid.radius + 500,
    to: Math.max(laid.radius + 2500, Math.min(reach, perVillage === 2 ? 9_000 : 22_000)),
    inside: laid.inside,
    name: uniquely(() => villageName(r)),
  });
  const each = sites.map(() => 1);
  // One each, then the rest at random: small and large villages. Eight is a big village: what finds no room is left out.
  for (let left = boxes - sites.length; left > 0 && each.length > 0; left--) {
    const i = Math.floor(r() * each.length);
    if ((each[i] ?? 0) < 8) each[i] = (each[i] ?? 0) + 1;
  }
  return sites.map((s, i) => ({ ...s, boxes: each[i] ?? 1 })).slice(0, Math.max(0, boxes));
}

function layVillages(laid: Laid, roots: readonly { id: string; at: Xy }[]): void {
  const { net, r, ask, mp, villages } = laid;
  const owners = villages.map((v) => ownerAt(ask, laid.centre, v.at));
  const entries = villages.map((v, i) =>
    net.addNode({ at: v.at, level: mp, owner: owners[i] ?? "", kind: "valve", name: `${v.name}进村阀` }),
  );
  const step = ask.budget.pipes < 120 ? Number.POSITIVE_INFINITY : 1500;
  joinPlaces(
    roots,
    villages.map((v, i) => ({ id: entries[i] ?? "", at: v.at })),
    (from, to, i) =>
      layRoad(net, r, from, to, { level: mp, owner: owners[i] ?? "", gas: "rural_ng", step, inside: laid.inside }),
  );
  for (const [i, village] of villages.entries()) {
    const owner = owners[i] ?? "";
    const yards: Yard[] = layVillage(net, r, entries[i] ?? "", village, { level: mp, owner });
    for (const [j, yard] of yards.entries())
      layBox(laid, {
        main: yard.main,
        at: yard.place(0, 0),
        via: [],
        owner,
        gas: "rural_ng",
        isCabinet: j === 0 && village.boxes > 3,
        place: yard.place,
        along: yard.along,
        across: yard.across,
        address: `${ask.county.name}${village.name}`,
      });
  }
}

import type { GasKind, StationKind } from "#contract/gas.ts";
import type { Laid } from "./county.ts";
import { shortName } from "./names.ts";
import type { Xy } from "./plane.ts";
import { between, intBetween, pick } from "./rng.ts";
import type { EnterpriseRow, NodeRow } from "./rows.ts";

const WORDS: Readonly<Partial<Record<StationKind, string>>> = {
  storage_distribution: "储配站",
  lng_storage: "LNG储配站",
  cng_mother: "CNG母站",
  cng_daughter: "CNG子站",
  cng_relief: "CNG减压站",
  filling_station: "加气站",
  lpg_plant: "液化气灌装站",
  lpg_shop: "液化气供应站",
  odoriser: "加臭装置",
  valve_room: "阀室",
  valve_pit: "阀井",
  cp_test_post: "阴保测试桩",
  drip: "凝水缸",
};

/** Adds the stations that are no regulators, until the county has as many as planned. */
export function addOtherStations(laid: Laid): void {
  const { net, ask, counts } = laid;
  const list = counts.others.filter((kind) => kind !== "gas_works" && kind !== "gas_holder");
  const onLine = lineNodes(net.part.nodes);
  let serial = 0;
  const free = { valve: onLine.valves.length, steel: onLine.steel.length, joint: onLine.joints.length };
  while (net.part.stations.length < ask.budget.stations) {
    let kind: StationKind = list[serial] ?? "cp_test_post";
    serial += 1;
    if ((kind === "valve_pit" || kind === "valve_room") && free.valve === 0) kind = "cp_test_post";
    if (kind === "valve_pit" || kind === "valve_room") {
      free.valve -= 1;
      addValveStation(laid, kind, onLine.valves[free.valve], serial);
    } else addAlone(laid, kind, onLine, serial);
  }
}

interface LineNodes {
  readonly valves: readonly NodeRow[];
  readonly steel: readonly NodeRow[];
  readonly joints: readonly NodeRow[];
}

const lineNodes = (nodes: readonly NodeRow[]): LineNodes => ({
  valves: nodes.filter((n) => n.kind === "valve" && n.station_id === null),
  steel: nodes.filter((n) => n.pressure_level !== "LP" && n.kind !== "service"),
  joints: nodes.filter((n) => n.kind === "bend" || n.kind === "end"),
});

function addValveStation(laid: Laid, kind: StationKind, node: NodeRow | undefined, serial: number): void {
  if (!node) return;
  const { net, r, ask } = laid;
  const station = net.addStation({
    kind,
    name: `${node.name ?? shortName(ask.county.name)}${WORDS[kind]}${serial}`,
    at: net.plane.toXy(node.lngLat),
    owner: node.enterprise_id,
    gas: "urban_ng",
    level: node.pressure_level,
    year: intBetween(r, 2000, ask.asOfYear),
  });
  node.station_id = station.id;
  node.name ??= `${station.name}阀门`;
}

const ownerOf = (laid: Laid, list: readonly EnterpriseRow[]): string =>
  (list.length > 0 ? pick(laid.r, list) : laid.ask.enterprises.piped[0])?.id ?? "";

function gasAndOwner(laid: Laid, kind: StationKind, near: NodeRow | undefined): { gas: GasKind; owner: string } {
  const { bottled, filling, piped } = laid.ask.enterprises;
  if (kind === "lpg_plant" || kind === "lpg_shop") return { gas: "lpg", owner: ownerOf(laid, bottled) };
  if (kind === "filling_station" || kind.startsWith("cng_")) return { gas: "urban_ng", owner: ownerOf(laid, filling) };
  return { gas: "urban_ng", owner: near?.enterprise_id ?? piped[0]?.id ?? "" };
}

function addAlone(laid: Laid, kind: StationKind, line: LineNodes, serial: number): void {
  const { net, r, ask } = laid;
  const onLine = kind === "cp_test_post" || kind === "odoriser" ? line.steel : kind === "drip" ? line.joints : [];
  const near = onLine.length > 0 ? (kind === "odoriser" ? onLine[0] : pick(r, onLine)) : undefined;
  const at = near ? beside(laid, net.plane.toXy(near.lngLat)) : outskirts(laid, kind);
  const { gas, owner } = gasAndOwner(laid, kind, near);
  const place =
    kind === "lpg_shop" && laid.villages.length > 0 ? pick(r, laid.villages).name : shortName(ask.county.name);
  net.addStation({
    kind,
    name: `${place}${WORDS[kind] ?? kind}${serial}`,
    at,
    owner,
    gas,
    level: kind === "cng_mother" ? ask.outlet : (near?.pressure_level ?? (kind === "lpg_shop" ? "LP" : "MP_A")),
    year: intBetween(r, 1999, ask.asOfYear),
    status: r() < 0.02 ? "out_of_use" : "in_service",
  });
}

function beside(laid: Laid, [x, y]: Xy): Xy {
  const at: Xy = [x + between(laid.r, -4, 4), y + between(laid.r, -4, 4)];
  return laid.inside(at) ? at : [x, y];
}

/** A spot of its own: shops in town and villages, plants and storage at the town's edge. */
function outskirts(laid: Laid, kind: StationKind): Xy {
  const { r, radius, villages } = laid;
  for (let i = 0; i < 24; i++) {
    const village = kind === "lpg_shop" && villages.length > 0 && r() < 0.7 ? pick(r, villages).at : null;
    const distance = village
      ? between(r, 60, 260)
      : between(r, kind === "lpg_shop" ? 0 : 0.8, kind === "lpg_shop" ? 1 : 1.4) * (radius + 200);
    const angle = between(r, 0, 2 * Math.PI);
    const [cx, cy] = village ?? laid.centre;
    const at: Xy = [cx + distance * Math.cos(angle), cy + distance * Math.sin(angle)];
    if (laid.inside(at)) return at;
  }
  return laid.centre;
}

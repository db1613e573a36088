import type { Division } from "./divisions.ts";
import { TRUNK_ENTERPRISE } from "./enterprises.ts";
import type { Land } from "./land.ts";
import { Network } from "./network.ts";
import { pathLength, planeAt, type Xy } from "./plane.ts";
import { intBetween, type Rng, rng } from "./rng.ts";
import { emptyPart, type NodeRow, type Part } from "./rows.ts";
import { components, corridors, type Hub, stretches } from "./trunk-routes.ts";

export const SOURCE_KPA = 6_000;
export const TRUNK_KPA = 3_800;

/** Where gas enters the province: 永清 and 安平 (pipelines from Shaanxi), 曹妃甸 (LNG), 张北, 磁县. */
const SOURCES: readonly string[] = ["131023", "131125", "130209", "130722", "130427"];

/** Every so far a valve room, m. */
const VALVE_EVERY = 22_000;

export interface TrunkAsk {
  readonly seed: number;
  readonly counties: readonly Division[];
  readonly hubs: readonly Hub[];
  readonly land: Land;
  readonly stepM: number;
  readonly asOfYear: number;
}

/** Id of a county's gate: the first node that is laid there. */
export const gateNodeId = (code: string): string => `N${code}000001`;

const gateStub = (hub: Hub): NodeRow => ({
  id: gateNodeId(hub.code),
  kind: "regulator",
  name: null,
  area_code: hub.code,
  enterprise_id: "",
  station_id: null,
  pressure_level: "HP_A",
  is_open: null,
  condition: null,
  is_motorised: null,
  last_exercised: null,
  set_point_kpa: null,
  pressure_kpa: null,
  elevation_m: null,
  lngLat: hub.gate,
});

interface Laying {
  readonly net: Network;
  readonly ask: TrunkAsk;
  readonly r: Rng;
  readonly nameOf: (code: string) => string;
}

/** The province's trunk lines: sources, corridors from county to county, a branch to every gate. All pipes lie in the county they name. */
export function buildTrunk(ask: TrunkAsk): Part {
  const plane = planeAt(116, 39.3);
  const net = new Network(emptyPart("130000"), plane, "130000");
  const r = rng(ask.seed, "trunk");
  const names = new Map(ask.counties.map((c) => [c.code, c.name]));
  const laying: Laying = { net, ask, r, nameOf: (code) => names.get(code) ?? code };
  const tees = ask.hubs.map((hub) => {
    const tee = net.addNode({ at: plane.toXy(hub.tee), level: "HP_A", owner: TRUNK_ENTERPRISE, kind: "tee" }, hub.code);
    net.knowNode(gateStub(hub));
    net.addPipe(tee, gateNodeId(hub.code), "HP_A", TRUNK_ENTERPRISE, "urban_ng", [], hub.code);
    return tee;
  });
  const ways = corridors(r, plane, ask.land, ask.hubs);
  for (const way of ways) layCorridor(laying, tees[way.from] ?? "", tees[way.to] ?? "", way.path);
  for (const group of components(ask.hubs.length, ways)) {
    const wanted = group.filter((i) => SOURCES.includes(ask.hubs[i]?.code ?? ""));
    const at =
      wanted.length > 0
        ? wanted
        : [group.reduce((a, b) => ((ask.hubs[a]?.code ?? "") < (ask.hubs[b]?.code ?? "") ? a : b))];
    for (const i of at) laySource(laying, ask.hubs[i], tees[i] ?? "");
  }
  return net.part;
}

function layCorridor(laying: Laying, from: string, to: string, path: Parameters<typeof stretches>[1]): void {
  const { net, ask } = laying;
  const pieces = stretches(ask.land, path, ask.stepM);
  let at = from;
  let sinceValve = VALVE_EVERY / 2;
  for (const [i, piece] of pieces.entries()) {
    const isLast = i === pieces.length - 1;
    const points = piece.path.map((p) => net.plane.toXy(p));
    const end = points.at(-1);
    if (!end) continue;
    sinceValve += pathLength(piece.path);
    let next = to;
    if (!isLast) {
      const isValve = sinceValve >= VALVE_EVERY;
      next = isValve
        ? layValveRoom(laying, end, piece.county)
        : net.addNode({ at: end, level: "HP_A", owner: TRUNK_ENTERPRISE }, piece.county);
      if (isValve) sinceValve = 0;
    }
    net.addPipe(at, next, "HP_A", TRUNK_ENTERPRISE, "urban_ng", points.slice(1, -1), piece.county);
    at = next;
  }
}

function layValveRoom(laying: Laying, at: Xy, county: string): string {
  const { net, r, ask } = laying;
  const n = net.part.stations.length + 1;
  const name = `${laying.nameOf(county)}${n}号阀室`;
  const year = intBetween(r, 2004, ask.asOfYear - 3);
  const station = net.addStation(
    { kind: "valve_room", name, at, owner: TRUNK_ENTERPRISE, gas: "urban_ng", level: "HP_A", year },
    county,
  );
  return net.addNode(
    { at, level: "HP_A", owner: TRUNK_ENTERPRISE, kind: "valve", station: station.id, name: `${name}阀门` },
    county,
  );
}

/** A line from outside at higher pressure, and the station that lets it into the province's lines. */
function laySource(laying: Laying, hub: Hub | undefined, tee: string): void {
  if (!hub) return;
  const { net, r, ask } = laying;
  const here = net.xyOf(tee);
  const spots = [4200, 2600, 1400].flatMap((d) =>
    Array.from(
      { length: 16 },
      (_, i): Xy => [here[0] + d * Math.cos((i * Math.PI) / 8), here[1] + d * Math.sin((i * Math.PI) / 8)],
    ),
  );
  const isHome = (xy: Xy): boolean => ask.land.inside(hub.code, ...net.plane.toLngLat(xy));
  const half = ([x, y]: Xy, t: number): Xy => [here[0] + (x - here[0]) * t, here[1] + (y - here[1]) * t];
  const spot = spots.find((s) => [0.12, 0.3, 0.6, 1].every((t) => isHome(half(s, t))));
  if (!spot) throw new Error(`no room for a source in ${hub.code}`);
  const owner = TRUNK_ENTERPRISE;
  const name = `${laying.nameOf(hub.code)}分输站`;
  const year = intBetween(r, 1998, 2012);
  const source = net.addNode(
    { at: spot, level: "UHP", owner, kind: "source", name: `${name}进气口`, setPointKPa: SOURCE_KPA },
    hub.code,
  );
  const middle = net.addNode(
    { at: half(spot, 0.6), level: "UHP", owner, kind: "valve", name: `${name}进站阀` },
    hub.code,
  );
  const at = half(spot, 0.12);
  const station = net.addStation(
    { kind: "city_gate", name, at, owner, gas: "urban_ng", level: "UHP", outlet: "HP_A", year },
    hub.code,
  );
  const regulator = net.addNode(
    { at, level: "UHP", owner, kind: "regulator", station: station.id, name: `${name}调压器`, setPointKPa: TRUNK_KPA },
    hub.code,
  );
  net.addPipe(source, middle, "UHP", owner, "urban_ng", [], hub.code);
  net.addPipe(middle, regulator, "UHP", owner, "urban_ng", [], hub.code);
  net.addPipe(regulator, tee, "HP_A", owner, "urban_ng", [], hub.code);
}

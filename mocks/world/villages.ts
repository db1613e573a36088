import type { Network } from "./network.ts";
import { turned, warped, type Xy } from "./plane.ts";
import { between, chance, type Rng } from "./rng.ts";

export interface VillageSite {
  readonly name: string;
  readonly at: Xy;
  readonly boxes: number;
}

/** A place for a regulator box on a village's main street. */
export interface Yard {
  readonly main: string;
  readonly place: (x: number, y: number) => Xy;
  readonly along: number;
  readonly across: number;
}

export interface SitesAsk {
  readonly count: number;
  readonly centre: Xy;
  /** Ring in which villages may lie, m. */
  readonly from: number;
  readonly to: number;
  readonly inside: (xy: Xy) => boolean;
  readonly name: () => string;
}

/** Nothing of a village lies farther from its centre, m. */
const REACH = 340;

const far = (sites: readonly Xy[], [x, y]: Xy, least: number): boolean =>
  sites.every(([sx, sy]) => (sx - x) ** 2 + (sy - y) ** 2 >= least * least);

/** Scatters village centres: thinner outwards, never closer than a walk, wholly inside the county. Room may give fewer than asked. */
export function villageSites(r: Rng, ask: SitesAsk): { name: string; at: Xy }[] {
  const sites: Xy[] = [];
  const rimOf = ([x, y]: Xy): Xy[] =>
    Array.from({ length: 8 }, (_, i) => [
      x + REACH * Math.cos((i * Math.PI) / 4),
      y + REACH * Math.sin((i * Math.PI) / 4),
    ]);
  let least = Math.min(1600, 0.8 * ask.to * Math.sqrt(Math.PI / Math.max(1, ask.count)));
  for (let tries = 0; sites.length < ask.count && tries < ask.count * 60; tries++) {
    if (tries > 0 && tries % (ask.count * 10) === 0) least = Math.max(700, least * 0.8);
    const angle = between(r, 0, 2 * Math.PI);
    const distance = ask.from + (ask.to - ask.from) * r() ** 0.7;
    const at: Xy = [ask.centre[0] + distance * Math.cos(angle), ask.centre[1] + distance * Math.sin(angle)];
    if (far(sites, at, least) && rimOf(at).every(ask.inside)) sites.push(at);
  }
  return sites.map((at) => ({ name: ask.name(), at }));
}

/** Road-like way between two places: a few bends, none of them outside. */
function road(r: Rng, from: Xy, to: Xy, inside: (xy: Xy) => boolean): Xy[] {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy);
  const bends = Math.max(1, Math.min(12, Math.round(length / 700)));
  const lean = between(r, -0.09, 0.09);
  const points: Xy[] = [];
  for (let i = 1; i <= bends; i++) {
    const t = i / (bends + 1);
    const aside = length * lean * Math.sin(Math.PI * t) + between(r, -30, 30);
    const at: Xy = [from[0] + dx * t - (dy / length) * aside, from[1] + dy * t + (dx / length) * aside];
    points.push(inside(at) ? at : [from[0] + dx * t, from[1] + dy * t]);
  }
  return points;
}

export interface RoadAsk {
  readonly level: "MP_A" | "MP_B" | "SHP_A" | "SHP_B" | "HP_B";
  readonly owner: string;
  readonly gas: "urban_ng" | "rural_ng";
  /** Longest pipe, m; infinity lays one. */
  readonly step: number;
  readonly inside: (xy: Xy) => boolean;
}

/** Lays a road's pipes between two nodes; where one ends and the next begins stands a valve or a bend. */
export function layRoad(net: Network, r: Rng, from: string, to: string, ask: RoadAsk): void {
  const points = road(r, net.xyOf(from), net.xyOf(to), ask.inside);
  let at = from;
  let via: Xy[] = [];
  let laid = 0;
  let last = net.xyOf(from);
  for (const point of points) {
    laid += Math.hypot(point[0] - last[0], point[1] - last[1]);
    last = point;
    if (laid < ask.step) {
      via.push(point);
      continue;
    }
    const kind = chance(r, 0.4) ? ("valve" as const) : ("bend" as const);
    const next = net.addNode({ at: point, level: ask.level, owner: ask.owner, kind });
    net.addPipe(at, next, ask.level, ask.owner, ask.gas, via);
    at = next;
    via = [];
    laid = 0;
  }
  net.addPipe(at, to, ask.level, ask.owner, ask.gas, via);
}

/** Joins places to what is already there by the shortest roads (Prim). Calls `lay` in an order in which `from` is always joined. */
export function joinPlaces(
  roots: readonly { id: string; at: Xy }[],
  places: readonly { id: string; at: Xy }[],
  lay: (from: string, to: string, placeIndex: number) => void,
): void {
  const squared = (a: Xy, b: Xy) => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2;
  const best = places.map((p) => {
    let near = { id: "", d: Number.POSITIVE_INFINITY };
    for (const root of roots) {
      const d = squared(root.at, p.at);
      if (d < near.d) near = { id: root.id, d };
    }
    return near;
  });
  const open = new Set(places.keys());
  while (open.size > 0) {
    let next = -1;
    for (const i of open) if (next < 0 || (best[i]?.d ?? 0) < (best[next]?.d ?? 0)) next = i;
    const place = places[next];
    const link = best[next];
    if (!place || !link) return;
    open.delete(next);
    lay(link.id, place.id, next);
    for (const i of open) {
      const other = places[i];
      const d = other ? squared(place.at, other.at) : 0;
      if (d < (best[i]?.d ?? 0)) best[i] = { id: place.id, d };
    }
  }
}

export interface VillageAsk {
  readonly level: "MP_A" | "MP_B";
  readonly owner: string;
}

/** Lays a village's main street from its entry valve and says where its regulator boxes may stand. */
export function layVillage(net: Network, r: Rng, entry: string, site: VillageSite, ask: VillageAsk): Yard[] {
  const bend = warped(6, 500, between(r, 0, 6));
  const angle = between(r, -0.4, 0.4) + (chance(r, 0.5) ? Math.PI / 2 : 0);
  const own = turned(site.at, angle);
  const shift = bend(own(0, 0));
  // The entry keeps its place: what the street's bend moved there is taken back everywhere.
  const into = (x: number, y: number): Xy => {
    const [bx, by] = bend(own(x, y));
    return [bx + site.at[0] - shift[0], by + site.at[1] - shift[1]];
  };
  const step = 116;
  const columns = Math.ceil(site.boxes / 2);
  const yards: Yard[] = [];
  const street: string[] = [];
  // The entry is the middle of the street; the street is laid from it to both ends.
  const middle = Math.floor(columns / 2);
  for (let c = 0; c < columns; c++)
    street[c] =
      c === middle ? entry : net.addNode({ at: into((c - middle) * step, 0), level: ask.level, owner: ask.owner });
  for (let c = middle; c < columns - 1; c++)
    net.addPipe(street[c] ?? "", street[c + 1] ?? "", ask.level, ask.owner, "rural_ng");
  for (let c = middle; c > 0; c--) net.addPipe(street[c] ?? "", street[c - 1] ?? "", ask.level, ask.owner, "rural_ng");
  for (let b = 0; b < site.boxes; b++) {
    const c = Math.floor(b / 2);
    const x = (c - middle) * step;
    const side = b % 2 === 0 ? 1 : -1;
    yards.push({
      main: street[c] ?? entry,
      place: (along, across) => into(x + side * across, side * (14 + along)),
      along: 190,
      across: 54,
    });
  }
  return yards;
}

import type { GasReading } from "#contract/model-incident.ts";
import type { LngLat } from "#contract/route.ts";
import { EDGE } from "#model/graph/network-graph.ts";
import { OPENS_M } from "#model/methane/lay-ducts.ts";
import { type Space, toSegment, USUAL_MIGRATION } from "#model/methane/spaces.ts";
import type { ModelNetwork } from "./assemble.ts";
import { placeOf } from "./customer-sums.ts";
import { type DuctRecord, ductsNear } from "./duct-columns.ts";

/** Pipes, wells and ducts farther than this from every reading are not looked at, m. */
export const NEAR_M = 120;
/** Of the many wells, pipes and ducts of a town centre the nearest. */
const [MOST_WELLS, MOST_PIPES, MOST_DUCTS, MOST_DUCT_WELLS] = [60, 120, 150, 60];
const DEGREE_M = 111_320;

/** A space, and what people call it. */
export interface NamedSpace extends Space {
  readonly name: string;
}

export interface NearReadings {
  /** Of pipes, the nearest first. */
  readonly pipes: readonly number[];
  /** Valve pits, then wells that only records of ducts tell of; without those that were read. */
  readonly wells: readonly NamedSpace[];
  /** The nearest first; an end that opens into a well which was read names the reading. */
  readonly ducts: readonly DuctRecord[];
  /** Whether a place is so near. */
  readonly isNear: (place: LngLat) => boolean;
}

type Metres = readonly [number, number];

export const endsOf = ({ graph, rows, recordOf }: ModelNetwork, e: number): [LngLat, LngLat] => [
  placeOf(rows.nodes.lngLat, recordOf[graph.from[e] as number] as number),
  placeOf(rows.nodes.lngLat, recordOf[graph.to[e] as number] as number),
];

/** What gas in soil and ducts may come from and be looked for in, about the places that were read. */
export function nearReadings(net: ModelNetwork, readings: readonly GasReading[]): NearReadings {
  const { rows } = net;
  const first = readings[0]?.lngLat ?? [0, 0];
  const east = DEGREE_M * Math.cos((first[1] * Math.PI) / 180);
  const metres = ([lng, lat]: LngLat): Metres => [(lng - first[0]) * east, (lat - first[1]) * DEGREE_M];
  const spots = readings.map(({ lngLat }) => metres(lngLat));
  const farTo = (place: LngLat): number => {
    const [x, y] = metres(place);
    return spots.reduce((least, [a, b]) => Math.min(least, Math.hypot(a - x, b - y)), Number.POSITIVE_INFINITY);
  };
  const farToLine = (path: readonly LngLat[]): number => {
    const line = path.map(metres);
    let least = Number.POSITIVE_INFINITY;
    for (let i = 1; i < line.length; i++)
      for (const spot of spots) least = Math.min(least, toSegment(spot, line[i - 1] as Metres, line[i] as Metres));
    return least;
  };
  const pipes: Found<number>[] = [];
  for (let e = 0; e < net.pipes; e++) {
    const m = farToLine(endsOf(net, e));
    if (m <= NEAR_M && m <= USUAL_MIGRATION.reachM * 4) pipes.push({ what: e, m });
  }
  const ducts = ductsNear(rows, (path) => farToLine(path) <= NEAR_M).map((what) => ({ what, m: farToLine(what.path) }));
  const nearDucts = nearest(ducts, MOST_DUCTS);
  const wells = wellsOf(nearDucts, new Set(rows.nodes.ids));
  const readAs = wellsRead(wells, readings, metres);
  const ductWells = wells
    .filter(({ id }) => !readAs.has(id))
    .map((what) => ({ what, m: farTo(what.lngLat) }))
    .filter(({ m }) => m <= NEAR_M);
  const asRead = (id: string | null): string | null => (id === null ? null : (readAs.get(id) ?? id));
  return {
    pipes: nearest(pipes, MOST_PIPES),
    ducts: nearDucts.map((duct) => ({ ...duct, from: asRead(duct.from), to: asRead(duct.to) })),
    wells: [...valvePits(net, readings, farTo), ...nearest(ductWells, MOST_DUCT_WELLS)],
    isNear: (place) => farTo(place) <= NEAR_M + USUAL_MIGRATION.reachM,
  };
}

interface Found<T> {
  readonly what: T;
  readonly m: number;
}

const nearest = <T>(found: Found<T>[], most: number): T[] =>
  found
    .sort((a, b) => a.m - b.m)
    .slice(0, most)
    .map(({ what }) => what);

function valvePits(net: ModelNetwork, readings: readonly GasReading[], farTo: (place: LngLat) => number): NamedSpace[] {
  const { graph, rows } = net;
  const known = new Set(readings.map(({ id }) => id));
  const found: Found<NamedSpace>[] = [];
  for (let e = net.pipes; e < graph.edges; e++) {
    if (graph.kind[e] !== EDGE.valve) continue;
    const n = net.nodeOfEdge[e] as number;
    const id = rows.nodes.ids[n] as string;
    if (known.has(id)) continue;
    const lngLat = placeOf(rows.nodes.lngLat, n);
    const m = farTo(lngLat);
    if (m <= NEAR_M && m > 0)
      found.push({ what: { id, name: rows.nodes.names[n] || id, kind: "valve_pit", lngLat }, m });
  }
  return nearest(found, MOST_WELLS);
}

/** Wells that stand at the ends of ducts and are no nodes of the gas network, each where the first record has it. */
function wellsOf(ducts: readonly DuctRecord[], nodes: ReadonlySet<string>): NamedSpace[] {
  const wells = new Map<string, NamedSpace>();
  for (const { kind, from, to, path } of ducts)
    for (const [id, lngLat] of [
      [from, path[0]],
      [to, path.at(-1)],
    ] as const)
      if (id !== null && lngLat && !nodes.has(id) && !wells.has(id)) wells.set(id, { id, name: id, kind, lngLat });
  return [...wells.values()];
}

/** Wells that were read, by hand beside the place of their record or under their own id, and the readings' ids. */
function wellsRead(
  wells: readonly NamedSpace[],
  readings: readonly GasReading[],
  metres: (place: LngLat) => Metres,
): Map<string, string> {
  const read = new Map<string, string>();
  for (const well of wells) {
    const [x, y] = metres(well.lngLat);
    const found = readings.find(({ id, space, lngLat }) => {
      const [a, b] = metres(lngLat);
      return id === well.id || (space === well.kind && Math.hypot(a - x, b - y) <= OPENS_M);
    });
    if (found) read.set(well.id, found.id);
  }
  return read;
}

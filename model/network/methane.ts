import { PRESSURE_LEVELS } from "#contract/gas.ts";
import type { GasReading, MethaneAnswer } from "#contract/model-incident.ts";
import type { LngLat } from "#contract/route.ts";
import { measuredCordon } from "#model/consequence/measured-cordon.ts";
import { EDGE } from "#model/graph/network-graph.ts";
import { judgeGas } from "#model/methane/gas-kind.ts";
import { type HeatPart, nextSpaces, type SpaceReading, sourceLine } from "#model/methane/source-line.ts";
import { type Space, spaceGraph, USUAL_MIGRATION } from "#model/methane/spaces.ts";
import type { ModelNetwork } from "./assemble.ts";
import { placeOf } from "./customer-sums.ts";
import type { Answered, Desk } from "./desk.ts";
import { Marks } from "./marks.ts";

/** Pipes and wells farther than this from every reading are not looked at, m. */
const NEAR_M = 120;
/** Of the many wells and pipes of a town centre the nearest. */
const [MOST_WELLS, MOST_PIPES] = [60, 120];
/** Colder pieces are not worth drawing. */
const LEAST_HEAT = 0.02;
const [MOST_NAMED, MOST_NEXT] = [8, 5];
/** Found from here, % of the lower explosive limit. */
const SEEN_LEL = 1;
const DEGREE_M = 111_320;

/** From what was found in spaces beside pipes to what it is, where it comes from and what to open next. */
export function answerMethane({ net, pipeOfId }: Desk, readings: readonly GasReading[]): Answered {
  const { rows } = net;
  const near = nearTo(net, readings);
  const spaces: Space[] = [
    ...readings.map(({ id, space, lngLat }): Space => ({ id, kind: space, lngLat })),
    ...near.wells.map(
      (n): Space => ({ id: rows.nodes.ids[n] as string, kind: "valve_pit", lngLat: placeOf(rows.nodes.lngLat, n) }),
    ),
  ];
  const graph = spaceGraph({
    spaces,
    ducts: [],
    pipes: near.pipes.map((e) => ({ id: rows.pipes.ids[e] as string, path: endsOf(net, e) })),
  });
  const told: SpaceReading[] = readings.flatMap(({ id, lel }) => (lel === null ? [] : [{ space: id, lel }]));
  const line = told.length === 0 || graph.parts.length === 0 ? [] : sourceLine(graph, told);
  const nameOf = new Map(
    near.wells.map((n) => [rows.nodes.ids[n] as string, rows.nodes.names[n] || (rows.nodes.ids[n] as string)]),
  );
  const placeOfSpace = new Map(spaces.map(({ id, lngLat }) => [id, lngLat]));
  const last = told.at(-1)?.space;
  const cordon = measuredCordon(readings.flatMap(({ lngLat, lel }) => (lel === null ? [] : [{ lngLat, lel }])));
  const answer: MethaneAnswer = {
    kind: "methane",
    version: rows.version,
    area: rows.area,
    readings,
    judged: judge(readings),
    line: line
      .filter(({ heat }) => heat >= LEAST_HEAT)
      .sort((a, b) => a.heat - b.heat)
      .map(({ pipe, from, to, heat, probability }) => ({ pipe, from, to, heat, probability })),
    pipes: byPipe(line)
      .slice(0, MOST_NAMED)
      .map(([pipe, probability]) => ({
        pipe,
        level: PRESSURE_LEVELS[rows.pipes.level[pipeOfId.get(pipe) as number] as number] ?? "unknown",
        probability,
      })),
    next:
      told.length === 0
        ? []
        : nextSpaces(graph, told, last, MOST_NEXT).map(({ space, bits, chance, walkM }) => ({
            space,
            name: nameOf.get(space) ?? space,
            lngLat: placeOfSpace.get(space) as LngLat,
            bits,
            chance,
            walkM,
          })),
    cordon: { rings: cordon.polygons.map(({ coordinates }) => coordinates[0] ?? []), areaM2: cordon.areaM2 },
    assumptions: [
      "records",
      "straight_pipes",
      "ducts_unknown",
      "one_leak",
      "migration_default",
      "sign_weights_default",
      "keep_away_default",
    ],
    ms: 0,
  };
  return { answer, marks: new Marks(net).result() };
}

function judge(readings: readonly GasReading[]): MethaneAnswer["judged"] {
  const worst = readings.reduce<GasReading | null>((a, b) => ((b.lel ?? 0) > (a?.lel ?? 0) ? b : a), null);
  if (!worst || (worst.lel ?? 0) < SEEN_LEL) return null;
  const others = readings.filter(({ id, lel }) => id !== worst.id && lel !== null);
  const { kind, probability, evidence } = judgeGas({
    kind: worst.space,
    methane: [...worst.history, { hour: (worst.history.at(-1)?.hour ?? 0) + 1, lel: worst.lel ?? 0 }],
    ...(worst.ethanePpm !== null && { ethanePpm: worst.ethanePpm }),
    ...(worst.h2sPpm !== null && { h2sPpm: worst.h2sPpm }),
    ...(worst.hasOdorant !== null && { hasOdorant: worst.hasOdorant }),
    ...(others.length > 0 && {
      neighbours: { with: others.filter(({ lel }) => (lel ?? 0) >= SEEN_LEL).length, of: others.length },
    }),
  });
  return { reading: worst.id, kind, probability, evidence };
}

function byPipe(line: readonly HeatPart[]): [pipe: string, probability: number][] {
  const sums = new Map<string, number>();
  for (const { pipe, probability } of line) sums.set(pipe, (sums.get(pipe) ?? 0) + probability);
  return [...sums].sort((a, b) => b[1] - a[1]);
}

const endsOf = ({ graph, rows, recordOf }: ModelNetwork, e: number): [LngLat, LngLat] => [
  placeOf(rows.nodes.lngLat, recordOf[graph.from[e] as number] as number),
  placeOf(rows.nodes.lngLat, recordOf[graph.to[e] as number] as number),
];

/** Pipes that gas in soil may come from, and wells of valves near, the nearest first. */
function nearTo(net: ModelNetwork, readings: readonly GasReading[]) {
  const { graph, rows } = net;
  const first = readings[0]?.lngLat ?? [0, 0];
  const east = DEGREE_M * Math.cos((first[1] * Math.PI) / 180);
  const metres = ([lng, lat]: LngLat): [number, number] => [(lng - first[0]) * east, (lat - first[1]) * DEGREE_M];
  const spots = readings.map(({ lngLat }) => metres(lngLat));
  const least = (of: (spot: [number, number]) => number): number =>
    spots.reduce((a, s) => Math.min(a, of(s)), Infinity);
  const nearest = (found: { at: number; m: number }[], most: number): number[] =>
    found
      .sort((a, b) => a.m - b.m)
      .slice(0, most)
      .map(({ at }) => at);
  const pipes: { at: number; m: number }[] = [];
  for (let e = 0; e < net.pipes; e++) {
    const [a, b] = endsOf(net, e).map(metres) as [[number, number], [number, number]];
    const m = least((spot) => toSegmentM(spot, a, b));
    if (m <= NEAR_M && m <= USUAL_MIGRATION.reachM * 4) pipes.push({ at: e, m });
  }
  const wells: { at: number; m: number }[] = [];
  const known = new Set(readings.map(({ id }) => id));
  for (let e = net.pipes; e < graph.edges; e++) {
    if (graph.kind[e] !== EDGE.valve) continue;
    const n = net.nodeOfEdge[e] as number;
    if (known.has(rows.nodes.ids[n] as string)) continue;
    const [x, y] = metres(placeOf(rows.nodes.lngLat, n));
    const m = least((spot) => Math.hypot(spot[0] - x, spot[1] - y));
    if (m <= NEAR_M && m > 0) wells.push({ at: n, m });
  }
  return { pipes: nearest(pipes, MOST_PIPES), wells: nearest(wells, MOST_WELLS) };
}

function toSegmentM([x, y]: readonly number[], [ax, ay]: readonly number[], [bx, by]: readonly number[]): number {
  const [px, py, qx, qy] = [x as number, y as number, ax as number, ay as number];
  const [dx, dy] = [(bx as number) - qx, (by as number) - qy];
  const length2 = dx * dx + dy * dy;
  const t = length2 > 0 ? Math.min(1, Math.max(0, ((px - qx) * dx + (py - qy) * dy) / length2)) : 0;
  return Math.hypot(px - qx - t * dx, py - qy - t * dy);
}

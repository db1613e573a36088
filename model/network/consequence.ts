import type { ModelPick } from "#contract/model.ts";
import type { ModelAssumption } from "#contract/model-assumptions.ts";
import type { ConsequenceAnswer, ReleaseWish } from "#contract/model-incident.ts";
import { type Consequence, consequenceOf, type Opening } from "#model/consequence/consequence-of.ts";
import { cordonOf } from "#model/consequence/cordon.ts";
import { EDGE, isOpen } from "#model/graph/network-graph.ts";
import type { ModelNetwork } from "./assemble.ts";
import { placeOf } from "./customer-sums.ts";
import type { Answered, Desk } from "./desk.ts";
import { paAt } from "./district-gas.ts";
import { type Leaking, leakingAt } from "./district-network.ts";
import { Marks } from "./marks.ts";
import { peopleWithin } from "./people-near.ts";
import { solveAssumptions } from "./solve-report.ts";

const HOLE_CD = 0.85;
/** A line that empties is not followed farther than this, m. */
const LONGEST_M = 30_000;

/** From a damaged pipe to what it does around it: release that the network gives way to, distances, people. */
export function answerConsequence(desk: Desk, pick: ModelPick, pipe: number, wish: ReleaseWish): Answered {
  const { net, today } = desk;
  const { graph, rows } = net;
  const { share, kPa, isFed } = placeOn(desk, pick, pipe);
  const assumptions = new Set<ModelAssumption>([
    "records",
    "borders_feed",
    "busy_hour",
    "steady_state",
    "regulators_hold",
  ]);
  const leaking = isFed && wish.opening === "hole" ? leakingAt(net, today, pipe, share) : null;
  if (leaking) assumptions.add("network_gives_way");
  const found = consequenceAt(desk, pick, pipe, wish, leaking);
  for (const one of found?.assumptions ?? []) assumptions.add(one);
  const solve = leaking?.report() ?? desk.report;
  for (const one of solveAssumptions(net, today)) assumptions.add(one);
  if (solve.starved.nodes > 0) assumptions.add("starved_take_less");
  for (const one of ["people_default", "cordon_screening"] as const) assumptions.add(one);
  const answer: ConsequenceAnswer = {
    kind: "consequence",
    version: rows.version,
    area: rows.area,
    pipe: rows.pipes.ids[pipe] as string,
    lngLat: pick.lngLat,
    wish,
    diameterMm: graph.diameterMm[pipe] as number,
    ...(found ? around(found, kPa, net.heights.airKPa[graph.from[pipe] as number] as number) : NOTHING),
    solve,
    people: peopleWithin(net, found?.cordon.polygon ?? null, wish),
    assumptions: [...assumptions],
    ms: 0,
  };
  return { answer, marks: new Marks(net).edges([pipe], "added").result() };
}

/** Where on a pipe a release is, and the pressure there today, kPa gauge. */
function placeOn({ net, today }: Desk, pick: ModelPick, pipe: number) {
  const { graph } = net;
  const share = shareAlong(net, pipe, pick.lngLat);
  const [p1, p2] = [today.kPa[graph.from[pipe] as number] as number, today.kPa[graph.to[pipe] as number] as number];
  const kPa = p1 + (p2 - p1) * share;
  return { share, kPa, isFed: Number.isFinite(kPa) && kPa > 0 };
}

/** What a release does around it; under the pressure of today where nothing says how the network gives way. Null when the pipe has no gas. */
export function consequenceAt(
  desk: Desk,
  pick: ModelPick,
  pipe: number,
  wish: ReleaseWish,
  leaking: Leaking | null,
): Consequence | null {
  const { graph } = desk.net;
  const { share, kPa, isFed } = placeOn(desk, pick, pipe);
  if (!isFed) return null;
  return consequenceOf({
    at: pick.lngLat,
    diameterM: (graph.diameterMm[pipe] as number) / 1000,
    pa: paAt(desk.net, graph.from[pipe] as number, kPa),
    opening: openingOf(desk, pipe, share, wish, leaking),
    ...(wish.wind && {
      weather: {
        windMS: wish.wind.ms,
        windFromDeg: wish.wind.fromDeg,
        stability: wish.wind.stability,
        spread: "urban" as const,
      },
    }),
  });
}

type Around = Pick<ConsequenceAnswer, "release" | "parts" | "cordon" | "impactM" | "flameM" | "contours" | "plume">;

/** Of a pipe without gas. */
const NOTHING: Around = {
  release: null,
  parts: [],
  cordon: null,
  impactM: { b318s: 0, gb32167: 0 },
  flameM: 0,
  contours: [],
  plume: null,
};

function around({ release, cordon, plume, ...found }: Consequence, beforeKPa: number, airKPa: number): Around {
  return {
    release: {
      normalM3H: release.normalM3H,
      kgS: release.kgS,
      beforeKPa,
      kPa: release.pa / 1000 - airKPa,
      isChoked: release.isChoked,
      inventoryKg: release.inventoryKg,
    },
    parts: cordon.parts.map(({ reason, radiusM, polygon }) => ({
      name: reason,
      radiusM,
      ring: polygon.coordinates[0] ?? [],
    })),
    cordon: cordon.polygon && {
      ring: cordon.polygon.coordinates[0] ?? [],
      reachM: cordon.reachM,
      areaM2: cordon.areaM2,
    },
    impactM: found.impactRadiusM,
    flameM: found.flameLengthM,
    contours: found.contours.map(({ wM2, distanceM }) => ({
      ...{ wM2, distanceM },
      ring: cordonOf(cordon.at, [{ reason: "radiation", radiusM: distanceM }]).polygon?.coordinates[0] ?? [],
    })),
    plume: plume && {
      towardsDeg: plume.towardsDeg,
      halfAngleDeg: plume.halfAngleDeg,
      lflM: plume.distanceM.lfl,
      halfM: plume.distanceM.half,
      fifthM: plume.distanceM.fifth,
    },
  };
}

function openingOf({ net }: Desk, pipe: number, share: number, wish: ReleaseWish, leaking: Leaking | null): Opening {
  const diameterM = (net.graph.diameterMm[pipe] as number) / 1000;
  if (wish.opening === "rupture") {
    const length = net.graph.lengthM[pipe] as number;
    const beyond = (n: number | undefined) => toNextEnd(net, n as number, pipe);
    return {
      kind: "rupture",
      lengthsM: [
        Math.max(1, length * share + beyond(net.graph.from[pipe])),
        Math.max(1, length * (1 - share) + beyond(net.graph.to[pipe])),
      ],
    };
  }
  const hole = { diameterM: Math.min(wish.holeMm / 1000, diameterM), cd: HOLE_CD };
  return { kind: "hole", hole, ...(leaking && { under: leaking.under }) };
}

/** Where on a pipe a place lies, as a share of its length from its `from` end; away from both ends, so that each side has some length. */
function shareAlong(
  { rows, graph, recordOf }: ModelNetwork,
  pipe: number,
  [lng, lat]: readonly [number, number],
): number {
  const end = (n: number | undefined) => placeOf(rows.nodes.lngLat, recordOf[n as number] as number);
  const [a, b] = [end(graph.from[pipe]), end(graph.to[pipe])];
  const narrow = Math.cos((lat * Math.PI) / 180);
  const [dx, dy] = [(b[0] - a[0]) * narrow, b[1] - a[1]];
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0.5 : ((lng - a[0]) * narrow * dx + (lat - a[1]) * dy) / length2;
  return Math.min(0.98, Math.max(0.02, t));
}

/** Metres of pipe from a node to the nearest valve, regulator, source or dead end, not over one pipe (Dijkstra). */
function toNextEnd({ graph }: ModelNetwork, start: number, not: number): number {
  const isSource = new Set(graph.sources);
  const far = new Map<number, number>([[start, 0]]);
  const open = new Set([start]);
  let longest = 0;
  while (open.size > 0) {
    let n = -1;
    for (const one of open) if (n === -1 || (far.get(one) as number) < (far.get(n) as number)) n = one;
    open.delete(n);
    const at = far.get(n) as number;
    longest = Math.max(longest, at);
    if (isSource.has(n) || at >= LONGEST_M) return at;
    for (let k = graph.off[n] as number; k < (graph.off[n + 1] as number); k++) {
      const [e, other] = [graph.eid[k] as number, graph.adj[k] as number];
      if (e === not || !isOpen(graph, e)) continue;
      if (graph.kind[e] !== EDGE.pipe) return at;
      const next = at + (graph.lengthM[e] as number);
      if (next < (far.get(other) ?? Number.POSITIVE_INFINITY)) {
        far.set(other, next);
        open.add(other);
      }
    }
  }
  return longest;
}

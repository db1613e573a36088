import { type Edges, type Position, type Ring, signedArea2 } from "./coverage.ts";

type Arc = string[];

/**
 * Thins the borders of a coverage, each border once, so that both its sides stay the same line. Junctions stay. An arc that
 * would cross another after thinning is kept as it was.
 * @param tolerance degrees a vertex may be off the thinned line.
 */
export function simplifyCoverage(faces: ReadonlyMap<string, Edges>, tolerance: number): Map<string, Edges> {
  const arcs = arcsOf(faces);
  const thinned = arcs.map((arc) => thin(arc, tolerance));
  for (let round = 0; round < 20; round++) {
    const bad = crossing(thinned);
    if (bad.size === 0) break;
    for (const i of bad) thinned[i] = arcs[i] as Arc;
  }
  const replaced = new Map<string, { arc: Arc; forward: boolean }>();
  arcs.forEach((arc, i) => {
    for (let k = 0; k + 1 < arc.length; k++) {
      replaced.set(`${arc[k]}>${arc[k + 1]}`, { arc: thinned[i] as Arc, forward: true });
      replaced.set(`${arc[k + 1]}>${arc[k]}`, { arc: thinned[i] as Arc, forward: false });
    }
  });
  const out = new Map<string, Edges>();
  for (const [name, edges] of faces) {
    const next: Edges = new Set();
    for (const edge of edges) {
      const found = replaced.get(edge);
      if (!found) throw new Error(`edge ${edge} is on no arc`);
      for (let k = 0; k + 1 < found.arc.length; k++)
        next.add(found.forward ? `${found.arc[k]}>${found.arc[k + 1]}` : `${found.arc[k + 1]}>${found.arc[k]}`);
    }
    out.set(name, next);
  }
  return out;
}

/** Borders from junction to junction; a border without a junction is a ring cut at its first vertex. */
function arcsOf(faces: ReadonlyMap<string, Edges>): Arc[] {
  const near = new Map<string, Set<string>>();
  const link = (a: string, b: string) => {
    const set = near.get(a);
    if (set) set.add(b);
    else near.set(a, new Set([b]));
  };
  for (const edges of faces.values())
    for (const edge of edges) {
      const [a, b] = edge.split(">") as [string, string];
      link(a, b);
      link(b, a);
    }
  const junctions = [...near].filter(([, ends]) => ends.size !== 2).map(([key]) => key);
  const done = new Set<string>();
  const arcs: Arc[] = [];
  const follow = (from: string, to: string) => {
    const arc = [from, to];
    let [previous, here] = [from, to];
    while (here !== from && near.get(here)?.size === 2) {
      const next = [...(near.get(here) as Set<string>)].find((key) => key !== previous) as string;
      [previous, here] = [here, next];
      arc.push(here);
    }
    for (let k = 0; k + 1 < arc.length; k++) done.add(`${arc[k]}>${arc[k + 1]}`).add(`${arc[k + 1]}>${arc[k]}`);
    arcs.push(arc);
  };
  for (const from of [...junctions, ...near.keys()])
    for (const to of near.get(from) as Set<string>) if (!done.has(`${from}>${to}`)) follow(from, to);
  return arcs;
}

const at = (key: string) => key.split(",").map(Number) as Position;

/** Douglas-Peucker on the grid; a ring keeps at least four vertices by keeping its farthest one. */
function thin(arc: Arc, tolerance: number): Arc {
  const points = arc.map(at);
  const keep = new Uint8Array(arc.length);
  keep[0] = keep[arc.length - 1] = 1;
  const limit = (tolerance * 1e4) ** 2;
  const split = (from: number, to: number, force: number) => {
    let worst = -1;
    let far = -1;
    for (let i = from + 1; i < to; i++) {
      const d = distance2(points[i] as Position, points[from] as Position, points[to] as Position);
      if (d > far) [far, worst] = [d, i];
    }
    if (worst === -1 || (far <= limit && force === 0)) return;
    keep[worst] = 1;
    split(from, worst, Math.max(0, force - 1));
    split(worst, to, Math.max(0, force - 1));
  };
  split(0, arc.length - 1, arc[0] === arc.at(-1) ? 2 : 0);
  return arc.filter((_, i) => keep[i]);
}

function distance2([x, y]: Position, [ax, ay]: Position, [bx, by]: Position): number {
  const [dx, dy] = [bx - ax, by - ay];
  const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2;
}

/** Which arcs cross or overlap another (or themselves) other than at a common end. */
function crossing(arcs: readonly Arc[]): Set<number> {
  const bad = new Set<number>();
  const cells = new Map<string, { arc: number; a: Position; b: Position }[]>();
  const CELL = 500;
  arcs.forEach((arc, i) => {
    for (let k = 0; k + 1 < arc.length; k++) {
      const segment = { arc: i, a: at(arc[k] as string), b: at(arc[k + 1] as string) };
      const [x0, x1] = [segment.a[0], segment.b[0]].sort((p, q) => p - q) as Position;
      const [y0, y1] = [segment.a[1], segment.b[1]].sort((p, q) => p - q) as Position;
      for (let cx = Math.floor(x0 / CELL); cx <= Math.floor(x1 / CELL); cx++)
        for (let cy = Math.floor(y0 / CELL); cy <= Math.floor(y1 / CELL); cy++) {
          const key = `${cx},${cy}`;
          const others = cells.get(key) ?? [];
          for (const other of others)
            if (segmentsCross(segment.a, segment.b, other.a, other.b)) bad.add(i).add(other.arc);
          others.push(segment);
          cells.set(key, others);
        }
    }
  });
  return bad;
}

const same = (p: Position, q: Position) => p[0] === q[0] && p[1] === q[1];

/** True when two segments share a point other than a common end. */
export function segmentsCross(a: Position, b: Position, c: Position, d: Position): boolean {
  const side = (p: Position, q: Position, r: Position): number => Math.sign(signedArea2([p, q, r, p] as Ring));
  const on = (p: Position, q: Position, r: Position) =>
    side(p, q, r) === 0 &&
    !same(p, r) &&
    !same(q, r) &&
    (r[0] - p[0]) * (r[0] - q[0]) + (r[1] - p[1]) * (r[1] - q[1]) < 0;
  if ((same(a, c) && same(b, d)) || (same(a, d) && same(b, c))) return true;
  if (on(a, b, c) || on(a, b, d) || on(c, d, a) || on(c, d, b)) return true;
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

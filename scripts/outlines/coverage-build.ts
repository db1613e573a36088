import { difference, type Geom, intersection, union } from "polyclip-ts";
import {
  areaKm2,
  type Edges,
  type Faces,
  GRID,
  nodeEdges,
  type Position,
  type Ring,
  type Shape,
  shapeOf,
} from "./coverage.ts";

const snap = (v: number) => Math.round(v / GRID) * GRID;
const snapped = (shape: Shape): Shape =>
  shape.map((rings) => rings.map((ring) => ring.map(([x, y]): Position => [snap(x), snap(y)])));

/** A shape without self-crossings and without crumbs smaller than `leastKm2`. */
export function cleaned(shape: Shape, leastKm2: number): Shape {
  const whole = union(snapped(shape) as Geom) as Shape;
  return whole
    .filter((rings) => areaKm2([rings]) >= leastKm2)
    .map((rings) => rings.filter((ring, i) => i === 0 || areaKm2([[ring]]) >= 1));
}

/** Later faces lose what earlier ones have, so that none overlap. */
export function withoutOverlaps(faces: Faces): Faces {
  const out: Faces = new Map();
  for (const [name, shape] of faces) {
    const earlier = [...out.values()] as Geom[];
    out.set(name, earlier.length ? (difference(shape as Geom, ...earlier) as Shape) : shape);
  }
  return out;
}

/**
 * Gives every gap enclosed by the faces to the one it borders longest; faces in `takers` come before others.
 * @param largestKm2 larger holes are real (a sea, a province that is not among the faces) and stay.
 */
export function withoutGaps(faces: Faces, takers: ReadonlySet<string>, largestKm2: number): Faces {
  const all = union(...([...faces.values()] as [Geom, ...Geom[]])) as Shape;
  const gaps = all.flatMap((rings) => rings.slice(1)).filter((ring) => areaKm2([[ring]]) <= largestKm2);
  const gained = new Map<string, Shape>();
  for (const gap of gaps) {
    const owner = longestNeighbour(faces, gap, takers);
    if (owner) gained.set(owner, [...(gained.get(owner) ?? []), [gap]]);
  }
  return new Map(
    [...faces].map(([name, shape]) => {
      const extra = gained.get(name);
      return [name, extra ? (union(shape as Geom, extra as Geom) as Shape) : shape];
    }),
  );
}

/** The face with most of the gap's vertices on its own border: vertices come from the faces, so counting them is enough. */
function longestNeighbour(faces: Faces, gap: Ring, takers: ReadonlySet<string>): string | undefined {
  const wanted = new Set(gap.map(String));
  let best: { name: string; score: number } | undefined;
  for (const [name, shape] of faces) {
    let touched = 0;
    for (const ring of shape.flat()) for (const p of ring) if (wanted.has(String(p))) touched++;
    const score = touched > 0 && takers.has(name) ? touched + 1e6 : touched;
    if (score > 0 && (!best || score > best.score)) best = { name, score };
  }
  return best?.name;
}

/** Edges of each face with all borders agreeing, and crumbs that rounding left taken off. */
export function coverageOf(faces: Faces): Map<string, Edges> {
  const edges = nodeEdges(faces);
  // Rounding moves vertices onto edges that were whole when the grid was filled: node again until nothing is split.
  for (let round = 0; round < 5; round++) {
    const again = nodeEdges(new Map([...edges].map(([name, own]) => [name, shapeOf(own)])));
    const settled = [...again].every(([name, own]) => own.size === edges.get(name)?.size);
    for (const [name, own] of again) edges.set(name, own);
    if (settled) break;
  }
  return edges;
}

/** What is wrong with a coverage: an edge used twice in one direction means that two faces overlap there. */
export function overlapsOf(coverage: ReadonlyMap<string, Edges>): string[] {
  const used = new Map<string, string>();
  const wrong: string[] = [];
  for (const [name, edges] of coverage)
    for (const edge of edges) {
      const other = used.get(edge);
      if (other) wrong.push(`${other} and ${name} both hold ${edge}`);
      used.set(edge, name);
    }
  return wrong;
}

export const clipTo = (shape: Shape, [w, s, e, n]: readonly [number, number, number, number]): Shape =>
  intersection(
    shape as Geom,
    [
      [
        [w, s],
        [e, s],
        [e, n],
        [w, n],
        [w, s],
      ],
    ] as Geom,
  ) as Shape;

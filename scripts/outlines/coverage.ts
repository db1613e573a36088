/** Plane geometry of a coverage: faces that share their borders vertex by vertex. Degrees throughout. */
export type Position = [number, number];
export type Ring = Position[];
/** Polygons of rings, the outer ring first, as in a GeoJSON MultiPolygon. */
export type Shape = Ring[][];
export type Faces = Map<string, Shape>;

/** Side of the rounding grid in degrees: 11 m, a tenth of the source's own grid. */
export const GRID = 1e-4;

const round = (v: number) => Math.round(v / GRID);
const keyOf = ([x, y]: Position) => `${round(x)},${round(y)}`;
const positionOf = (key: string): Position => key.split(",").map((n) => Math.round(Number(n)) / 1e4) as Position;

/** Twice the signed area of a closed ring, positive when counter-clockwise. */
export function signedArea2(ring: readonly Position[]): number {
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i++) {
    const [ax, ay] = ring[i] as Position;
    const [bx, by] = ring[i + 1] as Position;
    sum += ax * by - bx * ay;
  }
  return sum;
}

/** Area in km² on a sphere of equal area (cylindrical equal-area projection), holes taken off. */
export function areaKm2(shape: Shape): number {
  const R = 6371.0072;
  const flat = (ring: Ring): Ring =>
    ring.map(([lng, lat]) => [(lng * Math.PI * R) / 180, R * Math.sin((lat * Math.PI) / 180)]);
  let sum = 0;
  for (const rings of shape)
    rings.forEach((ring, i) => {
      const area = Math.abs(signedArea2(flat(ring))) / 2;
      sum += i === 0 ? area : -area;
    });
  return sum;
}

export function contains(shape: Shape, [x, y]: Position): boolean {
  let inside = false;
  for (const rings of shape)
    for (const ring of rings)
      for (let i = 0; i + 1 < ring.length; i++) {
        const [ax, ay] = ring[i] as Position;
        const [bx, by] = ring[i + 1] as Position;
        if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
      }
  return inside;
}

/** Directed edges `from>to` on the grid, interior at the left. Opposite edges of the same face cancel: spikes and seams vanish. */
export type Edges = Set<string>;

function addEdge(edges: Edges, from: string, to: string): void {
  if (from === to) return;
  if (!edges.delete(`${to}>${from}`)) edges.add(`${from}>${to}`);
}

/** Rounds every vertex to the grid, and puts each vertex that lies on another edge into that edge, so that all borders agree. */
export function nodeEdges(faces: Faces): Map<string, Edges> {
  const grid = new VertexGrid();
  for (const shape of faces.values()) for (const ring of shape.flat()) for (const p of ring) grid.add(keyOf(p));
  const out = new Map<string, Edges>();
  for (const [name, shape] of faces) {
    const edges: Edges = new Set();
    for (const rings of shape) for (const [i, ring] of rings.entries()) addRing(edges, wound(ring, i === 0), grid);
    out.set(name, edges);
  }
  return out;
}

const wound = (ring: Ring, outer: boolean): Ring => (signedArea2(ring) > 0 === outer ? ring : ring.toReversed());

function addRing(edges: Edges, ring: Ring, grid: VertexGrid): void {
  for (let i = 0; i + 1 < ring.length; i++) {
    const a = keyOf(ring[i] as Position);
    const b = keyOf(ring[i + 1] as Position);
    const between = grid.along(a, b);
    let from = a;
    for (const via of [...between, b]) {
      addEdge(edges, from, via);
      from = via;
    }
  }
}

/** All vertices by coarse cell, to ask which lie on an edge. */
class VertexGrid {
  static readonly CELL = 200;
  readonly #cells = new Map<string, Set<string>>();

  add(key: string): void {
    const [x, y] = key.split(",").map(Number) as Position;
    const cell = `${Math.floor(x / VertexGrid.CELL)},${Math.floor(y / VertexGrid.CELL)}`;
    const keys = this.#cells.get(cell);
    if (keys) keys.add(key);
    else this.#cells.set(cell, new Set([key]));
  }

  /** Vertices closer to the edge than the rounding can move them, ordered from a to b, ends left out. */
  along(a: string, b: string): string[] {
    const [ax, ay] = a.split(",").map(Number) as Position;
    const [bx, by] = b.split(",").map(Number) as Position;
    const length2 = (bx - ax) ** 2 + (by - ay) ** 2;
    const found: { t: number; key: string }[] = [];
    const cell = (v: number) => Math.floor(v / VertexGrid.CELL);
    for (let cx = cell(Math.min(ax, bx) - 1); cx <= cell(Math.max(ax, bx) + 1); cx++)
      for (let cy = cell(Math.min(ay, by) - 1); cy <= cell(Math.max(ay, by) + 1); cy++)
        for (const key of this.#cells.get(`${cx},${cy}`) ?? []) {
          const [x, y] = key.split(",").map(Number) as Position;
          const t = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length2;
          const cross = (x - ax) * (by - ay) - (y - ay) * (bx - ax);
          // 0.75 of a grid step: half a diagonal, what rounding can move a vertex off its edge.
          if (t > 0 && t < 1 && cross * cross < 0.5625 * length2 && key !== a && key !== b) found.push({ t, key });
        }
    return found.sort((p, q) => p.t - q.t).map(({ key }) => key);
  }
}

/** The union of faces by cancelling the borders they share: no clipping, so every vertex stays where it was. */
export function dissolve(parts: Iterable<Edges>): Edges {
  const edges: Edges = new Set();
  for (const part of parts)
    for (const edge of part) {
      const [from, to] = edge.split(">") as [string, string];
      addEdge(edges, from, to);
    }
  return edges;
}

/** Rings of a face from its edges; at a vertex passed more than once the sharpest left turn splits touching rings. */
export function ringsOf(edges: Edges): Ring[] {
  const out = new Map<string, string[]>();
  for (const edge of edges) {
    const [from, to] = edge.split(">") as [string, string];
    const ends = out.get(from);
    if (ends) ends.push(to);
    else out.set(from, [to]);
  }
  const rings: Ring[] = [];
  for (const start of [...out.keys()].sort()) while (out.get(start)?.length) rings.push(...walk(out, start));
  return rings;
}

function walk(out: Map<string, string[]>, start: string): Ring[] {
  const path = [start];
  const rings: Ring[] = [];
  let here = start;
  do {
    const ends = out.get(here);
    const next = ends?.pop();
    if (next === undefined) throw new Error(`a border ends at ${here}`);
    const before = path.indexOf(next);
    path.push(next);
    if (before !== -1) {
      rings.push(path.splice(before).map(positionOf));
      path.push(next);
    }
    here = next;
  } while (path.length > 1);
  return rings;
}

/** Outer rings counter-clockwise, each with the holes it contains. */
export function shapeOf(edges: Edges): Shape {
  const rings = ringsOf(edges);
  const outers = rings.filter((ring) => signedArea2(ring) > 0).sort((a, b) => signedArea2(b) - signedArea2(a));
  const shape: Shape = outers.map((ring) => [ring]);
  for (const hole of rings.filter((ring) => signedArea2(ring) < 0)) {
    const within = shape.findLast(([outer]) => hole.some((p) => isInside(outer as Ring, p)));
    if (!within) throw new Error(`a hole at ${String(hole[0])} lies in no polygon`);
    within.push(hole);
  }
  return shape;
}

/** Strictly inside: a hole may touch its outer ring at a vertex, so one such vertex says nothing. */
const isInside = (outer: Ring, p: Position) =>
  !outer.some(([x, y]) => x === p[0] && y === p[1]) && contains([[outer]], p);

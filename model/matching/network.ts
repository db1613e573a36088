/* The network that ways are laid upon: pipes near a way as columns, on a local plane in metres. */

/** A pipe as it is given. `path` in degrees EPSG:4490; `lengthM` as the register has it, which spans are told in. */
export interface MatchPipe {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly lengthM: number;
  readonly path: readonly (readonly [number, number])[];
}

const M_PER_DEG = 111_195;
/** Side of a square of the index. */
const CELL_M = 50;

/** Degrees to metres east and north of a place; good over a county. */
export interface Plane {
  readonly lng: number;
  readonly lat: number;
  readonly cos: number;
}
export const planeAt = (lng: number, lat: number): Plane => ({ lng, lat, cos: Math.cos((lat * Math.PI) / 180) });
export const eastOf = (plane: Plane, lng: number): number => (lng - plane.lng) * plane.cos * M_PER_DEG;
export const northOf = (plane: Plane, lat: number): number => (lat - plane.lat) * M_PER_DEG;

/** Columns by pipe, by node, by vertex and by square. Built once, then only read. */
export interface MatchNetwork {
  readonly plane: Plane;
  readonly ids: readonly string[];
  /** First vertex of each pipe, and one more. */
  readonly first: Uint32Array;
  /** By vertex: metres on the plane, and metres along its pipe. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly along: Float64Array;
  /** By pipe: metres of the register for each metre on the plane. */
  readonly scale: Float64Array;
  readonly fromNode: Uint32Array;
  readonly toNode: Uint32Array;
  /** Pipes at each node: `nodePipes[nodeFirst[n] … nodeFirst[n + 1])`. */
  readonly nodeFirst: Uint32Array;
  readonly nodePipes: Uint32Array;
  /** Vertices that begin a piece in a square, by the square's key. */
  readonly cells: ReadonlyMap<number, Uint32Array>;
  /** Pipe of each vertex. */
  readonly pipeOf: Uint32Array;
}

const cellOf = (m: number): number => Math.floor(m / CELL_M);
const keyOf = (cx: number, cy: number): number => (cx + 0x8000) * 0x10000 + (cy + 0x8000);

/** Length on the plane of a pipe. */
export const planeLength = ({ first, along }: MatchNetwork, pipe: number): number =>
  along[(first[pipe + 1] as number) - 1] as number;

/** Builds the columns. Pipes of fewer than two different places are left out: nobody walks along them. */
export function matchNetwork(pipes: readonly MatchPipe[], plane: Plane): MatchNetwork {
  const sound = pipes.filter(({ path }) => path.some(([lng, lat]) => lng !== path[0]?.[0] || lat !== path[0]?.[1]));
  const vertices = sound.reduce((sum, { path }) => sum + path.length, 0);
  const n = sound.length;
  const out = {
    first: new Uint32Array(n + 1),
    x: new Float64Array(vertices),
    y: new Float64Array(vertices),
    along: new Float64Array(vertices),
    pipeOf: new Uint32Array(vertices),
    scale: new Float64Array(n),
    fromNode: new Uint32Array(n),
    toNode: new Uint32Array(n),
  };
  const nodes = new Map<string, number>();
  const nodeOf = (name: string): number => {
    const known = nodes.get(name) ?? nodes.size;
    nodes.set(name, known);
    return known;
  };
  const squares = new Map<number, number[]>();
  let v = 0;
  sound.forEach(({ from, to, path, lengthM }, pipe) => {
    out.first[pipe] = v;
    out.fromNode[pipe] = nodeOf(from);
    out.toNode[pipe] = nodeOf(to);
    path.forEach(([lng, lat], i) => {
      out.x[v] = eastOf(plane, lng);
      out.y[v] = northOf(plane, lat);
      out.pipeOf[v] = pipe;
      if (i > 0) {
        const stepM = Math.hypot(
          (out.x[v] as number) - (out.x[v - 1] as number),
          (out.y[v] as number) - (out.y[v - 1] as number),
        );
        out.along[v] = (out.along[v - 1] as number) + stepM;
        enter(squares, out, v - 1);
      }
      v += 1;
    });
    out.scale[pipe] = lengthM > 0 ? lengthM / (out.along[v - 1] as number) : 1;
  });
  out.first[n] = v;
  const cells = new Map([...squares].map(([key, list]) => [key, Uint32Array.from(list)]));
  return { ...out, plane, ids: sound.map(({ id }) => id), cells, ...incidence(out, nodes.size) };
}

/** Puts the piece that begins at a vertex into every square that its box meets. */
function enter(squares: Map<number, number[]>, { x, y }: { x: Float64Array; y: Float64Array }, v: number): void {
  const [x0, x1, y0, y1] = [x[v], x[v + 1], y[v], y[v + 1]] as [number, number, number, number];
  for (let cx = cellOf(Math.min(x0, x1)); cx <= cellOf(Math.max(x0, x1)); cx += 1)
    for (let cy = cellOf(Math.min(y0, y1)); cy <= cellOf(Math.max(y0, y1)); cy += 1) {
      const list = squares.get(keyOf(cx, cy));
      if (list === undefined) squares.set(keyOf(cx, cy), [v]);
      else list.push(v);
    }
}

function incidence(
  { fromNode, toNode }: { readonly fromNode: Uint32Array; readonly toNode: Uint32Array },
  nodes: number,
): Pick<MatchNetwork, "nodeFirst" | "nodePipes"> {
  const nodeFirst = new Uint32Array(nodes + 1);
  for (const ends of [fromNode, toNode])
    for (const node of ends) nodeFirst[node + 1] = (nodeFirst[node + 1] as number) + 1;
  for (let i = 0; i < nodes; i += 1) nodeFirst[i + 1] = (nodeFirst[i + 1] as number) + (nodeFirst[i] as number);
  const nodePipes = new Uint32Array(2 * fromNode.length);
  const next = nodeFirst.slice();
  for (const ends of [fromNode, toNode])
    ends.forEach((node, pipe) => {
      nodePipes[next[node] as number] = pipe;
      next[node] = (next[node] as number) + 1;
    });
  return { nodeFirst, nodePipes };
}

/** Calls with each vertex that begins a piece whose square is within `radius` of a place; one may come more than once. */
export function eachPieceNear(
  { cells }: MatchNetwork,
  x: number,
  y: number,
  radius: number,
  meet: (v: number) => void,
): void {
  for (let cx = cellOf(x - radius); cx <= cellOf(x + radius); cx += 1)
    for (let cy = cellOf(y - radius); cy <= cellOf(y + radius); cy += 1) {
      const list = cells.get(keyOf(cx, cy));
      if (list !== undefined) for (const v of list) meet(v);
    }
}

import { TILE_EXTENT, TILE_MAX_ZOOM } from "#contract/tiles.ts";
import type { FlatMesh } from "./network-tile.ts";

/**
 * Bytes of a vertex: int16 x, y · int8 push x, y · int8 side (−1, 1) · uint8 level + 16 · status · uint16 back, ahead, dash, 0 ·
 * uint32 seq. Two vertices stand at each point of a line, one on either side.
 *
 * `push` says where the vertex moves to, times half the drawn width, in 1/32. `back` and `ahead` are the distances to where the stroke
 * begins and ends, for round ends; 0 marks the end itself, which is pushed on by half the width. `dash` runs along the line for patterns.
 * Distances are tile units.
 */
export const PIPE_STRIDE = 20;
/** Units of a push per half width: a corner may reach 3.9 half widths out. */
export const NORMAL_SCALE = 32;
/** A corner drawn out further than this many half widths is two round ends instead of a spike. */
const MITER_LIMIT = 2;
/** 1 + cos of the turn at which a mitred corner reaches that far. */
const SHARPEST = 2 / (MITER_LIMIT * MITER_LIMIT);
/** Tile units that one dash and its gap take at the tile's own zoom; the planned kind's divides it. */
export const DASH_UNITS = 96;
/** Tile units from one arrow to the next; a whole number of dashes. */
export const ARROW_UNITS = 6 * DASH_UNITS;
const FAR = 0xffff;

/** Lines as flat columns. Vertex i of line p: xy[2 * (offsets[p] + i)], tile units. Columns may be longer than what `seq` counts. */
export interface Lines {
  readonly offsets: Uint32Array;
  readonly xy: Int16Array;
  readonly seq: Uint32Array;
  readonly level: Uint8Array;
  readonly status: Uint8Array;
}

/** Where meshes grow before they are cut to size; kept from tile to tile. */
class Room {
  #buffer = new ArrayBuffer(PIPE_STRIDE * 4096);
  short = new Int16Array(this.#buffer);
  long = new Uint32Array(this.#buffer);
  byte = new Uint8Array(this.#buffer);
  index = new Uint32Array(4096 * 3);
  vertices = 0;
  indices = 0;

  /** Room for the mesh of a line of so many points. */
  reserve(points: number): void {
    const vertices = (this.vertices + points * 4) * PIPE_STRIDE;
    if (vertices > this.#buffer.byteLength) {
      this.#buffer = this.#buffer.transfer(vertices * 2);
      this.short = new Int16Array(this.#buffer);
      this.long = new Uint32Array(this.#buffer);
      this.byte = new Uint8Array(this.#buffer);
    }
    if (this.indices + points * 6 > this.index.length) {
      const longer = new Uint32Array((this.indices + points * 6) * 2);
      longer.set(this.index);
      this.index = longer;
    }
  }

  done(): FlatMesh {
    const { vertices: n, indices } = this;
    const index = n <= 0x10000 ? new Uint16Array(indices) : new Uint32Array(indices);
    index.set(this.index.subarray(0, indices));
    return { vertices: this.byte.slice(0, n * PIPE_STRIDE), index };
  }
}

/** The line being made into triangles: its points without equal neighbours, directions and distances. */
class Stroke {
  n = 0;
  length = 0;
  x = new Float64Array(64);
  y = new Float64Array(64);
  /** Direction of the piece that begins at a point. */
  dx = new Float64Array(64);
  dy = new Float64Array(64);
  /** Distance of a point from the first. */
  far = new Float64Array(64);

  load({ xy, offsets }: Lines, p: number): void {
    const [from, to] = [offsets[p] as number, offsets[p + 1] as number];
    if (to - from > this.x.length)
      for (const key of ["x", "y", "dx", "dy", "far"] as const) this[key] = new Float64Array((to - from) * 2);
    this.n = 0;
    for (let i = from; i < to; i++) this.#add(xy[2 * i] as number, xy[2 * i + 1] as number);
    this.length = this.n === 0 ? 0 : (this.far[this.n - 1] as number);
  }

  #add(x: number, y: number): void {
    const last = this.n - 1;
    if (last >= 0) {
      const [ex, ey] = [x - (this.x[last] as number), y - (this.y[last] as number)];
      if (ex === 0 && ey === 0) return;
      const length = Math.sqrt(ex * ex + ey * ey);
      this.dx[last] = ex / length;
      this.dy[last] = ey / length;
      this.far[last + 1] = (this.far[last] as number) + length;
    } else this.far[0] = 0;
    this.x[this.n] = x;
    this.y[this.n] = y;
    this.n += 1;
  }

  /** 1 + cos of the turn at an inner point: 2 straight on, 0 back again. */
  turn(i: number): number {
    return (
      1 + (this.dx[i - 1] as number) * (this.dx[i] as number) + (this.dy[i - 1] as number) * (this.dy[i] as number)
    );
  }
}

const isIn = (v: number) => v >= 0 && v <= TILE_EXTENT;

/** Share of the way from a to b at which the line is at the nearest edge of the tile. */
function edgeAt(ax: number, ay: number, bx: number, by: number): number {
  let at = 0;
  for (const [a, b] of [
    [ax, bx],
    [ay, by],
  ] as const) {
    if (a < 0 && b > a) at = Math.max(at, -a / (b - a));
    if (a > TILE_EXTENT && b < a) at = Math.max(at, (a - TILE_EXTENT) / (a - b));
  }
  return Math.min(1, at);
}

/** Distance along the stroke at which it comes into the tile (or, walked backwards, leaves it); null when it begins inside. */
function crossing(s: Stroke, isBackwards: boolean): number | null {
  const at = (i: number) => (isBackwards ? s.n - 1 - i : i);
  for (let k = 0; k < s.n; k++) {
    const i = at(k);
    const [bx, by] = [s.x[i] as number, s.y[i] as number];
    if (!isIn(bx) || !isIn(by)) continue;
    if (k === 0) return null;
    const a = at(k - 1);
    const share = edgeAt(s.x[a] as number, s.y[a] as number, bx, by);
    return (s.far[a] as number) + share * ((s.far[i] as number) - (s.far[a] as number));
  }
  return null;
}

/**
 * How the pattern along a line runs: `far · stretch + shift`. At the tile's edge it always begins anew, in this tile and in the next, so that
 * dashes run on across the edge; between two edges it is stretched a little to fit.
 */
function patternOf(s: Stroke, period: number): { stretch: number; shift: number } {
  const [enters, leaves] = [crossing(s, false), crossing(s, true)];
  const whole = (v: number) => Math.ceil(v / period) * period;
  if (enters === null && leaves === null) return { stretch: 1, shift: 0 };
  if (enters === null) return { stretch: 1, shift: whole(leaves as number) - (leaves as number) };
  if (leaves === null || leaves <= enters) return { stretch: 1, shift: whole(enters) - enters };
  const stretch = (Math.max(1, Math.round((leaves - enters) / period)) * period) / (leaves - enters);
  return { stretch, shift: whole(enters * stretch) - enters * stretch };
}

const room = new Room();
const stroke = new Stroke();

/** Adds the triangles of the stroke that is loaded. `kind` is the byte of level and status. */
function addStroke(seq: number, kind: number, period: number): void {
  const s = stroke;
  const { stretch, shift } = period > 0 ? patternOf(s, period) : { stretch: 1, shift: 0 };
  room.reserve(s.n + 2);
  const { short, long, byte } = room;

  const pair = (i: number, nx: number, ny: number, dx: number, dy: number, back: number, ahead: number): void => {
    const dash = Math.min(FAR, Math.round((s.far[i] as number) * stretch + shift));
    for (let side = 1; side >= -1; side -= 2) {
      const v = room.vertices++;
      short[v * 10] = s.x[i] as number;
      short[v * 10 + 1] = s.y[i] as number;
      byte[v * 20 + 4] = Math.round((nx * side + dx) * NORMAL_SCALE);
      byte[v * 20 + 5] = Math.round((ny * side + dy) * NORMAL_SCALE);
      byte[v * 20 + 6] = side;
      byte[v * 20 + 7] = kind;
      short[v * 10 + 4] = back;
      short[v * 10 + 5] = ahead;
      short[v * 10 + 6] = dash;
      short[v * 10 + 7] = 0;
      long[v * 5 + 4] = seq;
    }
  };
  const join = (): void => {
    const v = room.vertices - 4;
    const at = room.indices;
    const { index } = room;
    index[at] = v;
    index[at + 1] = v + 1;
    index[at + 2] = v + 2;
    index[at + 3] = v + 2;
    index[at + 4] = v + 1;
    index[at + 5] = v + 3;
    room.indices += 6;
  };
  const reach = (distance: number) => Math.max(1, Math.min(FAR, Math.round(distance)));

  for (let from = 0; from < s.n - 1; ) {
    let to = from + 1;
    while (to < s.n - 1 && s.turn(to) > SHARPEST) to += 1;
    const [begin, end] = [s.far[from] as number, s.far[to] as number];
    for (let i = from; i <= to; i++) {
      const [ex, ey] = i < to ? [s.dx[i] as number, s.dy[i] as number] : [0, 0];
      const [dx, dy] = i > from ? [s.dx[i - 1] as number, s.dy[i - 1] as number] : [0, 0];
      const [back, ahead] = [reach((s.far[i] as number) - begin), reach(end - (s.far[i] as number))];
      if (i === from) pair(i, -ey, ex, -ex, -ey, 0, ahead);
      else if (i === to) pair(i, -dy, dx, dx, dy, back, 0);
      else {
        // (n1 + n2) / (1 + n1·n2) is the corner where both edges meet.
        const turn = s.turn(i);
        pair(i, (-dy - ey) / turn, (dx + ex) / turn, 0, 0, back, ahead);
      }
      if (i > from) join();
    }
    from = to;
  }
}

/** Levels are numbered from the highest: the last are drawn first, so that trunk lines lie on top. */
function lowestFirst(level: Uint8Array, count: number): Uint32Array {
  const places = new Uint32Array(257);
  for (let p = 0; p < count; p++)
    places[256 - (level[p] as number)] = (places[256 - (level[p] as number)] as number) + 1;
  for (let k = 1; k < 257; k++) places[k] = (places[k] as number) + (places[k - 1] as number);
  const order = new Uint32Array(count);
  for (let p = 0; p < count; p++) {
    const before = 255 - (level[p] as number);
    order[places[before] as number] = p;
    places[before] = (places[before] as number) + 1;
  }
  return order;
}

/**
 * Triangles for lines: mitred corners, round where they are sharp, and ends that reach half a width beyond, so that pipes that meet leave
 * no notch. Lines of fewer than two different points are left out.
 * @param z the tile's zoom: arrows are drawn on the deepest tiles only, and need their patterns to meet there
 */
export function lineMesh(lines: Lines, z: number): FlatMesh {
  const { seq, level, status } = lines;
  room.vertices = 0;
  room.indices = 0;
  const everywhere = z >= TILE_MAX_ZOOM ? ARROW_UNITS : 0;
  for (const p of lowestFirst(level, seq.length)) {
    stroke.load(lines, p);
    if (stroke.n < 2) continue;
    const kind = ((level[p] as number) & 15) | (((status[p] as number) & 15) << 4);
    addStroke(seq[p] as number, kind, everywhere || ((status[p] as number) > 0 ? DASH_UNITS : 0));
  }
  return room.done();
}

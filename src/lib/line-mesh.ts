import type { PipeGeometry, PipeLines } from "./network-tile.ts";

/** Units of a normal per half width: a corner may reach 3.9 half widths out. */
export const NORMAL_SCALE = 32;
/** A corner sharper than this is cut off square instead of drawn out to a spike. */
const MITER_LIMIT = 2;

/** Grows by doubling: the number of vertices is known only once corners have been looked at. */
class Mesh {
  position: Int16Array;
  normal: Int8Array;
  along: Float32Array;
  seq: Uint32Array;
  kind: Uint8Array;
  index: Uint32Array;
  vertices = 0;
  indices = 0;

  constructor(points: number) {
    const n = Math.max(8, points * 2 + 8);
    this.position = new Int16Array(n * 2);
    this.normal = new Int8Array(n * 4);
    this.along = new Float32Array(n);
    this.seq = new Uint32Array(n);
    this.kind = new Uint8Array(n * 4);
    this.index = new Uint32Array(n * 3);
  }

  #grow() {
    const longer = <T extends Int16Array | Int8Array | Float32Array | Uint32Array | Uint8Array>(old: T): T => {
      const grown = new (old.constructor as new (n: number) => T)(old.length * 2);
      grown.set(old as never);
      return grown;
    };
    this.position = longer(this.position);
    this.normal = longer(this.normal);
    this.along = longer(this.along);
    this.seq = longer(this.seq);
    this.kind = longer(this.kind);
    this.index = longer(this.index);
  }

  /** Two vertices at one point: `(nx, ny)` pushes the left one, its opposite the right one; `(dx, dy)` pushes both on. */
  pair(x: number, y: number, nx: number, ny: number, dx: number, dy: number, along: number): number {
    if ((this.vertices + 2) * 2 > this.position.length) this.#grow();
    for (const side of [1, -1]) {
      const v = this.vertices++;
      this.position[v * 2] = x;
      this.position[v * 2 + 1] = y;
      this.normal[v * 4] = Math.round((nx * side + dx) * NORMAL_SCALE);
      this.normal[v * 4 + 1] = Math.round((ny * side + dy) * NORMAL_SCALE);
      this.normal[v * 4 + 2] = side * 127;
      this.along[v] = along;
    }
    return this.vertices - 2;
  }

  /** Two triangles between two pairs. */
  join(a: number, b: number) {
    if (this.indices + 6 > this.index.length) this.#grow();
    this.index.set([a, a + 1, b, b, a + 1, b + 1], this.indices);
    this.indices += 6;
  }

  /** Names the vertices from `first` on. */
  tell(first: number, seq: number, level: number, material: number, status: number) {
    this.seq.fill(seq, first, this.vertices);
    for (let v = first; v < this.vertices; v++) {
      this.kind[v * 4] = level;
      this.kind[v * 4 + 1] = material;
      this.kind[v * 4 + 2] = status;
    }
  }
}

/** Adds one line, its equal neighbouring points already left out. `xy` from `from` to `to` (points). */
function addLine(mesh: Mesh, xy: readonly number[]): void {
  const n = xy.length / 2;
  const at = (i: number): readonly [number, number] => [xy[2 * i] as number, xy[2 * i + 1] as number];
  const direction = (i: number): readonly [number, number, number] => {
    const [ax, ay] = at(i);
    const [bx, by] = at(i + 1);
    const length = Math.hypot(bx - ax, by - ay);
    return [(bx - ax) / length, (by - ay) / length, length];
  };
  let along = 0;
  let [dx, dy, length] = direction(0);
  const [x0, y0] = at(0);
  let last = mesh.pair(x0, y0, -dy, dx, -dx, -dy, along);
  for (let i = 1; i < n - 1; i++) {
    along += length;
    const [x, y] = at(i);
    const [ex, ey, next] = direction(i);
    const half = 1 + dx * ex + dy * ey;
    // (n1 + n2) / (1 + n1·n2) is the corner where both edges meet; its length² is 2 / half.
    if (half > 2 / (MITER_LIMIT * MITER_LIMIT)) {
      const corner = mesh.pair(x, y, (-dy - ey) / half, (dx + ex) / half, 0, 0, along);
      mesh.join(last, corner);
      last = corner;
    } else {
      const end = mesh.pair(x, y, -dy, dx, dx, dy, along);
      mesh.join(last, end);
      last = mesh.pair(x, y, -ey, ex, -ex, -ey, along);
    }
    [dx, dy, length] = [ex, ey, next];
  }
  const [x, y] = at(n - 1);
  mesh.join(last, mesh.pair(x, y, -dy, dx, dx, dy, along + length));
}

const distinct = (lines: PipeLines, p: number): number[] => {
  const out: number[] = [];
  for (let i = lines.offsets[p] as number; i < (lines.offsets[p + 1] as number); i++) {
    const [x, y] = [lines.xy[2 * i] as number, lines.xy[2 * i + 1] as number];
    if (out.length === 0 || x !== out.at(-2) || y !== out.at(-1)) out.push(x, y);
  }
  return out;
};

/** Levels are numbered from the highest: the last are drawn first, so that trunk lines lie on top. */
const lowestFirst = (level: Uint8Array): Uint32Array =>
  Uint32Array.from(level, (_, i) => i).sort((a, b) => (level[b] as number) - (level[a] as number) || a - b);

/**
 * Triangles for lines: mitred corners, square ends that reach half a width beyond, so that pipes that meet leave no notch.
 * Lines of fewer than two different points are left out.
 */
export function lineMesh(lines: PipeLines): PipeGeometry {
  const mesh = new Mesh(lines.xy.length / 2);
  let count = 0;
  for (const p of lowestFirst(lines.level)) {
    const xy = distinct(lines, p);
    if (xy.length < 4) continue;
    const first = mesh.vertices;
    addLine(mesh, xy);
    mesh.tell(
      first,
      lines.seq[p] as number,
      lines.level[p] as number,
      lines.material[p] as number,
      lines.status[p] as number,
    );
    count += 1;
  }
  return {
    position: mesh.position.slice(0, mesh.vertices * 2),
    normal: mesh.normal.slice(0, mesh.vertices * 4),
    along: mesh.along.slice(0, mesh.vertices),
    seq: mesh.seq.slice(0, mesh.vertices),
    kind: mesh.kind.slice(0, mesh.vertices * 4),
    index: mesh.index.slice(0, mesh.indices),
    count,
  };
}

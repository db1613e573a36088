import { TILE_EXTENT } from "#contract/tiles.ts";

/** Lines run this far over a tile's edge, in its units, so that their caps do not show: 8 pixels of 512. */
export const LINE_BUFFER = 64;

/** Which cells of a tile and its buffer already hold something drawn. */
export class Occupancy {
  readonly #shift: number;
  readonly #side: number;
  readonly #cells: Uint8Array;

  /** @param shift a cell's side is 2^shift tile units. */
  constructor(shift: number) {
    this.#shift = shift;
    this.#side = ((TILE_EXTENT + 2 * LINE_BUFFER) >> shift) + 1;
    this.#cells = new Uint8Array(this.#side * this.#side);
  }

  /** Takes the point's cell; false when it was taken. The point lies in the tile or its buffer. */
  take(x: number, y: number): boolean {
    const cell = ((y + LINE_BUFFER) >> this.#shift) * this.#side + ((x + LINE_BUFFER) >> this.#shift);
    if (this.#cells[cell]) return false;
    this.#cells[cell] = 1;
    return true;
  }

  /** Takes every cell the lines pass, at steps of a cell; false when all were taken. */
  takeLines(lines: readonly ArrayLike<number>[]): boolean {
    let isNew = false;
    for (const line of lines) if (this.#takeLine(line)) isNew = true;
    return isNew;
  }

  #takeLine(line: ArrayLike<number>): boolean {
    let isNew = this.take(line[0] as number, line[1] as number);
    for (let i = 0; i + 3 < line.length; i += 2) {
      const x = line[i] as number;
      const y = line[i + 1] as number;
      const dx = (line[i + 2] as number) - x;
      const dy = (line[i + 3] as number) - y;
      const steps = (Math.max(Math.abs(dx), Math.abs(dy)) >> this.#shift) + 1;
      for (let s = 1; s <= steps; s++)
        if (this.take(Math.round(x + (dx * s) / steps), Math.round(y + (dy * s) / steps))) isNew = true;
    }
    return isNew;
  }
}

const keep = { marks: new Uint8Array(256), stack: new Int32Array(512) };

/**
 * Thins a line of tile units in place (Douglas-Peucker) and drops repeated vertices; ends stay. Returns the new length.
 * @param tolerance units a dropped vertex may be off the line.
 */
export function thinLine(line: Int32Array, length: number, tolerance: number): number {
  const count = withoutRepeats(line, length) / 2;
  if (count < 3 || tolerance === 0) return count * 2;
  if (keep.marks.length < count) {
    keep.marks = new Uint8Array(count * 2);
    keep.stack = new Int32Array(count * 4);
  }
  const { marks, stack } = keep;
  marks.fill(0, 0, count);
  marks[0] = marks[count - 1] = 1;
  const limit = tolerance * tolerance;
  let top = 0;
  stack[top++] = 0;
  stack[top++] = count - 1;
  while (top > 0) {
    const to = stack[--top] as number;
    const from = stack[--top] as number;
    let far = limit;
    let worst = -1;
    for (let i = from + 1; i < to; i++) {
      const d = offLine2(line, i, from, to);
      if (d > far) {
        far = d;
        worst = i;
      }
    }
    if (worst === -1) continue;
    marks[worst] = 1;
    stack[top++] = from;
    stack[top++] = worst;
    stack[top++] = worst;
    stack[top++] = to;
  }
  let n = 0;
  for (let i = 0; i < count; i++) {
    if (!marks[i]) continue;
    line[n++] = line[2 * i] as number;
    line[n++] = line[2 * i + 1] as number;
  }
  return n;
}

function withoutRepeats(line: Int32Array, length: number): number {
  let n = 2;
  for (let i = 2; i < length; i += 2) {
    if (line[i] === line[n - 2] && line[i + 1] === line[n - 1]) continue;
    line[n++] = line[i] as number;
    line[n++] = line[i + 1] as number;
  }
  return n;
}

function offLine2(line: Int32Array, i: number, from: number, to: number): number {
  const ax = line[2 * from] as number;
  const ay = line[2 * from + 1] as number;
  const dx = (line[2 * to] as number) - ax;
  const dy = (line[2 * to + 1] as number) - ay;
  const px = (line[2 * i] as number) - ax;
  const py = (line[2 * i + 1] as number) - ay;
  const t = Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy || 1)));
  return (px - t * dx) ** 2 + (py - t * dy) ** 2;
}

import { TILE_EXTENT } from "#contract/tiles.ts";

/** Lines run this far over a tile's edge, in its units, so that their caps do not show: 8 pixels of 512. */
export const LINE_BUFFER = 64;

/** A bare square of this many tile units (2^9: 64 pixels of 512) with network in it gets a stand-in. */
const SQUARE_BITS = 9;
const SQUARES = TILE_EXTENT >> SQUARE_BITS;
const BUFFER_BITS = Math.log2(LINE_BUFFER);
const FINEST_SIDE = TILE_EXTENT + 2 * LINE_BUFFER;

/** Which cells of a tile and its buffer already hold something drawn, and which squares of the tile proper. Used again for the next tile. */
export class Occupancy {
  #shift = 0;
  #side = 0;
  #cells = new Uint32Array(0);
  readonly #squares = new Uint8Array(SQUARES * SQUARES);

  /** Empties it. @param shift a cell's side is 2^shift tile units. */
  clear(shift: number): this {
    this.#shift = shift;
    this.#side = ((FINEST_SIDE - 1) >> shift) + 2;
    const words = ((this.#side * this.#side) >> 5) + 1;
    if (this.#cells.length < words) this.#cells = new Uint32Array(words);
    else this.#cells.fill(0, 0, words);
    this.#squares.fill(0);
    return this;
  }

  /** Takes the point's cell; false when it was taken. The point lies in the tile or its buffer. */
  take(x: number, y: number): boolean {
    const cell = ((y + LINE_BUFFER) >> this.#shift) * this.#side + ((x + LINE_BUFFER) >> this.#shift);
    const bit = 1 << (cell & 31);
    const word = this.#cells[cell >> 5] as number;
    const isNew = (word & bit) === 0;
    if (isNew) this.#cells[cell >> 5] = word | bit;
    // A fine cell is within one square, which is known to be taken when the cell is.
    else if (this.#shift <= BUFFER_BITS) return false;
    if ((x & ~(TILE_EXTENT - 1)) === 0 && (y & ~(TILE_EXTENT - 1)) === 0)
      this.#squares[(y >> SQUARE_BITS) * SQUARES + (x >> SQUARE_BITS)] = 1;
    return isNew;
  }

  /** Whether the point's cell is taken already. The point lies in the tile or its buffer. */
  has(x: number, y: number): boolean {
    const cell = ((y + LINE_BUFFER) >> this.#shift) * this.#side + ((x + LINE_BUFFER) >> this.#shift);
    return ((this.#cells[cell >> 5] as number) & (1 << (cell & 31))) !== 0;
  }

  /** Whether the box, which lies in the tile and its buffer, is within one cell that is taken already. */
  isTaken(west: number, north: number, east: number, south: number): boolean {
    const shift = this.#shift;
    const x = (west + LINE_BUFFER) >> shift;
    const y = (north + LINE_BUFFER) >> shift;
    if (x !== (east + LINE_BUFFER) >> shift || y !== (south + LINE_BUFFER) >> shift) return false;
    const cell = y * this.#side + x;
    return ((this.#cells[cell >> 5] as number) & (1 << (cell & 31))) !== 0;
  }

  /** Takes every cell that a line passes, at steps of a cell; false when all were taken. `from` and `to` count numbers of `line`. */
  takeLine(line: Int32Array, from: number, to: number): boolean {
    let isNew = false;
    for (let i = from; i + 3 < to; i += 2)
      if (this.#takeStretch(line[i] as number, line[i + 1] as number, line[i + 2] as number, line[i + 3] as number))
        isNew = true;
    return this.take(line[to - 2] as number, line[to - 1] as number) || isNew;
  }

  /** Takes the cells from one point up to another, whose own is left. */
  #takeStretch(ax: number, ay: number, bx: number, by: number): boolean {
    const shift = this.#shift;
    const [dx, dy] = [bx - ax, by - ay];
    const steps = (Math.max(dx < 0 ? -dx : dx, dy < 0 ? -dy : dy) >> shift) + 1;
    // Sixteen bits behind the point, the half for rounding: a tile and its buffer fit.
    const stepX = Math.trunc((dx * 65536) / steps);
    const stepY = Math.trunc((dy * 65536) / steps);
    let isNew = false;
    if (shift > BUFFER_BITS || !isInOneSquare(ax, ay, bx, by)) {
      let x = (ax << 16) + 0x8000;
      let y = (ay << 16) + 0x8000;
      for (let s = 0; s < steps; s++, x += stepX, y += stepY) if (this.take(x >> 16, y >> 16)) isNew = true;
      return isNew;
    }
    const side = this.#side;
    const cells = this.#cells;
    const down = 16 + shift;
    let x = ((ax + LINE_BUFFER) << 16) + 0x8000;
    let y = ((ay + LINE_BUFFER) << 16) + 0x8000;
    let left = steps;
    // Up to the first that is new one has to look; the others are taken blindly.
    for (; left > 0; left--, x += stepX, y += stepY) {
      const cell = (y >> down) * side + (x >> down);
      if (((cells[cell >> 5] as number) & (1 << (cell & 31))) === 0) break;
    }
    isNew = left > 0;
    for (; left > 0; left--, x += stepX, y += stepY) {
      const cell = (y >> down) * side + (x >> down);
      cells[cell >> 5] = (cells[cell >> 5] as number) | (1 << (cell & 31));
    }
    this.#squares[(ay >> SQUARE_BITS) * SQUARES + (ax >> SQUARE_BITS)] = 1;
    return isNew;
  }

  /** Whether a box of tile units meets a square of the tile in which nothing is drawn. */
  hasBareSquare(west: number, north: number, east: number, south: number): boolean {
    const x1 = Math.min(SQUARES - 1, east >> SQUARE_BITS);
    const y1 = Math.min(SQUARES - 1, south >> SQUARE_BITS);
    for (let y = Math.max(0, north >> SQUARE_BITS); y <= y1; y++)
      for (let x = Math.max(0, west >> SQUARE_BITS); x <= x1; x++)
        if (this.#squares[y * SQUARES + x] === 0) return true;
    return false;
  }

  /** Whether a vertex of a line, or a point on it every few pixels, lies in a square of the tile in which nothing is drawn. */
  passesBareSquare(line: Int32Array, from: number, to: number): boolean {
    if (this.#isBare(line[from] as number, line[from + 1] as number)) return true;
    for (let i = from; i + 3 < to; i += 2) {
      const dx = (line[i + 2] as number) - (line[i] as number);
      const dy = (line[i + 3] as number) - (line[i + 1] as number);
      const steps = (Math.max(Math.abs(dx), Math.abs(dy)) >> 5) + 1;
      for (let s = 1; s <= steps; s++)
        if (this.#isBare((line[i] as number) + (dx * s) / steps, (line[i + 1] as number) + (dy * s) / steps))
          return true;
    }
    return false;
  }

  #isBare(x: number, y: number): boolean {
    if (x < 0 || y < 0 || x >= TILE_EXTENT || y >= TILE_EXTENT) return false;
    return this.#squares[(y >> SQUARE_BITS) * SQUARES + (x >> SQUARE_BITS)] === 0;
  }
}

/** Whether two points lie in the same square of the tile. */
const isInOneSquare = (ax: number, ay: number, bx: number, by: number): boolean =>
  ((ax | ay | bx | by) & ~(TILE_EXTENT - 1)) === 0 && ((ax ^ bx) | (ay ^ by)) >> SQUARE_BITS === 0;

const keep = { marks: new Uint8Array(256), stack: new Int32Array(512) };

/**
 * Thins a line of tile units in place (Douglas-Peucker); ends stay, and no vertex may repeat the one before. Returns the new length.
 * @param tolerance units a dropped vertex may be off the line; 0 keeps all.
 */
export function thinLine(line: Int32Array, length: number, tolerance: number): number {
  const count = length >> 1;
  if (count < 3 || tolerance === 0) return length;
  if (keep.marks.length < count) {
    keep.marks = new Uint8Array(count * 2);
    keep.stack = new Int32Array(count * 4);
  }
  const { marks, stack } = keep;
  // A call of `fill` costs more than the loop: lines are short.
  for (let i = 1; i < count - 1; i++) marks[i] = 0;
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

function offLine2(line: Int32Array, i: number, from: number, to: number): number {
  const ax = line[2 * from] as number;
  const ay = line[2 * from + 1] as number;
  const dx = (line[2 * to] as number) - ax;
  const dy = (line[2 * to + 1] as number) - ay;
  const px = (line[2 * i] as number) - ax;
  const py = (line[2 * i + 1] as number) - ay;
  const t = Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy || 1)));
  const [ox, oy] = [px - t * dx, py - t * dy];
  return ox * ox + oy * oy;
}

import type { LngLat } from "#contract/route.ts";
import { preciseWorld, type WorldBox } from "./pipes-in.ts";

/** Something that lines may meet. */
export interface Region {
  readonly box: WorldBox;
  /** Whether any part of the line of vertices `from` … `to` (not included) lies in the region; its border is part of it. */
  meets(xy: Int32Array, from: number, to: number): boolean;
  /** Comparisons of segments so far. */
  readonly work: number;
}

/** Where c lies beside the way from a to b: above zero on one side, below on the other, zero on it. */
const side = (ax: number, ay: number, bx: number, by: number, cx: number, cy: number) =>
  (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);

/** Whether a segment meets a box, touching included. */
export function segmentMeetsBox(ax: number, ay: number, bx: number, by: number, box: WorldBox): boolean {
  const [west, north, east, south] = box;
  if ((ax < west && bx < west) || (ax > east && bx > east)) return false;
  if ((ay < north && by < north) || (ay > south && by > south)) return false;
  const a = side(ax, ay, bx, by, west, north);
  const b = side(ax, ay, bx, by, east, north);
  const c = side(ax, ay, bx, by, west, south);
  const d = side(ax, ay, bx, by, east, south);
  return !((a > 0 && b > 0 && c > 0 && d > 0) || (a < 0 && b < 0 && c < 0 && d < 0));
}

/** Whether two segments have a point in common. */
export function segmentsMeet(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): boolean {
  if (Math.max(ax, bx) < Math.min(cx, dx) || Math.max(cx, dx) < Math.min(ax, bx)) return false;
  if (Math.max(ay, by) < Math.min(cy, dy) || Math.max(cy, dy) < Math.min(ay, by)) return false;
  return (
    side(ax, ay, bx, by, cx, cy) * side(ax, ay, bx, by, dx, dy) <= 0 &&
    side(cx, cy, dx, dy, ax, ay) * side(cx, cy, dx, dy, bx, by) <= 0
  );
}

/** A box as a region. */
export function boxRegion(box: WorldBox): Region {
  const [west, north, east, south] = box;
  return {
    box,
    work: 0,
    meets(xy, from, to) {
      for (let v = from; v < to; v++) {
        const x = xy[2 * v] as number;
        const y = xy[2 * v + 1] as number;
        if (x >= west && x <= east && y >= north && y <= south) return true;
      }
      for (let v = from; v < to - 1; v++)
        if (
          segmentMeetsBox(
            xy[2 * v] as number,
            xy[2 * v + 1] as number,
            xy[2 * v + 2] as number,
            xy[2 * v + 3] as number,
            box,
          )
        )
          return true;
      return false;
    },
  };
}

const MOST_CELLS_A_SIDE = 128;
/** Where in a cell's height and width its reference point lies: at no fraction that a coordinate is likely to have. */
const REFERENCE = 0.371_931_137;

/** A polygon as a region, closed by itself, by the even-odd rule. Cells over its box say which of its edges are near. */
export class PolygonRegion implements Region {
  readonly box: WorldBox;
  readonly #xs: Float64Array;
  readonly #ys: Float64Array;
  readonly #side: number;
  readonly #cellWidth: number;
  readonly #cellHeight: number;
  /** Edges of cell c: #edges[#starts[c] … #starts[c + 1]]. Edge e goes from corner e to e + 1. */
  readonly #starts: Uint32Array;
  readonly #edges: Uint32Array;
  /** 1 where a cell's reference point is inside. */
  readonly #isInside: Uint8Array;
  work = 0;

  constructor(corners: readonly LngLat[]) {
    const points = corners.map(([lng, lat]) => preciseWorld(lng, lat));
    // The first corner again at the end, so that edge e ends at e + 1.
    points.push(points[0] as [number, number]);
    this.#xs = Float64Array.from(points, ([x]) => x);
    this.#ys = Float64Array.from(points, ([, y]) => y);
    const least = (values: Float64Array) => values.reduce((a, b) => Math.min(a, b));
    const most = (values: Float64Array) => values.reduce((a, b) => Math.max(a, b));
    this.box = [least(this.#xs), least(this.#ys), most(this.#xs), most(this.#ys)];
    const [west, north, east, south] = this.box;
    this.#side = Math.max(1, Math.min(MOST_CELLS_A_SIDE, Math.ceil(2 * Math.sqrt(corners.length))));
    this.#cellWidth = (east - west) / this.#side || 1;
    this.#cellHeight = (south - north) / this.#side || 1;
    this.#starts = new Uint32Array(this.#side ** 2 + 1);
    this.#eachEdgeCell((cell) => {
      this.#starts[cell + 1] = (this.#starts[cell + 1] as number) + 1;
    });
    for (let c = 1; c < this.#starts.length; c++)
      this.#starts[c] = (this.#starts[c] as number) + (this.#starts[c - 1] as number);
    this.#edges = new Uint32Array(this.#starts.at(-1) as number);
    const next = this.#starts.slice();
    this.#eachEdgeCell((cell, edge) => {
      const at = next[cell] as number;
      this.#edges[at] = edge;
      next[cell] = at + 1;
    });
    this.#isInside = this.#referencesInside();
  }

  #column = (x: number) => Math.max(0, Math.min(this.#side - 1, Math.floor((x - this.box[0]) / this.#cellWidth)));
  #row = (y: number) => Math.max(0, Math.min(this.#side - 1, Math.floor((y - this.box[1]) / this.#cellHeight)));

  /** Each cell that a segment may touch: row by row, as far as the segment reaches within the row. */
  #eachCell(ax: number, ay: number, bx: number, by: number, visit: (cell: number) => void): void {
    const [first, last] = ay < by ? [this.#row(ay), this.#row(by)] : [this.#row(by), this.#row(ay)];
    for (let row = first; row <= last; row++) {
      let [left, right] = ax < bx ? [ax, bx] : [bx, ax];
      if (first !== last) {
        const atTop = ax + ((this.box[1] + row * this.#cellHeight - ay) / (by - ay)) * (bx - ax);
        const atBottom = ax + ((this.box[1] + (row + 1) * this.#cellHeight - ay) / (by - ay)) * (bx - ax);
        left = Math.max(left, Math.min(atTop, atBottom));
        right = Math.min(right, Math.max(atTop, atBottom));
      }
      // A cell more on either side: what is cut off by rounding is not missed.
      const to = Math.min(this.#side - 1, this.#column(right) + 1);
      for (let column = Math.max(0, this.#column(left) - 1); column <= to; column++) visit(row * this.#side + column);
    }
  }

  #eachEdgeCell(visit: (cell: number, edge: number) => void): void {
    for (let e = 0; e + 1 < this.#xs.length; e++)
      this.#eachCell(
        this.#xs[e] as number,
        this.#ys[e] as number,
        this.#xs[e + 1] as number,
        this.#ys[e + 1] as number,
        (cell) => visit(cell, e),
      );
  }

  #referenceX = (column: number) => this.box[0] + (column + REFERENCE) * this.#cellWidth;
  #referenceY = (row: number) => this.box[1] + (row + REFERENCE) * this.#cellHeight;

  /** A line through all references of a row is crossed by edges here and there: between the crossings all are in, or all out. */
  #referencesInside(): Uint8Array {
    const isInside = new Uint8Array(this.#side ** 2);
    for (let row = 0; row < this.#side; row++) {
      const y = this.#referenceY(row);
      const crossings: number[] = [];
      for (let e = 0; e + 1 < this.#xs.length; e++) {
        const x = crossingOfRow(this.#xs, this.#ys, e, y);
        if (x !== null) crossings.push(x);
      }
      crossings.sort((a, b) => a - b);
      let passed = 0;
      for (let column = 0; column < this.#side; column++) {
        while (passed < crossings.length && (crossings[passed] as number) <= this.#referenceX(column)) passed++;
        isInside[row * this.#side + column] = passed & 1;
      }
    }
    return isInside;
  }

  /** Whether a point of the box is inside, by how many edges lie between it and its cell's reference: along the row, then the column. */
  #holds(x: number, y: number): boolean {
    const [column, row] = [this.#column(x), this.#row(y)];
    const cell = row * this.#side + column;
    const [rx, ry] = [this.#referenceX(column), this.#referenceY(row)];
    let isInside = this.#isInside[cell] === 1;
    const to = this.#starts[cell + 1] as number;
    this.work += to - (this.#starts[cell] as number);
    for (let k = this.#starts[cell] as number; k < to; k++) {
      const e = this.#edges[k] as number;
      const atRow = crossingOfRow(this.#xs, this.#ys, e, ry);
      if (atRow !== null && atRow <= rx !== atRow <= x) isInside = !isInside;
      // The same with x and y changed.
      const atColumn = crossingOfRow(this.#ys, this.#xs, e, x);
      if (atColumn !== null && atColumn <= ry !== atColumn <= y) isInside = !isInside;
    }
    return isInside;
  }

  #crosses(ax: number, ay: number, bx: number, by: number): boolean {
    let isMet = false;
    this.#eachCell(ax, ay, bx, by, (cell) => {
      const to = this.#starts[cell + 1] as number;
      for (let k = this.#starts[cell] as number; k < to && !isMet; k++) {
        const e = this.#edges[k] as number;
        this.work++;
        isMet = segmentsMeet(
          ax,
          ay,
          bx,
          by,
          this.#xs[e] as number,
          this.#ys[e] as number,
          this.#xs[e + 1] as number,
          this.#ys[e + 1] as number,
        );
      }
    });
    return isMet;
  }

  meets(xy: Int32Array, from: number, to: number): boolean {
    const [west, north, east, south] = this.box;
    // Every vertex, though one would do: the first may lie so close to an edge that neither question is answered rightly.
    for (let v = from; v < to; v++) {
      const x = xy[2 * v] as number;
      const y = xy[2 * v + 1] as number;
      if (x >= west && x <= east && y >= north && y <= south && this.#holds(x, y)) return true;
    }
    for (let v = from; v < to - 1; v++) {
      const ax = xy[2 * v] as number;
      const ay = xy[2 * v + 1] as number;
      const bx = xy[2 * v + 2] as number;
      const by = xy[2 * v + 3] as number;
      if (segmentMeetsBox(ax, ay, bx, by, this.box) && this.#crosses(ax, ay, bx, by)) return true;
    }
    return false;
  }
}

/** Where edge `e` crosses the row at `y`, or null. An end on the row belongs to the side above it, so that no crossing counts twice. */
function crossingOfRow(xs: Float64Array, ys: Float64Array, e: number, y: number): number | null {
  const [y0, y1] = [ys[e] as number, ys[e + 1] as number];
  if (y0 > y === y1 > y) return null;
  const [x0, x1] = [xs[e] as number, xs[e + 1] as number];
  return x0 + ((y - y0) / (y1 - y0)) * (x1 - x0);
}

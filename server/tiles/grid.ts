import type { Bbox } from "#contract/route.ts";
import { WORLD_BITS } from "./world.ts";

/** Which things touch which cell: a compressed row per cell of one zoom. Things that span cells stand in each. Transferable. */
export interface Grid {
  readonly zoom: number;
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
  /** columns * rows + 1 */
  readonly starts: Uint32Array<ArrayBuffer>;
  readonly items: Uint32Array<ArrayBuffer>;
}

const FINEST = 15;
/** A stray thing far away must not make a grid of the whole world, nor few things many cells: the zoom falls until they are few. */
const MOST_CELLS = 2_000_000;
const CELLS_PER_THING = 4;

export const EMPTY_GRID: Grid = {
  zoom: FINEST,
  left: 0,
  top: 0,
  columns: 0,
  rows: 0,
  starts: new Uint32Array(1),
  items: new Uint32Array(0),
};

/**
 * @param boxOf writes [west, north, east, south] of thing `i` in world units into `box`.
 * @param members the things that are in this grid, ascending.
 */
export function buildGrid(members: Uint32Array, boxOf: (i: number, box: Int32Array) => void): Grid {
  if (members.length === 0) return EMPTY_GRID;
  const box = new Int32Array(4);
  const all = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0] as Bbox;
  for (const i of members) {
    boxOf(i, box);
    all[0] = Math.min(all[0], box[0] as number);
    all[1] = Math.min(all[1], box[1] as number);
    all[2] = Math.max(all[2], box[2] as number);
    all[3] = Math.max(all[3], box[3] as number);
  }
  let zoom = FINEST;
  const cells = () =>
    ((all[2] >> (WORLD_BITS - zoom)) - (all[0] >> (WORLD_BITS - zoom)) + 1) *
    ((all[3] >> (WORLD_BITS - zoom)) - (all[1] >> (WORLD_BITS - zoom)) + 1);
  const most = Math.min(MOST_CELLS, 4096 + CELLS_PER_THING * members.length);
  while (cells() > most) zoom--;
  const shift = WORLD_BITS - zoom;
  const left = all[0] >> shift;
  const top = all[1] >> shift;
  const columns = (all[2] >> shift) - left + 1;
  const rows = (all[3] >> shift) - top + 1;
  const starts = new Uint32Array(columns * rows + 1);
  const eachCell = (visit: (cell: number, i: number) => void) => {
    for (const i of members) {
      boxOf(i, box);
      for (let y = ((box[1] as number) >> shift) - top; y <= ((box[3] as number) >> shift) - top; y++)
        for (let x = ((box[0] as number) >> shift) - left; x <= ((box[2] as number) >> shift) - left; x++)
          visit(y * columns + x, i);
    }
  };
  eachCell((cell) => {
    starts[cell + 1] = (starts[cell + 1] as number) + 1;
  });
  for (let c = 1; c < starts.length; c++) starts[c] = (starts[c] as number) + (starts[c - 1] as number);
  const items = new Uint32Array(starts.at(-1) as number);
  const next = starts.slice();
  eachCell((cell, i) => {
    const at = next[cell] as number;
    items[at] = i;
    next[cell] = at + 1;
  });
  return { zoom, left, top, columns, rows, starts, items };
}

/** Remembers which things one search has met, so that those in several cells come once. */
export interface Seen {
  readonly stamps: Uint32Array;
  round: number;
}

export const seenFor = (count: number): Seen => ({ stamps: new Uint32Array(count), round: 0 });

/** Starts a search: one for all grids of the same things. */
export function nextRound(seen: Seen): void {
  if (seen.round === 0xffffffff) {
    seen.stamps.fill(0);
    seen.round = 0;
  }
  seen.round++;
}

/** Calls `visit` for each thing whose cells meet the box [west, north, east, south] in world units; some may lie beside it. */
export function searchGrid(grid: Grid, box: readonly number[], seen: Seen, visit: (i: number) => void): void {
  const shift = WORLD_BITS - grid.zoom;
  // Boxes with a buffer reach below zero at the world's edge: shifting keeps the sign, so clamping is right.
  const x0 = Math.max(0, ((box[0] as number) >> shift) - grid.left);
  const y0 = Math.max(0, ((box[1] as number) >> shift) - grid.top);
  const x1 = Math.min(grid.columns - 1, ((box[2] as number) >> shift) - grid.left);
  const y1 = Math.min(grid.rows - 1, ((box[3] as number) >> shift) - grid.top);
  for (let y = y0; y <= y1; y++) {
    // Cells of a row lie side by side: one run from the first to the last.
    if (x0 > x1) return;
    const from = grid.starts[y * grid.columns + x0] as number;
    const to = grid.starts[y * grid.columns + x1 + 1] as number;
    for (let k = from; k < to; k++) {
      const i = grid.items[k] as number;
      if (seen.stamps[i] === seen.round) continue;
      seen.stamps[i] = seen.round;
      visit(i);
    }
  }
}

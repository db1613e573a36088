/**
 * Boxes over things that lie in the order of a curve: one box for each run of 16, one for each 16 of these, up to one for all. A
 * sixteenth of the memory of a box for each thing, and found runs come in order, each once. Transferable.
 */
export interface PackedTree {
  /** Number of the first thing, and how many there are. */
  readonly first: number;
  readonly count: number;
  /** [west, north, east, south] of each run and node in world units, runs first, the root last. */
  readonly boxes: Int32Array<ArrayBuffer>;
  /** Where each height of nodes begins in `boxes` (in boxes, not numbers), and at last how many boxes there are. */
  readonly heights: Uint32Array<ArrayBuffer>;
}

/** Things in a run, runs in a node, nodes in a node. */
export const RUN = 16;

/**
 * @param widen widens `box`, [west, north, east, south] in world units, to hold thing `i`.
 * @param first, count which things: numbers that follow each other, near ones near each other.
 */
export function packTree(first: number, count: number, widen: (i: number, box: Int32Array) => void): PackedTree {
  const heights = [0];
  for (let n = Math.ceil(count / RUN); n > 0; n = n === 1 ? 0 : Math.ceil(n / RUN))
    heights.push((heights.at(-1) as number) + n);
  const boxes = new Int32Array(4 * (heights.at(-1) as number));
  const box = new Int32Array(4);
  for (let run = 0; run < (heights[1] ?? 0); run++) {
    empty(box);
    const to = Math.min(count, (run + 1) * RUN);
    for (let i = run * RUN; i < to; i++) widen(first + i, box);
    boxes.set(box, 4 * run);
  }
  for (let h = 1; h + 1 < heights.length; h++) {
    const below = heights[h - 1] as number;
    const from = heights[h] as number;
    for (let node = from; node < (heights[h + 1] as number); node++) {
      empty(box);
      const to = Math.min(from, below + (node - from + 1) * RUN);
      for (let child = below + (node - from) * RUN; child < to; child++) widenBy(box, boxes, 4 * child);
      boxes.set(box, 4 * node);
    }
  }
  return { first, count, boxes, heights: Uint32Array.from(heights) };
}

export const NO_TREE: PackedTree = packTree(0, 0, () => undefined);

function empty(box: Int32Array): void {
  box[0] = box[1] = 0x7fffffff;
  box[2] = box[3] = -0x80000000;
}

function widenBy(box: Int32Array, boxes: Int32Array, at: number): void {
  box[0] = Math.min(box[0] as number, boxes[at] as number);
  box[1] = Math.min(box[1] as number, boxes[at + 1] as number);
  box[2] = Math.max(box[2] as number, boxes[at + 2] as number);
  box[3] = Math.max(box[3] as number, boxes[at + 3] as number);
}

/** Widens a box to hold one point. */
export function widenTo(box: Int32Array, x: number, y: number): void {
  if (x < (box[0] as number)) box[0] = x;
  if (y < (box[1] as number)) box[1] = y;
  if (x > (box[2] as number)) box[2] = x;
  if (y > (box[3] as number)) box[3] = y;
}

/** [west, north, east, south] in world units; need not be whole numbers, nor within the world. */
export type Box = readonly [number, number, number, number];

/** Decides whether to go into a node or run with this box (four numbers of `boxes` from `at`). */
export type Enter = (boxes: Int32Array, at: number) => boolean;

export const meeting =
  ([west, north, east, south]: Box): Enter =>
  (boxes, at) =>
    (boxes[at] as number) <= east &&
    (boxes[at + 1] as number) <= south &&
    (boxes[at + 2] as number) >= west &&
    (boxes[at + 3] as number) >= north;

/**
 * Calls `visit` with the first and the end (not included) of each run that `enter` lets in, ascending. Things in a run that is found
 * may lie beside the box: look at each.
 */
export function searchTree(tree: PackedTree, enter: Enter, visit: (from: number, to: number) => void): void {
  const { heights, boxes, first, count } = tree;
  if (count === 0) return;
  const down = (height: number, node: number): void => {
    const place = node - (heights[height] as number);
    if (height === 0) {
      visit(first + place * RUN, first + Math.min(count, (place + 1) * RUN));
      return;
    }
    const below = heights[height - 1] as number;
    const to = Math.min(heights[height] as number, below + (place + 1) * RUN);
    for (let child = below + place * RUN; child < to; child++) if (enter(boxes, 4 * child)) down(height - 1, child);
  };
  const root = (heights.at(-1) as number) - 1;
  if (enter(boxes, 4 * root)) down(heights.length - 2, root);
}

/** Whether `enter` lets in any run: something may be there. */
export function hasAny({ heights, boxes, count }: PackedTree, enter: Enter): boolean {
  if (count === 0) return false;
  const down = (height: number, node: number): boolean => {
    if (!enter(boxes, 4 * node)) return false;
    if (height === 0) return true;
    const below = heights[height - 1] as number;
    const first = below + (node - (heights[height] as number)) * RUN;
    const to = Math.min(heights[height] as number, first + RUN);
    for (let child = first; child < to; child++) if (down(height - 1, child)) return true;
    return false;
  };
  return down(heights.length - 2, (heights.at(-1) as number) - 1);
}

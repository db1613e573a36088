/** Ways of gas between cells: out of cell c to `linkTo[firstLink[c] … firstLink[c+1]−1]`, into it from `linkFrom[firstBack[c] …]`. */
export interface CellLinks {
  readonly cells: number;
  readonly firstLink: Int32Array;
  readonly linkTo: Int32Array;
  readonly firstBack: Int32Array;
  readonly linkFrom: Int32Array;
}

/**
 * One way from a source to every cell that has gas: a forest whose every subtree is a range. What a damage can cut off hangs in the
 * subtrees of its cells; everything else keeps its way, so that a question need not walk the network.
 */
export interface SupplyTree {
  /** Place of each cell in `list`; −1 without gas. */
  readonly at: Int32Array;
  /** Where its subtree ends in `list`. */
  readonly end: Int32Array;
  readonly list: Int32Array;
}

/** Breadth first from cells with a source, then numbered so that subtrees are ranges. */
export function supplyTree(
  { cells, firstLink, linkTo }: Omit<CellLinks, "firstBack" | "linkFrom">,
  sources: Int32Array,
): SupplyTree {
  const up = new Int32Array(cells).fill(-2);
  const order = new Int32Array(cells);
  let tail = 0;
  for (const c of sources)
    if (up[c] === -2) {
      up[c] = -1;
      order[tail++] = c;
    }
  for (let head = 0; head < tail; head++) {
    const c = order[head] as number;
    for (let k = firstLink[c] as number; k < (firstLink[c + 1] as number); k++) {
      const other = linkTo[k] as number;
      if (up[other] !== -2) continue;
      up[other] = c;
      order[tail++] = other;
    }
  }
  const size = new Int32Array(cells);
  for (let i = tail - 1; i >= 0; i--) {
    const c = order[i] as number;
    size[c] = (size[c] as number) + 1;
    const above = up[c] as number;
    if (above >= 0) size[above] = (size[above] as number) + (size[c] as number);
  }
  const at = new Int32Array(cells).fill(-1);
  const end = new Int32Array(cells);
  const list = new Int32Array(tail);
  // Where the next child of a cell begins; roots stand one after another.
  const next = new Int32Array(cells);
  let root = 0;
  for (let i = 0; i < tail; i++) {
    const c = order[i] as number;
    const above = up[c] as number;
    const place = above === -1 ? root : (next[above] as number);
    if (above === -1) root += size[c] as number;
    else next[above] = place + (size[c] as number);
    at[c] = place;
    next[c] = place + 1;
    end[c] = place + (size[c] as number);
    list[place] = c;
  }
  return { at, end, list };
}

/** What a cut-out area does to supply. */
export interface CutSupply {
  /** Cells that had gas and have none, the area's among them. */
  readonly lost: Int32Array;
  /** Whether a cell has gas once the area is out. */
  readonly hasGas: (cell: number) => boolean;
}

/** Sources outside `isArea` feed again what they reach without entering it; costs what hung behind the area. */
export function cutSupply(
  { firstLink, linkTo, firstBack, linkFrom }: CellLinks,
  { at, end, list }: SupplyTree,
  area: Iterable<number>,
  isArea: (cell: number) => boolean,
): CutSupply {
  const doubtful = new Uint8Array(at.length);
  const cells: number[] = [];
  for (const top of area) {
    const first = at[top] as number;
    if (first === -1 || doubtful[top]) continue;
    for (let p = first; p < (end[top] as number); p++) {
      const c = list[p] as number;
      if (doubtful[c]) {
        // A smaller subtree that was gathered before: all of it is known.
        p = (end[c] as number) - 1;
        continue;
      }
      doubtful[c] = 1;
      cells.push(c);
    }
  }
  const queue: number[] = [];
  const feed = (c: number): void => {
    if (doubtful[c] !== 1 || isArea(c)) return;
    doubtful[c] = 0;
    queue.push(c);
  };
  for (const c of cells)
    for (let k = firstBack[c] as number; k < (firstBack[c + 1] as number); k++) {
      const from = linkFrom[k] as number;
      if (doubtful[from] === 0 && at[from] !== -1) feed(c);
    }
  for (let head = 0; head < queue.length; head++) {
    const c = queue[head] as number;
    for (let k = firstLink[c] as number; k < (firstLink[c + 1] as number); k++) feed(linkTo[k] as number);
  }
  return {
    lost: Int32Array.from(cells.filter((c) => doubtful[c] === 1)),
    hasGas: (c) => at[c] !== -1 && doubtful[c] === 0,
  };
}

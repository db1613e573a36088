import { minimumDegree } from "./minimum-degree.ts";

/**
 * The shape of a factor, worked out once per network. Columns with nearly the same rows are gathered in *supernodes*: supernode s
 * owns the places `firstColumn[s] … firstColumn[s+1]−1` and, below them, the rows `rows[firstRow[s] … firstRow[s+1]−1]`.
 */
export interface Symbolic {
  readonly size: number;
  /** Place in the order of elimination by node. */
  readonly place: Int32Array;
  readonly supernodes: number;
  readonly firstColumn: Int32Array;
  readonly firstRow: Int32Array;
  readonly rows: Int32Array;
  /** Place of each row in the front of the supernode above: its columns first, then its rows. Beside `rows`. */
  readonly inParent: Int32Array;
  /** Supernode above; −1 at a root. Always a higher number. */
  readonly parent: Int32Array;
  readonly supernodeOf: Int32Array;
}

/** Orders, and finds supernodes and their rows. Edges may be parallel; their ends differ. */
export function analyse(size: number, from: Int32Array, to: Int32Array): Symbolic {
  const graph = neighbours(size, from, to);
  const first = Int32Array.from(minimumDegree(size, graph.off, graph.adj));
  const tree = eliminationTree(first, graph);
  const order = postorder(tree.parent, first);
  const place = inverse(order.node);
  const counts = columnCounts(order, graph, place);
  const groups = supernodes(order.parent, counts);
  return { size, place, ...groups, ...rowsOf(groups, order.node, graph, place) };
}

interface Rows {
  readonly off: Int32Array;
  readonly adj: Int32Array;
}

/** Neighbours by node, each once. */
function neighbours(size: number, from: Int32Array, to: Int32Array): Rows {
  const start = new Int32Array(size + 1);
  for (let e = 0; e < from.length; e++) {
    const a = (from[e] as number) + 1;
    const b = (to[e] as number) + 1;
    start[a] = (start[a] as number) + 1;
    start[b] = (start[b] as number) + 1;
  }
  for (let i = 0; i < size; i++) start[i + 1] = (start[i + 1] as number) + (start[i] as number);
  const next = start.slice(0, size);
  const all = new Int32Array(2 * from.length);
  for (let e = 0; e < from.length; e++) {
    const a = from[e] as number;
    const b = to[e] as number;
    const x = next[a] as number;
    const y = next[b] as number;
    all[x] = b;
    all[y] = a;
    next[a] = x + 1;
    next[b] = y + 1;
  }
  const mark = new Int32Array(size).fill(-1);
  const off = new Int32Array(size + 1);
  let at = 0;
  for (let i = 0; i < size; i++) {
    for (let k = start[i] as number; k < (start[i + 1] as number); k++) {
      const j = all[k] as number;
      if (mark[j] === i) continue;
      mark[j] = i;
      all[at++] = j;
    }
    off[i + 1] = at;
  }
  return { off, adj: all.subarray(0, at) };
}

function inverse(order: Int32Array): Int32Array {
  const place = new Int32Array(order.length);
  for (let k = 0; k < order.length; k++) place[order[k] as number] = k;
  return place;
}

/** Liu's elimination tree with shortened ways: by place, the place above. */
function eliminationTree(order: Int32Array, { off, adj }: Rows): { parent: Int32Array } {
  const size = order.length;
  const place = inverse(order);
  const parent = new Int32Array(size).fill(-1);
  const ancestor = new Int32Array(size).fill(-1);
  for (let k = 0; k < size; k++) {
    const node = order[k] as number;
    for (let q = off[node] as number; q < (off[node + 1] as number); q++) {
      let i = place[adj[q] as number] as number;
      while (i < k && i !== -1) {
        const up = ancestor[i] as number;
        ancestor[i] = k;
        if (up === -1) parent[i] = k;
        i = up;
      }
    }
  }
  return { parent };
}

interface Order {
  readonly node: Int32Array;
  readonly parent: Int32Array;
}

/** Renumbers so that every subtree owns a range, the heaviest child last: its front is merged into the one above in place. */
function postorder(parent: Int32Array, order: Int32Array): Order {
  const size = parent.length;
  const child = new Int32Array(size).fill(-1);
  const sibling = new Int32Array(size).fill(-1);
  for (let k = size - 1; k >= 0; k--) {
    const up = parent[k] as number;
    if (up === -1) continue;
    sibling[k] = child[up] as number;
    child[up] = k;
  }
  const next = new Int32Array(size);
  const stack = new Int32Array(size);
  let count = 0;
  for (let root = 0; root < size; root++) {
    if (parent[root] !== -1) continue;
    let depth = 0;
    stack[0] = root;
    while (depth >= 0) {
      const k = stack[depth] as number;
      const below = child[k] as number;
      if (below === -1) {
        next[k] = count++;
        depth--;
      } else {
        child[k] = sibling[below] as number;
        stack[++depth] = below;
      }
    }
  }
  const [node, up] = [new Int32Array(size), new Int32Array(size)];
  for (let k = 0; k < size; k++) {
    const to = next[k] as number;
    node[to] = order[k] as number;
    up[to] = parent[k] === -1 ? -1 : (next[parent[k] as number] as number);
  }
  return { node, parent: up };
}

/** Rows below the diagonal by column, by walking every row's subtree: O(entries of the factor). */
function columnCounts({ node, parent }: Order, { off, adj }: Rows, place: Int32Array): Int32Array {
  const size = node.length;
  const count = new Int32Array(size);
  const mark = new Int32Array(size).fill(-1);
  for (let k = 0; k < size; k++) {
    mark[k] = k;
    const i = node[k] as number;
    for (let q = off[i] as number; q < (off[i + 1] as number); q++)
      for (let j = place[adj[q] as number] as number; j < k && mark[j] !== k; j = parent[j] as number) {
        mark[j] = k;
        count[j] = (count[j] as number) + 1;
      }
  }
  return count;
}

type Groups = Pick<Symbolic, "supernodes" | "firstColumn" | "parent" | "supernodeOf">;

/** Columns up to this many are always gathered; beyond, a share of zeros is taken into the bargain. */
const [FREE_COLUMNS, FEW_ZEROS] = [4, 0.15];

/** Chains of columns of the tree whose rows nest, joined with the chain above when few zeros come in. */
function supernodes(parent: Int32Array, count: Int32Array): Groups {
  const size = parent.length;
  const firsts: number[] = [];
  const heights: number[] = [];
  const zeros: number[] = [];
  for (let k = 0; k < size; k++) {
    // Chain k to k − 1 when k is what k − 1 hangs on.
    const top = firsts.length - 1;
    if (k > 0 && parent[k - 1] === k) {
      const columns = k - (firsts[top] as number);
      const height = columns + (count[k - 1] as number);
      const lacking = (count[k] as number) + 1 - (count[k - 1] as number);
      const more = (zeros[top] as number) + columns * lacking;
      const all = (height + lacking) * (columns + 1);
      if (lacking === 0 || (columns < FREE_COLUMNS && more <= 0.5 * all) || more < FEW_ZEROS * all) {
        zeros[top] = more;
        heights[top] = height + lacking;
        continue;
      }
    }
    firsts.push(k);
    heights.push((count[k] as number) + 1);
    zeros.push(0);
  }
  const amount = firsts.length;
  const firstColumn = Int32Array.from([...firsts, size]);
  const supernodeOf = new Int32Array(size);
  for (let s = 0; s < amount; s++) supernodeOf.fill(s, firstColumn[s], firstColumn[s + 1]);
  const above = new Int32Array(amount);
  for (let s = 0; s < amount; s++) {
    const up = parent[(firstColumn[s + 1] as number) - 1] as number;
    above[s] = up === -1 ? -1 : (supernodeOf[up] as number);
  }
  return { supernodes: amount, firstColumn, parent: above, supernodeOf };
}

/** Rows of every supernode: those of its columns in the matrix and of the supernodes below it, sorted. */
function rowsOf(
  { supernodes: amount, firstColumn, parent }: Groups,
  node: Int32Array,
  { off, adj }: Rows,
  place: Int32Array,
): Pick<Symbolic, "firstRow" | "rows" | "inParent"> {
  const firstRow = new Int32Array(amount + 1);
  let rows = new Int32Array(4 * node.length + 64);
  const mark = new Int32Array(node.length).fill(-1);
  const child = new Int32Array(amount).fill(-1);
  const sibling = new Int32Array(amount).fill(-1);
  let at = 0;
  for (let s = 0; s < amount; s++) {
    const first = firstColumn[s] as number;
    const last = firstColumn[s + 1] as number;
    if (at + node.length - last > rows.length) {
      const wider = new Int32Array(2 * rows.length + node.length);
      wider.set(rows.subarray(0, at));
      rows = wider;
    }
    for (let k = first; k < last; k++) {
      const i = node[k] as number;
      for (let q = off[i] as number; q < (off[i + 1] as number); q++) {
        const r = place[adj[q] as number] as number;
        if (r < last || mark[r] === s) continue;
        mark[r] = s;
        rows[at++] = r;
      }
    }
    for (let c = child[s] as number; c !== -1; c = sibling[c] as number)
      for (let q = firstRow[c] as number; q < (firstRow[c + 1] as number); q++) {
        const r = rows[q] as number;
        if (r < last || mark[r] === s) continue;
        mark[r] = s;
        rows[at++] = r;
      }
    rows.subarray(firstRow[s], at).sort();
    firstRow[s + 1] = at;
    const up = parent[s] as number;
    if (up !== -1) {
      sibling[s] = child[up] as number;
      child[up] = s;
    }
  }
  rows = rows.slice(0, at);
  return { firstRow, rows, inParent: placesAbove(firstColumn, firstRow, rows, parent) };
}

function placesAbove(firstColumn: Int32Array, firstRow: Int32Array, rows: Int32Array, parent: Int32Array): Int32Array {
  const inParent = new Int32Array(rows.length);
  for (let s = 0; s < parent.length; s++) {
    const up = parent[s] as number;
    if (up === -1) continue;
    const first = firstColumn[up] as number;
    const last = firstColumn[up + 1] as number;
    const width = last - first;
    let q = firstRow[up] as number;
    for (let k = firstRow[s] as number; k < (firstRow[s + 1] as number); k++) {
      const r = rows[k] as number;
      if (r < last) inParent[k] = r - first;
      else {
        while ((rows[q] as number) < r) q++;
        inParent[k] = width + q - (firstRow[up] as number);
      }
    }
  }
  return inParent;
}

/**
 * A symmetric positive definite system whose pattern is a graph: order and fill are worked out once, numbers as often as
 * wanted. Minimum degree ordering, LDLᵀ by columns (textbook: Davis, Direct Methods for Sparse Linear Systems, 2006).
 */
export class SparseSystem {
  readonly size: number;
  /** Number of entries of L below the diagonal: the price of a factorisation. */
  readonly fill: number;
  /** Place of node i in the order of elimination. */
  readonly #place: Int32Array;
  readonly #start: Int32Array;
  readonly #rows: Int32Array;
  readonly #edgeAt: Int32Array;
  readonly #values: Float64Array;
  readonly #diagonal: Float64Array;
  readonly #at: Int32Array;
  readonly #work: Float64Array;

  /** Nodes 0 … size − 1 and edges between two different ones of them; parallel edges are welcome. */
  constructor(size: number, from: Int32Array, to: Int32Array) {
    this.size = size;
    const { place, columns } = minimumDegree(size, from, to);
    this.#place = place;
    this.#start = new Int32Array(size + 1);
    for (let k = 0; k < size; k++) this.#start[k + 1] = (this.#start[k] as number) + (columns[k] as Int32Array).length;
    this.fill = this.#start[size] as number;
    this.#rows = new Int32Array(this.fill);
    for (let k = 0; k < size; k++) {
      const rows = (columns[k] as Int32Array).map((i) => place[i] as number).sort();
      this.#rows.set(rows, this.#start[k] as number);
    }
    this.#values = new Float64Array(this.fill);
    this.#diagonal = new Float64Array(size);
    this.#at = new Int32Array(size);
    this.#work = new Float64Array(size);
    this.#edgeAt = Int32Array.from(from, (a, e) => this.#find(place[a] as number, place[to[e] as number] as number));
  }

  #find(a: number, b: number): number {
    const [column, row] = a < b ? [a, b] : [b, a];
    let [low, high] = [this.#start[column] as number, (this.#start[column + 1] as number) - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#rows[middle] as number) < row) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * Factorises the weighted Laplacian: edge e couples its ends by `weight[e]` > 0, `anchor[i]` ≥ 0 is added to node i's
   * diagonal. Each connected part needs at least one positive anchor, else the matrix is singular and this throws.
   */
  factor(from: Int32Array, to: Int32Array, weight: Float64Array, anchor: Float64Array): void {
    const [values, diagonal, place] = [this.#values, this.#diagonal, this.#place];
    values.fill(0);
    for (let i = 0; i < this.size; i++) diagonal[place[i] as number] = anchor[i] as number;
    for (let e = 0; e < weight.length; e++) {
      const w = weight[e] as number;
      const at = this.#edgeAt[e] as number;
      values[at] = (values[at] as number) - w;
      const [a, b] = [place[from[e] as number] as number, place[to[e] as number] as number];
      diagonal[a] = (diagonal[a] as number) + w;
      diagonal[b] = (diagonal[b] as number) + w;
    }
    for (let k = 0; k < this.size; k++) this.#eliminate(k);
  }

  #eliminate(k: number): void {
    const [values, rows, start, diagonal, at] = [this.#values, this.#rows, this.#start, this.#diagonal, this.#at];
    const d = diagonal[k] as number;
    if (!(d > 0)) throw new Error(`the system is singular at place ${k}: ${d}`);
    const [first, last] = [start[k] as number, start[k + 1] as number];
    for (let p = first; p < last; p++) {
      const i = rows[p] as number;
      const v = values[p] as number;
      const l = v / d;
      diagonal[i] = (diagonal[i] as number) - l * v;
      if (p + 1 < last) {
        for (let q = start[i] as number; q < (start[i + 1] as number); q++) at[rows[q] as number] = q;
        for (let q = p + 1; q < last; q++) {
          const target = at[rows[q] as number] as number;
          values[target] = (values[target] as number) - l * (values[q] as number);
        }
      }
      values[p] = l;
    }
  }

  /** Solves with the last factorisation; `b` is read by node, the answer written by node into `x` (may be `b`). */
  solve(b: Float64Array, x: Float64Array): void {
    const [values, rows, start, place, y] = [this.#values, this.#rows, this.#start, this.#place, this.#work];
    for (let i = 0; i < this.size; i++) y[place[i] as number] = b[i] as number;
    for (let k = 0; k < this.size; k++)
      for (let p = start[k] as number; p < (start[k + 1] as number); p++) {
        const i = rows[p] as number;
        y[i] = (y[i] as number) - (values[p] as number) * (y[k] as number);
      }
    for (let k = this.size - 1; k >= 0; k--) {
      let sum = (y[k] as number) / (this.#diagonal[k] as number);
      for (let p = start[k] as number; p < (start[k + 1] as number); p++)
        sum -= (values[p] as number) * (y[rows[p] as number] as number);
      y[k] = sum;
    }
    for (let i = 0; i < this.size; i++) x[i] = y[place[i] as number] as number;
  }
}

interface Elimination {
  readonly place: Int32Array;
  /** By place: the nodes still there that the eliminated one was joined to. */
  readonly columns: readonly Int32Array[];
}

/** Eliminates a node of least degree, joins its neighbours, and so on. Leaves and chains, nearly all of a gas network, cost nothing. */
function minimumDegree(size: number, from: Int32Array, to: Int32Array): Elimination {
  const near = adjacency(size, from, to);
  const place = new Int32Array(size).fill(-1);
  const columns: Int32Array[] = [];
  const mark = new Int32Array(size).fill(-1);
  const buckets: number[][] = [];
  const put = (i: number): void => {
    const degree = (near[i] as number[]).length;
    while (buckets.length <= degree) buckets.push([]);
    (buckets[degree] as number[]).push(i);
  };
  for (let i = size - 1; i >= 0; i--) put(i);
  let stamp = size;
  for (let lowest = 0; columns.length < size; ) {
    const node = (buckets[lowest] as number[] | undefined)?.pop();
    if (node === undefined) {
      lowest++;
      continue;
    }
    // A bucket may hold a node from when its degree was another.
    if (place[node] !== -1 || (near[node] as number[]).length !== lowest) continue;
    const around = near[node] as number[];
    place[node] = columns.length;
    columns.push(Int32Array.from(around));
    for (const i of around) {
      stamp++;
      mark[i] = stamp;
      const kept: number[] = [];
      for (const list of [near[i] as number[], around])
        for (const j of list)
          if (j !== node && mark[j] !== stamp) {
            mark[j] = stamp;
            kept.push(j);
          }
      near[i] = kept;
      put(i);
    }
    near[node] = [];
    lowest = Math.max(0, lowest - 1);
  }
  return { place, columns };
}

function adjacency(size: number, from: Int32Array, to: Int32Array): number[][] {
  const near = Array.from({ length: size }, (): number[] => []);
  for (let e = 0; e < from.length; e++) {
    const [a, b] = [from[e] as number, to[e] as number];
    (near[a] as number[]).push(b);
    (near[b] as number[]).push(a);
  }
  return near.map((list) => [...new Set(list)]);
}

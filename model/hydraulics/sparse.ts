import { clear, copyColumns, copyOwed, extendAdd, partialFactor } from "./front.ts";
import { freeColumns } from "./free-columns.ts";
import { analyse, type Symbolic } from "./symbolic.ts";

/** What all systems of this thread have done so far: a price that no busy machine bends. Read before and after. */
export const sparseWork = { factors: 0, solves: 0, multiplyAdds: 0 };

/**
 * A symmetric positive definite system whose pattern is a graph: order and fill are worked out once, numbers as often as wanted.
 * LDLᵀ, multifrontal on supernodes (Duff, Reid 1983; Liu 1992) after an approximate minimum degree order.
 */
export class SparseSystem {
  readonly size: number;
  /** Number of entries of L below the diagonal: the price of a solve. */
  readonly fill: number;
  /** Multiplications with an addition that one factorisation takes. */
  readonly factorPrice: number;
  readonly #symbolic: Symbolic;
  /** Block of L of supernode s: columns one after another, each as long as the front, from `#block[s]`. */
  readonly #block: Int32Array;
  readonly #values: Float64Array;
  readonly #diagonal: Float64Array;
  /** Edges by supernode, and where each stands in its front. */
  readonly #firstEdge: Int32Array;
  readonly #edge: Int32Array;
  readonly #edgeAt: Int32Array;
  readonly #front: Float64Array;
  #stack: Float64Array;
  readonly #work: Float64Array;
  readonly #from: Int32Array;
  readonly #to: Int32Array;

  /** Nodes 0 … size − 1 and edges between two different ones of them; parallel edges are welcome. */
  constructor(size: number, from: Int32Array, to: Int32Array) {
    this.size = size;
    this.#from = from;
    this.#to = to;
    const symbolic = analyse(size, from, to);
    this.#symbolic = symbolic;
    const { supernodes, firstColumn, firstRow } = symbolic;
    this.#block = new Int32Array(supernodes + 1);
    let [widest, fill, price] = [0, 0, 0];
    for (let s = 0; s < supernodes; s++) {
      const width = (firstColumn[s + 1] as number) - (firstColumn[s] as number);
      const height = width + (firstRow[s + 1] as number) - (firstRow[s] as number);
      this.#block[s + 1] = (this.#block[s] as number) + width * height;
      fill += width * height - (width * (width + 1)) / 2;
      for (let rest = height - 1; rest >= height - width; rest--) price += (rest * (rest + 1)) / 2;
      widest = Math.max(widest, height);
    }
    this.fill = fill;
    this.factorPrice = price;
    this.#values = new Float64Array(this.#block[supernodes] as number);
    this.#diagonal = new Float64Array(size);
    this.#front = new Float64Array(widest * widest);
    this.#stack = new Float64Array(4 * widest * widest + 1024);
    this.#work = new Float64Array(size);
    const places = placeEdges(symbolic, from, to);
    this.#firstEdge = places.first;
    this.#edge = places.edge;
    this.#edgeAt = places.at;
  }

  /**
   * Factorises the weighted Laplacian: edge e couples its ends by `weight[e]` > 0, `anchor[i]` ≥ 0 is added to node i's
   * diagonal. Each connected part needs at least one positive anchor, else the matrix is singular and this throws.
   */
  factor(weight: Float64Array, anchor: Float64Array): void {
    sparseWork.factors++;
    sparseWork.multiplyAdds += this.factorPrice;
    const { place, supernodes, firstColumn, firstRow, parent, inParent } = this.#symbolic;
    const [diagonal, front] = [this.#diagonal, this.#front];
    for (let i = 0; i < this.size; i++) diagonal[place[i] as number] = anchor[i] as number;
    for (let e = 0; e < weight.length; e++) {
      const a = place[this.#from[e] as number] as number;
      const b = place[this.#to[e] as number] as number;
      diagonal[a] = (diagonal[a] as number) + (weight[e] as number);
      diagonal[b] = (diagonal[b] as number) + (weight[e] as number);
    }
    // What supernodes still owe the one above them lies on a stack, the last one on top: postorder makes them its children.
    const owed: number[] = [];
    let top = 0;
    for (let s = 0; s < supernodes; s++) {
      const first = firstColumn[s] as number;
      const width = (firstColumn[s + 1] as number) - first;
      const rows = (firstRow[s + 1] as number) - (firstRow[s] as number);
      const height = width + rows;
      clear(front, height);
      for (let k = 0; k < width; k++) front[k * height + k] = diagonal[first + k] as number;
      for (let q = this.#firstEdge[s] as number; q < (this.#firstEdge[s + 1] as number); q++) {
        const at = this.#edgeAt[q] as number;
        front[at] = (front[at] as number) - (weight[this.#edge[q] as number] as number);
      }
      while (owed.length > 0 && parent[owed[owed.length - 1] as number] === s) {
        const child = owed.pop() as number;
        const n = (firstRow[child + 1] as number) - (firstRow[child] as number);
        top -= n * n;
        extendAdd(front, height, this.#stack, top, n, inParent, firstRow[child] as number);
      }
      partialFactor(front, height, width, diagonal, first);
      copyColumns(front, width * height, this.#values, this.#block[s] as number);
      if (rows === 0) continue;
      if (top + rows * rows > this.#stack.length) {
        const wider = new Float64Array(2 * (top + rows * rows));
        wider.set(this.#stack.subarray(0, top));
        this.#stack = wider;
      }
      copyOwed(front, height, width, this.#stack, top);
      top += rows * rows;
      owed.push(s);
    }
  }

  /** Gives its memory back; it cannot be used any more. */
  discard(): void {
    const { place, firstColumn, firstRow, rows, inParent, parent, supernodeOf } = this.#symbolic;
    freeColumns(place, firstColumn, firstRow, rows, inParent, parent, supernodeOf, this.#block, this.#values);
    freeColumns(this.#diagonal, this.#firstEdge, this.#edge, this.#edgeAt, this.#front, this.#stack, this.#work);
    freeColumns(this.#from, this.#to);
  }

  /** Solves with the last factorisation; `b` is read by node, the answer written by node into `x` (may be `b`). */
  solve(b: Float64Array, x: Float64Array): void {
    sparseWork.solves++;
    sparseWork.multiplyAdds += 2 * this.fill + this.size;
    const { place, supernodes, firstColumn, firstRow, rows } = this.#symbolic;
    const [values, diagonal, y] = [this.#values, this.#diagonal, this.#work];
    for (let i = 0; i < this.size; i++) y[place[i] as number] = b[i] as number;
    for (let s = 0; s < supernodes; s++) {
      const first = firstColumn[s] as number;
      const last = firstColumn[s + 1] as number;
      const row = firstRow[s] as number;
      const end = firstRow[s + 1] as number;
      const height = last - first + end - row;
      let column = this.#block[s] as number;
      for (let k = first; k < last; k++, column += height) {
        const v = y[k] as number;
        const base = column - first;
        for (let i = k + 1; i < last; i++) y[i] = (y[i] as number) - (values[base + i] as number) * v;
        const below = column + last - first - row;
        for (let q = row; q < end; q++) {
          const i = rows[q] as number;
          y[i] = (y[i] as number) - (values[below + q] as number) * v;
        }
      }
    }
    for (let s = supernodes - 1; s >= 0; s--) {
      const first = firstColumn[s] as number;
      const last = firstColumn[s + 1] as number;
      const row = firstRow[s] as number;
      const end = firstRow[s + 1] as number;
      const height = last - first + end - row;
      let column = (this.#block[s] as number) + (last - first - 1) * height;
      for (let k = last - 1; k >= first; k--, column -= height) {
        let sum = (y[k] as number) / (diagonal[k] as number);
        const base = column - first;
        for (let i = k + 1; i < last; i++) sum -= (values[base + i] as number) * (y[i] as number);
        const below = column + last - first - row;
        for (let q = row; q < end; q++) sum -= (values[below + q] as number) * (y[rows[q] as number] as number);
        y[k] = sum;
      }
    }
    for (let i = 0; i < this.size; i++) x[i] = y[place[i] as number] as number;
  }
}

/** Each edge belongs to the supernode of its lower end; `at` is its place in that front. */
function placeEdges(symbolic: Symbolic, from: Int32Array, to: Int32Array) {
  const { place, supernodes, supernodeOf, firstColumn, firstRow, rows } = symbolic;
  const first = new Int32Array(supernodes + 1);
  for (let e = 0; e < from.length; e++) {
    const s = supernodeOf[Math.min(place[from[e] as number] as number, place[to[e] as number] as number)] as number;
    first[s + 1] = (first[s + 1] as number) + 1;
  }
  for (let s = 0; s < supernodes; s++) first[s + 1] = (first[s + 1] as number) + (first[s] as number);
  const next = first.slice(0, supernodes);
  const [edge, at] = [new Int32Array(from.length), new Int32Array(from.length)];
  for (let e = 0; e < from.length; e++) {
    const a = place[from[e] as number] as number;
    const b = place[to[e] as number] as number;
    const low = a < b ? a : b;
    const high = a < b ? b : a;
    const s = supernodeOf[low] as number;
    const start = firstColumn[s] as number;
    const end = firstColumn[s + 1] as number;
    const height = end - start + (firstRow[s + 1] as number) - (firstRow[s] as number);
    let row = high - start;
    if (high >= end) {
      let least = firstRow[s] as number;
      let most = (firstRow[s + 1] as number) - 1;
      while (least < most) {
        const middle = (least + most) >> 1;
        if ((rows[middle] as number) < high) least = middle + 1;
        else most = middle;
      }
      row = end - start + least - (firstRow[s] as number);
    }
    const slot = next[s] as number;
    next[s] = slot + 1;
    edge[slot] = e;
    at[slot] = (low - start) * height + row;
  }
  return { first, edge, at };
}

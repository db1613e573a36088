import { DegreeQueue } from "./degree-queue.ts";
import { freeColumns } from "./free-columns.ts";
import { unfoldOrder } from "./unfold-order.ts";

/**
 * Approximate minimum degree (Amestoy, Davis, Duff 1996): an order of elimination that keeps a sparse symmetric matrix sparse, on a
 * quotient graph in place. `off` and `adj` are the rows of a graph without loops and without double edges. Returns the node to be eliminated at each place. Leaves and chains, most of a gas network, come first and fill nothing.
 */
export function minimumDegree(size: number, off: Int32Array, adj: Int32Array): Int32Array {
  return new Quotient(size, off, adj).run();
}

/** What a node is; 0 is a variable. */
const [ELEMENT, GONE] = [1, 2];

/**
 * Nodes are variables until eliminated, then elements: cliques of what is left of their neighbours. A variable's list holds its
 * elements first, then variables. Variables found to be alike are merged: `weight` counts them, `into` says where they went.
 */
class Quotient {
  readonly #n: number;
  readonly #start: Int32Array;
  readonly #length: Int32Array;
  readonly #elements: Int32Array;
  readonly #kind: Uint8Array;
  readonly #weight: Int32Array;
  readonly #degree: Int32Array;
  readonly #into: Int32Array;
  readonly #stamp: Int32Array;
  readonly #queue: DegreeQueue;
  readonly #hashHead: Int32Array;
  readonly #hashNext: Int32Array;
  readonly #hash: Int32Array;
  readonly #pivots: Int32Array;
  #list: Int32Array;
  #free: number;
  #clock = 1;
  /** Largest weight of an element so far: no stamp stands higher above the clock. */
  #most = 0;

  constructor(size: number, off: Int32Array, adj: Int32Array) {
    this.#n = size;
    this.#free = off[size] as number;
    // Room for elements: with four times the graph lists need not be moved together on the way.
    this.#list = new Int32Array(4 * this.#free + 2 * size + 16);
    this.#list.set(adj.subarray(0, this.#free));
    this.#start = off.slice(0, size);
    this.#length = new Int32Array(size);
    this.#elements = new Int32Array(size);
    this.#kind = new Uint8Array(size);
    this.#weight = new Int32Array(size).fill(1);
    this.#degree = new Int32Array(size);
    this.#into = new Int32Array(size).fill(-1);
    this.#stamp = new Int32Array(size);
    this.#queue = new DegreeQueue(size);
    this.#hashHead = new Int32Array(size).fill(-1);
    this.#hashNext = new Int32Array(size).fill(-1);
    this.#hash = new Int32Array(size);
    this.#pivots = new Int32Array(size);
    for (let i = size - 1; i >= 0; i--) {
      const degree = (off[i + 1] as number) - (off[i] as number);
      this.#length[i] = degree;
      this.#degree[i] = degree;
      this.#queue.put(i, degree);
    }
  }

  run(): Int32Array {
    let [done, pivots] = [0, 0];
    while (done < this.#n) {
      const p = this.#queue.takeLeast();
      this.#pivots[pivots++] = p;
      done += this.#eliminate(p, done);
    }
    const order = unfoldOrder(this.#pivots.subarray(0, pivots), this.#into);
    this.#queue.free();
    freeColumns(this.#list, this.#start, this.#length, this.#elements, this.#kind, this.#weight, this.#degree);
    freeColumns(this.#into, this.#stamp, this.#hashHead, this.#hashNext, this.#hash, this.#pivots);
    return order;
  }

  /** Makes room for `more` behind the lists by moving what lives together. */
  #makeRoom(more: number): void {
    if (this.#free + more <= this.#list.length) return;
    const live: number[] = [];
    for (let i = 0; i < this.#n; i++) if (this.#kind[i] !== GONE && (this.#length[i] as number) > 0) live.push(i);
    live.sort((a, b) => (this.#start[a] as number) - (this.#start[b] as number));
    let at = 0;
    for (const i of live) {
      const from = this.#start[i] as number;
      const length = this.#length[i] as number;
      this.#list.copyWithin(at, from, from + length);
      this.#start[i] = at;
      at += length;
    }
    this.#free = at;
    if (at + more > this.#list.length) {
      const wider = new Int32Array(2 * (at + more));
      wider.set(this.#list.subarray(0, at));
      this.#list = wider;
    }
  }

  /** Turns variable p into an element; returns how many variables went with it. */
  #eliminate(p: number, done: number): number {
    const around = this.#gather(p);
    this.#countOutside(p);
    const gone = this.#update(p, around);
    this.#mergeAlike(p);
    this.#requeue(p, around - gone, done);
    return this.#weight[p] as number;
  }

  /** Writes the union of p's neighbours and of its elements' as p's own list; weights there turn negative as a mark. */
  #gather(p: number): number {
    let most = (this.#length[p] as number) - (this.#elements[p] as number);
    for (let k = 0; k < (this.#elements[p] as number); k++)
      most += this.#length[this.#list[(this.#start[p] as number) + k] as number] as number;
    this.#makeRoom(most);
    const [list, start, length, weight] = [this.#list, this.#start, this.#length, this.#weight];
    const first = start[p] as number;
    const [elements, all] = [this.#elements[p] as number, length[p] as number];
    const taken = weight[p] as number;
    weight[p] = -taken;
    const out = this.#free;
    let [at, sum] = [out, 0];
    for (let k = 0; k <= elements; k++) {
      // The last turn reads p's own variables.
      const e = k < elements ? (list[first + k] as number) : p;
      const from = k < elements ? (start[e] as number) : first + elements;
      const to = k < elements ? from + (length[e] as number) : first + all;
      for (let q = from; q < to; q++) {
        const i = list[q] as number;
        const w = weight[i] as number;
        if (w <= 0) continue;
        weight[i] = -w;
        sum += w;
        list[at++] = i;
        this.#queue.remove(i);
      }
      if (e !== p) {
        this.#kind[e] = GONE;
        this.#into[e] = p;
        length[e] = 0;
      }
    }
    this.#kind[p] = ELEMENT;
    start[p] = out;
    length[p] = at - out;
    this.#elements[p] = 0;
    this.#free = at;
    this.#degree[p] = sum;
    return sum;
  }

  /** For every element near p: the weight of its part outside p's list, as stamp above the clock. */
  #countOutside(p: number): void {
    const [list, start, stamp, degree, clock] = [this.#list, this.#start, this.#stamp, this.#degree, this.#clock];
    const from = start[p] as number;
    const to = from + (this.#length[p] as number);
    for (let q = from; q < to; q++) {
      const i = list[q] as number;
      const w = -(this.#weight[i] as number);
      const first = start[i] as number;
      for (let k = first; k < first + (this.#elements[i] as number); k++) {
        const e = list[k] as number;
        const old = stamp[e] as number;
        stamp[e] = (old >= clock ? old : (degree[e] as number) + clock) - w;
      }
    }
  }

  /** Rewrites the lists of p's variables and estimates their degrees; those joined to nothing else go with p. Returns their weight. */
  #update(p: number, around: number): number {
    const [list, start, length, weight, clock] = [this.#list, this.#start, this.#length, this.#weight, this.#clock];
    const from = start[p] as number;
    const to = from + (length[p] as number);
    let gone = 0;
    for (let q = from; q < to; q++) {
      const i = list[q] as number;
      const first = start[i] as number;
      const elements = this.#elements[i] as number;
      const all = length[i] as number;
      let [at, degree, hash] = [first, 0, 0];
      for (let k = first; k < first + elements; k++) {
        const e = list[k] as number;
        if (this.#kind[e] === GONE) continue;
        const outside = (this.#stamp[e] as number) - clock;
        if (outside > 0) {
          degree += outside;
          list[at++] = e;
          hash += e;
        } else {
          // All of it lies in p's list: p says as much.
          this.#kind[e] = GONE;
          this.#into[e] = p;
          length[e] = 0;
        }
      }
      const kept = at - first;
      const variables = first + elements;
      const moved: number = at;
      for (let k = variables; k < first + all; k++) {
        const j = list[k] as number;
        const w = weight[j] as number;
        if (w <= 0) continue;
        degree += w;
        list[at++] = j;
        hash += j;
      }
      if (degree === 0) {
        const w = -(weight[i] as number);
        gone += w;
        weight[p] = (weight[p] as number) - w;
        weight[i] = 0;
        this.#kind[i] = GONE;
        this.#into[i] = p;
        length[i] = 0;
        continue;
      }
      // p comes first; what stood there moves behind the elements, and the first variable behind all.
      if (at > moved) list[at] = list[moved] as number;
      list[moved] = list[first] as number;
      list[first] = p;
      this.#elements[i] = kept + 1;
      length[i] = at - first + 1;
      this.#degree[i] = Math.min(this.#degree[i] as number, degree);
      const h = ((hash + p) >>> 0) % this.#n;
      this.#hash[i] = h;
      this.#hashNext[i] = this.#hashHead[h] as number;
      this.#hashHead[h] = i;
    }
    this.#degree[p] = around - gone;
    this.#most = Math.max(this.#most, around);
    this.#clock += this.#most + 1;
    if (this.#clock > 0x3fffffff) {
      this.#stamp.fill(0);
      this.#clock = 1;
    }
    return gone;
  }

  /** Merges variables of p's list whose lists are the same: they will be eliminated together. */
  #mergeAlike(p: number): void {
    const [list, start, length, weight, stamp] = [this.#list, this.#start, this.#length, this.#weight, this.#stamp];
    const from = start[p] as number;
    const to = from + (length[p] as number);
    for (let q = from; q < to; q++) {
      const first = list[q] as number;
      if ((weight[first] as number) >= 0) continue;
      const h = this.#hash[first] as number;
      let i = this.#hashHead[h] as number;
      this.#hashHead[h] = -1;
      for (; i !== -1 && this.#hashNext[i] !== -1; i = this.#hashNext[i] as number, this.#clock++) {
        const [a, n, e] = [start[i] as number, length[i] as number, this.#elements[i] as number];
        for (let k = a + 1; k < a + n; k++) stamp[list[k] as number] = this.#clock;
        let before = i;
        for (let j = this.#hashNext[i] as number; j !== -1; ) {
          const b = start[j] as number;
          let isAlike = length[j] === n && this.#elements[j] === e;
          for (let k = b + 1; isAlike && k < b + n; k++) isAlike = stamp[list[k] as number] === this.#clock;
          const after = this.#hashNext[j] as number;
          if (isAlike) {
            weight[i] = (weight[i] as number) + (weight[j] as number);
            weight[j] = 0;
            this.#kind[j] = GONE;
            this.#into[j] = i;
            length[j] = 0;
            this.#hashNext[before] = after;
          } else before = j;
          j = after;
        }
      }
    }
  }

  /** Drops merged variables from p's list, makes weights positive again and sets degrees. */
  #requeue(p: number, around: number, done: number): void {
    const [list, start, weight] = [this.#list, this.#start, this.#weight];
    const from = start[p] as number;
    const to = from + (this.#length[p] as number);
    let at = from;
    weight[p] = -(weight[p] as number);
    const left = this.#n - done - (weight[p] as number);
    for (let q = from; q < to; q++) {
      const i = list[q] as number;
      const w = -(weight[i] as number);
      if (w <= 0) continue;
      weight[i] = w;
      const degree = Math.max(0, Math.min((this.#degree[i] as number) + around - w, left - w));
      this.#degree[i] = degree;
      this.#queue.put(i, degree);
      list[at++] = i;
    }
    this.#length[p] = at - from;
    this.#free = at;
    if (at === from) this.#kind[p] = GONE;
  }
}

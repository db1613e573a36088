import { freeColumns } from "./free-columns.ts";

/** Nodes by degree, as doubly linked lists: in, out and the least in constant time. */
export class DegreeQueue {
  readonly #head: Int32Array;
  readonly #next: Int32Array;
  readonly #last: Int32Array;
  #least = 0;

  /** Degrees are 0 … size. */
  constructor(size: number) {
    this.#head = new Int32Array(size + 1).fill(-1);
    this.#next = new Int32Array(size).fill(-1);
    this.#last = new Int32Array(size).fill(-1);
  }

  /** It has done its work. */
  free(): void {
    freeColumns(this.#head, this.#next, this.#last);
  }

  put(i: number, degree: number): void {
    const old = this.#head[degree] as number;
    this.#next[i] = old;
    this.#last[i] = -1 - degree;
    if (old !== -1) this.#last[old] = i;
    this.#head[degree] = i;
    if (degree < this.#least) this.#least = degree;
  }

  remove(i: number): void {
    const before = this.#last[i] as number;
    const after = this.#next[i] as number;
    if (after !== -1) this.#last[after] = before;
    // Below zero stands the degree whose list it heads.
    if (before < 0) this.#head[-1 - before] = after;
    else this.#next[before] = after;
  }

  /** Takes out a node of least degree; there must be one. */
  takeLeast(): number {
    while (this.#head[this.#least] === -1) this.#least++;
    const i = this.#head[this.#least] as number;
    this.remove(i);
    return i;
  }
}

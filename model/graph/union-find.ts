/** Disjoint sets with halved paths. */
export class UnionFind {
  readonly #up: Int32Array;

  constructor(size: number) {
    this.#up = new Int32Array(size);
    for (let i = 0; i < size; i++) this.#up[i] = i;
  }

  root(i: number): number {
    const up = this.#up;
    let at = i;
    while (up[at] !== at) {
      up[at] = up[up[at] as number] as number;
      at = up[at] as number;
    }
    return at;
  }

  join(a: number, b: number): void {
    const x = this.root(a);
    const y = this.root(b);
    // The lower number stays on top: labels do not depend on the order of joining.
    if (x < y) this.#up[y] = x;
    else this.#up[x] = y;
  }

  /** Dense labels in order of first members. */
  labels(): { label: Int32Array; count: number } {
    const label = new Int32Array(this.#up.length).fill(-1);
    let count = 0;
    for (let i = 0; i < label.length; i++) {
      const top = this.root(i);
      if (label[top] === -1) label[top] = count++;
      label[i] = label[top] as number;
    }
    return { label, count };
  }
}

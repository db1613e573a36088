// Dense fronts of the multifrontal factor: symmetric, lower half, by columns one after another.

/** Zeros in the lower half. A call of `fill` costs more than a small front has entries. */
export function clear(front: Float64Array, height: number): void {
  if (height > 32) front.fill(0, 0, height * height);
  else for (let j = 0; j < height; j++) for (let i = j * height + j; i < (j + 1) * height; i++) front[i] = 0;
}

export function copyColumns(front: Float64Array, count: number, values: Float64Array, at: number): void {
  if (count > 256) values.set(front.subarray(0, count), at);
  else for (let i = 0; i < count; i++) values[at + i] = front[i] as number;
}

/** What lies behind the factored columns, lower half. */
export function copyOwed(front: Float64Array, height: number, width: number, stack: Float64Array, top: number): void {
  const rows = height - width;
  for (let j = 0; j < rows; j++) {
    const column = (width + j) * height + width;
    const out = top + j * rows;
    for (let i = j; i < rows; i++) stack[out + i] = front[column + i] as number;
  }
}

/** Adds a child's lower triangle into the front of the one above. */
export function extendAdd(
  front: Float64Array,
  height: number,
  stack: Float64Array,
  from: number,
  n: number,
  inParent: Int32Array,
  first: number,
): void {
  for (let j = 0; j < n; j++) {
    const column = (inParent[first + j] as number) * height;
    const child = from + j * n;
    for (let i = j; i < n; i++) {
      const at = column + (inParent[first + i] as number);
      front[at] = (front[at] as number) + (stack[child + i] as number);
    }
  }
}

/** LDLᵀ of the first `width` columns of a dense symmetric front (lower half, by columns); the rest becomes what is owed above. */
export function partialFactor(
  a: Float64Array,
  height: number,
  width: number,
  diagonal: Float64Array,
  first: number,
): void {
  for (let k = 0; k < width; k++) {
    const column = k * height;
    const d = a[column + k] as number;
    if (!(d > 0)) throw new Error(`the system is singular at place ${first + k}: ${d}`);
    diagonal[first + k] = d;
    // Inside the block right away, outside it once per four columns below.
    for (let j = k + 1; j < width; j++) {
      const l = (a[column + j] as number) / d;
      if (l === 0) continue;
      const target = j * height;
      for (let i = j; i < height; i++) a[target + i] = (a[target + i] as number) - l * (a[column + i] as number);
    }
  }
  let k = 0;
  for (; k + 3 < width; k += 4) updateByFour(a, height, width, k, diagonal, first);
  for (; k < width; k++) updateByOne(a, height, width, k, diagonal[first + k] as number);
  for (let c = 0; c < width; c++) {
    const d = diagonal[first + c] as number;
    for (let i = c * height + c + 1; i < (c + 1) * height; i++) a[i] = (a[i] as number) / d;
  }
}

function updateByOne(a: Float64Array, height: number, width: number, k: number, d: number): void {
  const column = k * height;
  for (let j = width; j < height; j++) {
    const l = (a[column + j] as number) / d;
    if (l === 0) continue;
    const target = j * height;
    for (let i = j; i < height; i++) a[target + i] = (a[target + i] as number) - l * (a[column + i] as number);
  }
}

function updateByFour(
  a: Float64Array,
  height: number,
  width: number,
  k: number,
  diagonal: Float64Array,
  first: number,
): void {
  const c0 = k * height;
  const [c1, c2, c3] = [c0 + height, c0 + 2 * height, c0 + 3 * height];
  const at = first + k;
  const d0 = diagonal[at] as number;
  const d1 = diagonal[at + 1] as number;
  const d2 = diagonal[at + 2] as number;
  const d3 = diagonal[at + 3] as number;
  let j = width;
  for (; j + 1 < height; j += 2) {
    const l0 = (a[c0 + j] as number) / d0;
    const l1 = (a[c1 + j] as number) / d1;
    const l2 = (a[c2 + j] as number) / d2;
    const l3 = (a[c3 + j] as number) / d3;
    const m0 = (a[c0 + j + 1] as number) / d0;
    const m1 = (a[c1 + j + 1] as number) / d1;
    const m2 = (a[c2 + j + 1] as number) / d2;
    const m3 = (a[c3 + j + 1] as number) / d3;
    const t0 = j * height;
    const t1 = t0 + height;
    a[t0 + j] =
      (a[t0 + j] as number) -
      l0 * (a[c0 + j] as number) -
      l1 * (a[c1 + j] as number) -
      l2 * (a[c2 + j] as number) -
      l3 * (a[c3 + j] as number);
    for (let i = j + 1; i < height; i++) {
      const v0 = a[c0 + i] as number;
      const v1 = a[c1 + i] as number;
      const v2 = a[c2 + i] as number;
      const v3 = a[c3 + i] as number;
      a[t0 + i] = (a[t0 + i] as number) - l0 * v0 - l1 * v1 - l2 * v2 - l3 * v3;
      a[t1 + i] = (a[t1 + i] as number) - m0 * v0 - m1 * v1 - m2 * v2 - m3 * v3;
    }
  }
  for (; j < height; j++) {
    const l0 = (a[c0 + j] as number) / d0;
    const l1 = (a[c1 + j] as number) / d1;
    const l2 = (a[c2 + j] as number) / d2;
    const l3 = (a[c3 + j] as number) / d3;
    const t = j * height;
    for (let i = j; i < height; i++)
      a[t + i] =
        (a[t + i] as number) -
        l0 * (a[c0 + i] as number) -
        l1 * (a[c1 + i] as number) -
        l2 * (a[c2 + i] as number) -
        l3 * (a[c3 + i] as number);
  }
}

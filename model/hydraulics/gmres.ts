/**
 * Solves B x = right for a small system that is only known by what it does to a vector (Saad, Schultz 1986), from x = 0. Ends when the rest
 * is below `tolerance` times the right side or after `most` steps; a singular system gives the x that leaves the least rest.
 */
export function gmres(
  apply: (v: Float64Array) => Float64Array,
  right: Float64Array,
  most: number,
  tolerance: number,
): Float64Array {
  const n = right.length;
  const x = new Float64Array(n);
  const beta = norm(right);
  if (beta === 0) return x;
  const basis = [right.map((r) => r / beta)];
  const columns: Float64Array[] = [];
  const turns: [cos: number, sin: number][] = [];
  const rest = [beta];
  for (let k = 0; k < Math.min(most, n); k++) {
    const w = apply(basis[k] as Float64Array).slice();
    const column = new Float64Array(k + 2);
    for (let i = 0; i <= k; i++) {
      const v = basis[i] as Float64Array;
      const h = dot(v, w);
      column[i] = h;
      for (let j = 0; j < n; j++) w[j] = (w[j] as number) - h * (v[j] as number);
    }
    const left = norm(w);
    column[k + 1] = left;
    for (const [i, [c, s]] of turns.entries()) {
      const [a, b] = [column[i] as number, column[i + 1] as number];
      column[i] = c * a + s * b;
      column[i + 1] = c * b - s * a;
    }
    const size = Math.hypot(column[k] as number, left);
    if (size === 0) break;
    const [c, s] = [(column[k] as number) / size, left / size];
    turns.push([c, s]);
    column[k] = size;
    const last = rest[k] as number;
    rest[k] = c * last;
    rest.push(-s * last);
    columns.push(column);
    if (Math.abs(rest[k + 1] as number) <= tolerance * beta || left === 0) break;
    basis.push(w.map((value) => value / left));
  }
  const steps = columns.length;
  const y = new Float64Array(steps);
  for (let i = steps - 1; i >= 0; i--) {
    let sum = rest[i] as number;
    for (let j = i + 1; j < steps; j++) sum -= (columns[j]?.[i] as number) * (y[j] as number);
    y[i] = sum / (columns[i]?.[i] as number);
  }
  for (let i = 0; i < steps; i++) {
    const v = basis[i] as Float64Array;
    for (let j = 0; j < n; j++) x[j] = (x[j] as number) + (y[i] as number) * (v[j] as number);
  }
  return x;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));

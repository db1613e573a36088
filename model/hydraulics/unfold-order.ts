/** Pivots in their order, each with the variables that went with it. */
export function unfoldOrder(pivots: Int32Array, into: Int32Array): Int32Array {
  const size = into.length;
  const rank = new Int32Array(size).fill(-1);
  for (let k = 0; k < pivots.length; k++) rank[pivots[k] as number] = k;
  const first = new Int32Array(pivots.length + 1);
  const owner = new Int32Array(size);
  for (let i = 0; i < size; i++) {
    let at = i;
    while (rank[at] === -1) at = into[at] as number;
    owner[i] = rank[at] as number;
    const slot = (rank[at] as number) + 1;
    first[slot] = (first[slot] as number) + 1;
  }
  for (let k = 0; k < pivots.length; k++) first[k + 1] = (first[k + 1] as number) + (first[k] as number);
  const order = new Int32Array(size);
  for (let i = 0; i < size; i++) {
    const k = owner[i] as number;
    order[first[k] as number] = i;
    first[k] = (first[k] as number) + 1;
  }
  return order;
}

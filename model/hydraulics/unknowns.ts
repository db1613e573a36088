import type { Topology } from "./topology.ts";

/** Which groups' pressures are sought, numbered for the system, and the pipes between two of them. */
export interface Unknowns {
  /** 1 by group where a source or device holds the pressure. */
  readonly isHeld: Uint8Array;
  /** Group by number in the system. */
  readonly free: Int32Array;
  /** Live pipes between two sought groups; their ends as numbers of the system beside. */
  readonly inner: Int32Array;
  readonly innerFrom: Int32Array;
  readonly innerTo: Int32Array;
}

/** `from` and `to` are the groups at the ends of live pipes. */
export function unknownsOf({ groups, held, isFed }: Topology, from: Int32Array, to: Int32Array): Unknowns {
  const number = new Int32Array(groups).fill(-1);
  const free = new Int32Array(groups);
  const isHeld = new Uint8Array(groups);
  let count = 0;
  for (let g = 0; g < groups; g++) {
    if (!Number.isNaN(held[g])) isHeld[g] = 1;
    else if (isFed[g]) {
      number[g] = count;
      free[count++] = g;
    }
  }
  const inner = new Int32Array(from.length);
  let between = 0;
  for (let e = 0; e < from.length; e++)
    if ((number[from[e] as number] as number) >= 0 && (number[to[e] as number] as number) >= 0) inner[between++] = e;
  const pipes = inner.slice(0, between);
  return {
    ...{ isHeld, free: free.slice(0, count), inner: pipes },
    innerFrom: pipes.map((e) => number[from[e] as number] as number),
    innerTo: pipes.map((e) => number[to[e] as number] as number),
  };
}

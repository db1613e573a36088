import { groupRows, type Topology } from "./topology.ts";

/** Where Newton starts: Pa by group (NaN where unknown) and kg/s by live pipe. */
export interface NewtonStart {
  readonly pa: Float64Array;
  readonly flow: Float64Array;
}

/**
 * Pressure of every fed group before the first step, Pa: that of the held group nearest in steps, its own level; behind regulators the
 * set point, or what stands before it when that is less. NaN where none is.
 */
export function nearestHeld(topology: Topology, from: Int32Array, to: Int32Array): Float64Array {
  const { groups, held, compressors, regulators } = topology;
  const { off, adj } = groupRows(groups, from, to);
  const pa = new Float64Array(groups).fill(Number.NaN);
  const queue = new Int32Array(groups);
  let [head, tail] = [0, 0];
  const enter = (g: number, value: number): void => {
    if (!Number.isNaN(pa[g])) return;
    pa[g] = value;
    queue[tail++] = g;
  };
  const follows = new Set(compressors.filter((c) => c.follows).map((c) => c.held));
  for (let g = 0; g < groups; g++) if (!Number.isNaN(held[g]) && !follows.has(g)) enter(g, held[g] as number);
  for (;;) {
    for (; head < tail; head++) {
      const g = queue[head] as number;
      for (let k = off[g] as number; k < (off[g + 1] as number); k++) enter(adj[k] as number, pa[g] as number);
    }
    const { inlet, outlet, pa: set } = regulators;
    for (let r = 0; r < inlet.length; r++) {
      const above = pa[inlet[r] as number] as number;
      if (!Number.isNaN(above)) enter(outlet[r] as number, Math.min(above, set[r] as number));
    }
    if (head < tail) continue;
    // Behind a compressor that follows its inlet the level is known once the inlet's is.
    const next = compressors.find((c) => c.follows && Number.isNaN(pa[c.held]) && !Number.isNaN(pa[c.other]));
    if (!next?.follows) return pa;
    enter(next.held, (pa[next.other] as number) * next.follows.ratio + next.follows.rise);
  }
}

import type { GasNetwork, RegulatorState } from "./gas-network.ts";

/** A network with loss-free ways merged away: what one Newton solve works on. */
export interface Topology {
  /** Group of each node: open valves and wide-open regulators join nodes. */
  readonly groupOf: Int32Array;
  readonly groups: number;
  /** Held pressure of a group, Pa; NaN where pressure is sought. */
  readonly held: Float64Array;
  /** 1 where a source reaches. */
  readonly isFed: Uint8Array;
  /** Pipes that take part: their ends are fed and in different groups. */
  readonly livePipes: Int32Array;
}

function joinNodes(network: GasNetwork, states: readonly RegulatorState[]): { groupOf: Int32Array; groups: number } {
  const count = network.demand.length;
  const up = Int32Array.from({ length: count }, (_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (up[at] !== at) {
      up[at] = up[up[at] as number] as number;
      at = up[at] as number;
    }
    return at;
  };
  const join = (a: number, b: number): void => {
    up[root(a)] = root(b);
  };
  const { valves, regulators } = network;
  if (valves)
    for (let v = 0; v < valves.from.length; v++)
      if (valves.isOpen[v]) join(valves.from[v] as number, valves.to[v] as number);
  if (regulators)
    for (let r = 0; r < states.length; r++)
      if (states[r] === "wide_open") join(regulators.from[r] as number, regulators.to[r] as number);
  const numberOf = new Int32Array(count).fill(-1);
  const groupOf = new Int32Array(count);
  let groups = 0;
  for (let i = 0; i < count; i++) {
    const top = root(i);
    if (numberOf[top] === -1) numberOf[top] = groups++;
    groupOf[i] = numberOf[top] as number;
  }
  return { groupOf, groups };
}

/** Spreads from sources through pipes and, forwards, through regulators. */
function reach(
  network: GasNetwork,
  states: readonly RegulatorState[],
  groupOf: Int32Array,
  groups: number,
): Uint8Array {
  const next = Array.from({ length: groups }, (): number[] => []);
  const { pipes, regulators, sources } = network;
  const group = (i: number): number => groupOf[i] as number;
  for (let e = 0; e < pipes.from.length; e++) {
    const [a, b] = [group(pipes.from[e] as number), group(pipes.to[e] as number)];
    (next[a] as number[]).push(b);
    (next[b] as number[]).push(a);
  }
  if (regulators)
    for (let r = 0; r < states.length; r++)
      if (states[r] === "active")
        (next[group(regulators.from[r] as number)] as number[]).push(group(regulators.to[r] as number));
  const isFed = new Uint8Array(groups);
  const queue = Array.from(sources.node, group);
  for (const g of queue) isFed[g] = 1;
  for (let head = 0; head < queue.length; head++)
    for (const other of next[queue[head] as number] as number[])
      if (!isFed[other]) {
        isFed[other] = 1;
        queue.push(other);
      }
  return isFed;
}

/** What is connected to what, given the state of each regulator. */
export function topologyOf(network: GasNetwork, states: readonly RegulatorState[]): Topology {
  const { groupOf, groups } = joinNodes(network, states);
  const isFed = reach(network, states, groupOf, groups);
  const held = new Float64Array(groups).fill(Number.NaN);
  const { regulators, sources, pipes } = network;
  if (regulators)
    for (let r = 0; r < states.length; r++) {
      const inlet = groupOf[regulators.from[r] as number] as number;
      const outlet = groupOf[regulators.to[r] as number] as number;
      // Two regulators into one place: the higher set point rules.
      if (states[r] === "active" && isFed[inlet])
        held[outlet] = Math.max(held[outlet] || 0, regulators.pa[r] as number);
    }
  for (let s = 0; s < sources.node.length; s++)
    held[groupOf[sources.node[s] as number] as number] = sources.pa[s] as number;
  const live: number[] = [];
  for (let e = 0; e < pipes.from.length; e++) {
    const [a, b] = [groupOf[pipes.from[e] as number] as number, groupOf[pipes.to[e] as number] as number];
    if (isFed[a] && isFed[b] && a !== b) live.push(e);
  }
  return { groupOf, groups, held, isFed, livePipes: Int32Array.from(live) };
}

import type { GasModel, GasNetwork, GasSolution, RegulatorState } from "./gas-network.ts";
import { Newton, type NewtonResult, type Transfer } from "./newton.ts";
import { type Topology, topologyOf } from "./topology.ts";

const MAX_SWEEPS = 30;
/** Pressures and flows closer than this are the same: keeps regulators from hunting. */
const HYSTERESIS = 1e-9;

interface Sweep {
  readonly topology: Topology;
  readonly result: NewtonResult;
  /** Place of each regulator among the transfers; -1 when it gives nothing. */
  readonly transferOf: Int32Array;
}

/** Regulators that hold a place share what it gives; one with a lower set point than another's there gives nothing. */
function transfersOf(
  network: GasNetwork,
  states: readonly RegulatorState[],
  topology: Topology,
): { list: Transfer[]; of: Int32Array } {
  const of = new Int32Array(states.length).fill(-1);
  const list: Transfer[] = [];
  const { regulators, sources } = network;
  if (!regulators) return { list, of };
  const { groupOf, held, isFed } = topology;
  const fromSource = new Set(Array.from(sources.node, (i) => groupOf[i]));
  const holders = new Map<number, number[]>();
  for (let r = 0; r < states.length; r++) {
    const [inlet, outlet] = [
      groupOf[regulators.from[r] as number] as number,
      groupOf[regulators.to[r] as number] as number,
    ];
    const holds =
      states[r] === "active" && isFed[inlet] && !fromSource.has(outlet) && held[outlet] === regulators.pa[r];
    if (holds) holders.set(outlet, [...(holders.get(outlet) ?? []), r]);
  }
  for (const [outlet, together] of holders)
    for (const r of together) {
      of[r] = list.length;
      list.push({ from: groupOf[regulators.from[r] as number] as number, to: outlet, share: 1 / together.length });
    }
  return { list, of };
}

function sweep(network: GasNetwork, gas: GasModel, states: readonly RegulatorState[]): Sweep {
  const topology = topologyOf(network, states);
  const { list, of } = transfersOf(network, states, topology);
  return { topology, result: new Newton(network, gas, topology, list).solve(), transferOf: of };
}

/** How a regulator ought to work, seeing what came of how it did; and by how much it was wrong. */
function judge(
  network: GasNetwork,
  r: number,
  state: RegulatorState,
  { topology, result, transferOf }: Sweep,
): { state: RegulatorState; wrong: number } {
  const { from, to, pa } = network.regulators as NonNullable<GasNetwork["regulators"]>;
  const inlet = result.pa[topology.groupOf[from[r] as number] as number] as number;
  const outlet = result.pa[topology.groupOf[to[r] as number] as number] as number;
  const set = pa[r] as number;
  if (Number.isNaN(inlet)) return { state: "unfed", wrong: 0 };
  const least = set * HYSTERESIS;
  if (state === "wide_open" && inlet > set + least) return { state: "active", wrong: inlet / set - 1 };
  if (state === "closed" || state === "unfed") {
    const isWanted = Number.isNaN(outlet) || outlet < Math.min(set, inlet) - least;
    return isWanted ? { state: "active", wrong: 1 } : { state, wrong: 0 };
  }
  if (state !== "active") return { state, wrong: 0 };
  if (inlet < set - least) return { state: "wide_open", wrong: 1 - inlet / set };
  const given = transferOf[r] === -1 ? 0 : (result.transfer[transferOf[r] as number] as number);
  const scale = result.transfer.reduce((most, t) => Math.max(most, Math.abs(t)), 1e-12);
  return given < -HYSTERESIS * scale ? { state: "closed", wrong: -given / scale } : { state, wrong: 0 };
}

/** New states for all regulators; only the one most wrong changes when the same states have been before. */
function revise(
  network: GasNetwork,
  states: readonly RegulatorState[],
  done: Sweep,
  seen: Set<string>,
): RegulatorState[] {
  const verdicts = states.map((state, r) => judge(network, r, state, done));
  const all = verdicts.map((v) => v.state);
  if (!seen.has(all.join())) return all;
  const worst = verdicts.reduce((at, v, r) => (v.wrong > (verdicts[at]?.wrong ?? 0) ? r : at), 0);
  return states.map((state, r) => (r === worst ? (all[r] as RegulatorState) : state));
}

/**
 * Steady state of a gas network: pressures at nodes, flows in pipes and regulators. Regulators start active and are revised
 * until each works as the pressures allow. Never throws for a network that cannot be solved: `isConverged` is false, `starved`
 * and `unsupplied` say where. Method and equations: model analysis §3 (global gradient; GB 50028 by default).
 */
export function solveGas(network: GasNetwork, gas: GasModel): GasSolution {
  const count = network.regulators?.from.length ?? 0;
  let states: RegulatorState[] = new Array<RegulatorState>(count).fill("active");
  const seen = new Set<string>([states.join()]);
  let done = sweep(network, gas, states);
  let iterations = done.result.iterations;
  let sweeps = 1;
  let isSettled = false;
  while (sweeps < MAX_SWEEPS) {
    const next = revise(network, states, done, seen);
    isSettled = next.every((state, r) => state === states[r]);
    if (isSettled) break;
    states = next;
    seen.add(states.join());
    done = sweep(network, gas, states);
    iterations += done.result.iterations;
    sweeps++;
  }
  return report(network, states, done, { iterations, sweeps, isSettled });
}

function report(
  network: GasNetwork,
  states: readonly RegulatorState[],
  { topology, result, transferOf }: Sweep,
  count: { iterations: number; sweeps: number; isSettled: boolean },
): GasSolution {
  const nodes = Array.from({ length: network.demand.length }, (_, i) => i);
  const groupOf = (i: number): number => topology.groupOf[i] as number;
  const flow = new Float64Array(network.pipes.from.length);
  for (const [k, e] of topology.livePipes.entries()) flow[e] = result.flow[k] as number;
  const { regulators } = network;
  const regulatorFlow = Float64Array.from(states, (state, r) => {
    const t = transferOf[r] as number;
    if (t !== -1) return result.transfer[t] as number;
    // Wide open: it passes what its outlet node takes and its pipes carry on; more at one node cannot be told apart.
    return state === "wide_open" && regulators ? throughNode(network, flow, regulators.to[r] as number) : 0;
  });
  return {
    isConverged: result.isConverged && count.isSettled,
    iterations: count.iterations,
    sweeps: count.sweeps,
    residual: result.residual,
    imbalance: result.imbalance,
    pa: Float64Array.from(nodes, (i) => result.pa[groupOf(i)] as number),
    flow,
    regulatorFlow,
    regulatorState: states,
    unsupplied: nodes.filter((i) => !topology.isFed[groupOf(i)]),
    starved: nodes.filter((i) => result.starved[groupOf(i)] === 1),
  };
}

function throughNode(network: GasNetwork, flow: Float64Array, node: number): number {
  let sum = network.demand[node] as number;
  const { from, to } = network.pipes;
  for (let e = 0; e < flow.length; e++) {
    if (from[e] === node) sum += flow[e] as number;
    if (to[e] === node) sum -= flow[e] as number;
  }
  return sum;
}

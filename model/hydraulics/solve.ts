import type { GasModel, GasNetwork, GasSolution, RegulatorState, SolveOptions } from "./gas-network.ts";
import { Newton, type NewtonResult } from "./newton.ts";
import { reviseRegulators } from "./regulators.ts";
import { solutionOf } from "./solution-of.ts";
import type { NewtonStart } from "./start.ts";
import { topologyOf } from "./topology.ts";

const MAX_SWEEPS = 30;
/** Topologies kept: states of regulators that a day of steps goes through. */
const MOST_KEPT = 4;

/** One set of regulator states, solved. */
export interface Sweep {
  readonly newton: Newton;
  readonly result: NewtonResult;
}

/**
 * A network that is solved again and again: for other demands, other source pressures, step by step through a day. Order and shape of
 * the matrix are worked out once per set of regulator states and kept.
 */
export class GasSolver {
  readonly network: GasNetwork;
  readonly #gas: GasModel;
  readonly #kept = new Map<string, Newton>();

  constructor(network: GasNetwork, gas: GasModel) {
    this.network = network;
    this.#gas = gas;
  }

  /**
   * Steady state: pressures at nodes, flows in pipes, valves and devices. Regulators start active, or as they were, and are revised until
   * each works as the pressures allow. Never throws for a network that cannot be solved: `problems` says why, `starved` and `unsupplied`
   * where. `demand` (kg/s by node) stands in for the network's.
   */
  solve(options: SolveOptions & { readonly demand?: Float64Array } = {}): GasSolution {
    const { start } = options;
    const count = this.network.regulators?.from.length ?? 0;
    const demand = options.demand ?? this.network.demand;
    let states: readonly RegulatorState[] =
      start?.regulatorState.length === count ? start.regulatorState : new Array<RegulatorState>(count).fill("active");
    const seen = new Set<string>([states.join()]);
    let done = this.#sweep(states, demand, start, options.maxIterations);
    let [iterations, sweeps, isSettled] = [done.result.iterations, 1, count === 0];
    while (!isSettled && sweeps < MAX_SWEEPS) {
      const next = reviseRegulators({ ...this.network, demand }, states, done, seen);
      isSettled = next.every((state, r) => state === states[r]);
      if (isSettled) break;
      states = next;
      seen.add(states.join());
      done = this.#sweep(states, demand, this.#unfold(done), options.maxIterations);
      iterations += done.result.iterations;
      sweeps++;
    }
    return solutionOf({ ...this.network, demand }, states, done, { iterations, sweeps, isSettled });
  }

  #sweep(
    states: readonly RegulatorState[],
    demand: Float64Array,
    start: Pick<GasSolution, "pa" | "flow"> | undefined,
    maxIterations: number | undefined,
  ): Sweep {
    const key = states.join();
    let newton = this.#kept.get(key);
    if (!newton) {
      newton = new Newton(this.network, this.#gas, topologyOf(this.network, states));
      if (this.#kept.size >= MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value as string);
      this.#kept.set(key, newton);
    }
    newton.setDemand(demand);
    return { newton, result: newton.solve(start && this.#fold(newton, start), maxIterations) };
  }

  /** A solution by node and pipe, as groups and live pipes. */
  #fold({ topology }: Newton, { pa, flow }: Pick<GasSolution, "pa" | "flow">): NewtonStart {
    const byGroup = new Float64Array(topology.groups).fill(Number.NaN);
    for (let i = 0; i < pa.length; i++) byGroup[topology.groupOf[i] as number] = pa[i] as number;
    const known = (e: number): number => {
      const m = flow[e];
      return m !== undefined && Number.isFinite(m) ? m : 0;
    };
    return { pa: byGroup, flow: Float64Array.from(topology.livePipes, known) };
  }

  #unfold({ newton, result }: Sweep): Pick<GasSolution, "pa" | "flow"> {
    const flow = new Float64Array(this.network.pipes.from.length);
    for (const [k, e] of newton.topology.livePipes.entries()) if (e < flow.length) flow[e] = result.flow[k] as number;
    return { pa: Float64Array.from(newton.topology.groupOf, (g) => result.pa[g] as number), flow };
  }
}

/** Solves a network once: `new GasSolver(network, gas).solve(options)`. */
export const solveGas = (network: GasNetwork, gas: GasModel, options: SolveOptions = {}): GasSolution =>
  new GasSolver(network, gas).solve(options);

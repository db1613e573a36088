import { faultsOf, isDemand, unsolvable } from "./faults.ts";
import type { GasModel, GasNetwork, GasSolution, SolveOptions } from "./gas-network.ts";
import { Newton } from "./newton.ts";
import { solutionOf } from "./solution-of.ts";
import type { NewtonStart } from "./start.ts";
import { topologyOf } from "./topology.ts";

/**
 * A network that is solved again and again: for other demands, step by step through a day. What hangs together, and order and
 * shape of the matrix, are worked out once and kept, whatever regulators do.
 */
export class GasSolver {
  readonly network: GasNetwork;
  readonly #gas: GasModel;
  #kept: Newton | null = null;
  #isSound: boolean | null = null;

  constructor(network: GasNetwork, gas: GasModel) {
    this.network = network;
    this.#gas = gas;
  }

  /** Gives back what was kept; a further solve works it out again. */
  discard(): void {
    this.#kept?.discard();
    this.#kept = null;
  }

  /**
   * Steady state: pressures at nodes, flows in pipes, valves and devices. Regulators begin as they were in `start`, else as levels let
   * expect, and are put right until each works as its pressures say. Never throws for a network that cannot be solved: `problems` says
   * why, `starved` and `unsupplied` where. `demand` (kg/s by node) stands in for the network's.
   */
  solve(options: SolveOptions & { readonly demand?: Float64Array } = {}): GasSolution {
    const { start, maxIterations, valveFlows = true } = options;
    const demand = options.demand ?? this.network.demand;
    this.#isSound ??= faultsOf(this.network).length === 0;
    if (!this.#isSound || !isDemand(this.network, demand)) return unsolvable(this.network);
    this.#kept ??= new Newton(this.network, this.#gas, topologyOf(this.network));
    const newton = this.#kept;
    newton.setDemand(demand);
    const isSame = start?.regulatorState.length === (this.network.regulators?.from.length ?? 0);
    const begin = start && fold(newton, start);
    const result = newton.solve(begin, isSame ? start?.regulatorState : undefined, maxIterations);
    return solutionOf({ ...this.network, demand }, newton, result, valveFlows);
  }
}

/** A solution by node and pipe, as groups and live pipes. */
function fold({ topology }: Newton, { pa, flow }: Pick<GasSolution, "pa" | "flow">): NewtonStart {
  const byGroup = new Float64Array(topology.groups).fill(Number.NaN);
  for (let i = 0; i < pa.length; i++) byGroup[topology.groupOf[i] as number] = pa[i] as number;
  const known = (e: number): number => {
    const m = flow[e];
    return m !== undefined && Number.isFinite(m) ? m : 0;
  };
  return { pa: byGroup, flow: Float64Array.from(topology.livePipes, known) };
}

/** Solves a network once: `new GasSolver(network, gas).solve(options)`. */
export function solveGas(network: GasNetwork, gas: GasModel, options: SolveOptions = {}): GasSolution {
  const solver = new GasSolver(network, gas);
  const solution = solver.solve(options);
  solver.discard();
  return solution;
}

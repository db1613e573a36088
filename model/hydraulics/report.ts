import type { GasModel, GasNetwork, GasSolution } from "./gas-network.ts";

/** Mean velocity in a pipe, m/s, with the sign of its flow: at the mean pressure 2/3 (p1³ − p2³)/(p1² − p2²). */
export function pipeVelocity(network: GasNetwork, gas: GasModel, solution: GasSolution, e: number): number {
  const { pipes } = network;
  const [p1, p2] = [solution.pa[pipes.from[e] as number] as number, solution.pa[pipes.to[e] as number] as number];
  const m = solution.flow[e] as number;
  if (m === 0 || !(p1 + p2 > 0)) return 0;
  const mean = (2 / 3) * (p1 + p2 - (p1 * p2) / (p1 + p2));
  const density = (gas.rhoN * gas.tN * mean) / (gas.temperature * gas.pN * gas.z(mean));
  const d = pipes.diameter[e] as number;
  return m / (density * (Math.PI / 4) * d * d);
}

export interface ReportLimits {
  /** Least pressure of service at each node, Pa absolute. */
  readonly servicePa?: Float64Array;
  /** Highest velocity in each pipe, m/s. Usual: 20 at medium pressure, 7 at low. */
  readonly velocityMS?: Float64Array;
}

/** What of a solution is worth saying before it is used. */
export interface SolveReport {
  readonly isUsable: boolean;
  readonly problems: GasSolution["problems"];
  readonly iterations: number;
  readonly residual: number;
  /** Largest imbalance at a node, kg/s. */
  readonly imbalance: number;
  /** In from sources, out to customers, and what of the demand is not served, kg/s. */
  readonly balance: { readonly inKgS: number; readonly outKgS: number; readonly unservedKgS: number };
  readonly unsupplied: readonly number[];
  readonly starved: readonly number[];
  readonly belowService: readonly number[];
  readonly tooFast: readonly number[];
  /** Regulators that do not simply hold their set point. */
  readonly regulators: readonly { readonly index: number; readonly state: GasSolution["regulatorState"][number] }[];
}

/** Residual, mass balance, and everything that is not normal. */
export function reportOf(
  network: GasNetwork,
  gas: GasModel,
  solution: GasSolution,
  { servicePa, velocityMS }: ReportLimits = {},
): SolveReport {
  const sum = (list: Float64Array): number => list.reduce((all, v) => all + v, 0);
  const nodes = Array.from(solution.pa.keys());
  const pipes = Array.from(solution.flow.keys());
  const outKgS = sum(solution.served);
  return {
    isUsable: solution.problems.length === 0,
    problems: solution.problems,
    iterations: solution.iterations,
    residual: solution.residual,
    imbalance: solution.imbalance,
    balance: { inKgS: sum(solution.sourceFlow), outKgS, unservedKgS: sum(network.demand) - outKgS },
    unsupplied: solution.unsupplied,
    starved: solution.starved,
    belowService: servicePa
      ? nodes.filter((i) => (network.demand[i] as number) > 0 && (solution.pa[i] as number) < (servicePa[i] as number))
      : [],
    tooFast: velocityMS
      ? pipes.filter((e) => Math.abs(pipeVelocity(network, gas, solution, e)) > (velocityMS[e] as number))
      : [],
    regulators: solution.regulatorState.flatMap((state, index) => (state === "active" ? [] : [{ index, state }])),
  };
}

import type { SolveReport } from "#contract/model-solve.ts";
import { type GasNetwork, type GasSolution, NATURAL_GAS } from "#model/hydraulics/gas-network.ts";
import { reportOf } from "#model/hydraulics/report.ts";
import type { ModelNetwork } from "./assemble.ts";
import { KGS_PER_M3H } from "./district-gas.ts";
import { NO_REGULATORS } from "./regulator-states.ts";
import { rounded, type Starving, starvedAt } from "./starved-places.ts";

/**
 * What the solution of one part by itself is worth. `nodes`: node of the graph of each of its first nodes; what comes after them (a damage)
 * is nobody's place. Gas that leaks counts as going out.
 */
export function partReport(
  net: ModelNetwork,
  nodes: Int32Array,
  network: GasNetwork,
  solution: GasSolution,
): SolveReport {
  const { balance, problems } = reportOf(network, NATURAL_GAS, solution);
  const starving: Starving[] = Array.from(nodes, (n, i) => ({
    ...{ n, askedM3h: (network.demand[i] as number) / KGS_PER_M3H },
    shortM3h: ((network.demand[i] as number) - (solution.served[i] as number)) / KGS_PER_M3H,
    kPa: (solution.pa[i] as number) / 1000 - (net.heights.airKPa[n] as number),
  }));
  const failed = problems.length > 0 ? 1 : 0;
  return {
    ...{ isConverged: failed === 0, iterations: solution.iterations, districts: 1, solved: 1, failed },
    ...{ residual: solution.residual, imbalanceM3h: rounded(solution.imbalance / KGS_PER_M3H) },
    balance: {
      inM3h: rounded(balance.inKgS / KGS_PER_M3H),
      outM3h: rounded(balance.outKgS / KGS_PER_M3H),
      shortM3h: rounded(balance.unservedKgS / KGS_PER_M3H),
    },
    starved: starvedAt(net, starving),
    regulators: NO_REGULATORS,
    reasons: [],
  };
}

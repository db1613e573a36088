import { CUSTOMER_CLASSES } from "#contract/gas.ts";
import type { SolvedSums } from "#contract/model.ts";
import type { ModelNetwork } from "./assemble.ts";
import { SERVICE_KPA } from "./district-gas.ts";
import type { SolvedNetwork } from "./solve-districts.ts";

const FALLEN_SHARE = 0.9;

/** What a solution comes to, against today's. */
export function solvedSums(net: ModelNetwork, then: SolvedNetwork, today: SolvedNetwork): SolvedSums {
  const { graph, rows } = net;
  const width = CUSTOMER_CLASSES.length;
  let [unsupplied, belowService, fallen, lowest] = [0, 0, 0, Number.POSITIVE_INFINITY];
  for (let n = 0; n < graph.nodes; n++) {
    const kPa = then.kPa[n] as number;
    const before = today.kPa[n] as number;
    if (kPa < before * FALLEN_SHARE) fallen++;
    if (n >= rows.nodes.kind.length) continue;
    let customers = 0;
    for (let k = 0; k < width; k++) customers += rows.nodes.customers[n * width + k] as number;
    if (customers === 0) continue;
    if (Number.isNaN(kPa)) unsupplied += customers;
    else {
      if (kPa < SERVICE_KPA) belowService += customers;
      lowest = Math.min(lowest, kPa);
    }
  }
  return {
    isConverged: !then.failed.some((failed) => failed === 1),
    iterations: then.iterations,
    residual: then.residual,
    districts: then.solved,
    unsupplied,
    belowService,
    fallen,
    lowestKPa: Number.isFinite(lowest) ? Math.round(lowest * 1000) / 1000 : null,
  };
}

/** Nodes with gas whose pressure fell by more than a tenth. */
export function fallenNodes(then: SolvedNetwork, today: SolvedNetwork): number[] {
  const list: number[] = [];
  then.kPa.forEach((kPa, n) => {
    if (kPa < (today.kPa[n] as number) * FALLEN_SHARE) list.push(n);
  });
  return list;
}

import type { FrictionLaw } from "#model/hydraulics/friction.ts";
import type { GasNetwork, GasSolution } from "#model/hydraulics/gas-network.ts";
import { GasSolver, solveGas } from "#model/hydraulics/solve.ts";
import { least, pace, told } from "./clock.ts";
import type { Goal } from "./graph-pace.ts";
import { GRID_GAS, type GridItem, gaugeBar, gridNetwork, makeGrid } from "./perfgrid.ts";

/** pandapipes 0.14.0 with numba on such a machine: best wall time, ms, and steps; null where it did not converge in 100. */
const PANDAPIPES: Readonly<Record<string, readonly (readonly [FrictionLaw, number | null, number])[]>> = {
  "1k": [
    ["nikuradse", 44, 13],
    ["swamee-jain", 33, 8],
    ["colebrook", 40, 9],
  ],
  "10k": [
    ["nikuradse", 425, 12],
    ["swamee-jain", null, 100],
    ["colebrook", null, 100],
  ],
  "100k": [
    ["nikuradse", 10_754, 14],
    ["colebrook", null, 100],
  ],
};

/** Goals, ms: cold, and from a solution near by. */
const GOALS: Readonly<Record<string, readonly [cold: number, warm: number]>> = {
  "1k": [4, 1],
  "10k": [40, 10],
  "100k": [800, 150],
  "1M": [12_000, Number.POSITIVE_INFINITY],
};
const RUNS: Readonly<Record<string, number>> = { "1k": 60, "10k": 12, "100k": 4, "1M": 2 };
const LAWS: readonly FrictionLaw[] = [
  "colebrook",
  "swamee-jain",
  "gb",
  "gb-zones",
  "hofer",
  "altshul",
  "colebrook+laminar",
];

/** Every other pipe drawn the other way. */
function turned(net: GasNetwork): GasNetwork {
  const { from, to } = net.pipes;
  const isTurned = (e: number): boolean => (e * 2_654_435_761) % 4_294_967_296 < 2_147_483_648;
  return {
    ...net,
    pipes: {
      ...net.pipes,
      from: from.map((a, e) => (isTurned(e) ? (to[e] as number) : a)),
      to: to.map((b, e) => (isTurned(e) ? (from[e] as number) : b)),
    },
  };
}

function probesOff({ pressures }: GridItem, { pa }: GasSolution): number {
  const probes = Object.entries(pressures?.probes ?? {});
  return probes.reduce((most, [n, bar]) => Math.max(most, Math.abs(gaugeBar(pa[Number(n)] as number) - bar)), 0);
}

/** Accuracy, steps and pace of the solver on one grid, beside pandapipes; prints lines. */
export function solvePace(item: GridItem, goal: Goal): void {
  const net = gridNetwork(makeGrid(item));
  const [coldGoal, warmGoal] = GOALS[item.tag] ?? [0, 0];
  const runs = RUNS[item.tag] ?? 1;
  let cold = solveGas(net, GRID_GAS);
  const coldPace = pace(runs, () => {
    cold = solveGas(net, GRID_GAS);
  });
  const solver = new GasSolver(net, GRID_GAS);
  const first = solver.solve();
  const demand = net.demand.map((q, i) => q * (1 + 0.02 * Math.sin(i)));
  let warm = first;
  const warmPace = pace(runs, () => {
    warm = solver.solve({ demand, start: first });
  });
  const againPace = pace(runs, () => {
    solver.solve({ demand });
  });
  const off = probesOff(item, cold);
  console.log(
    `  ${item.tag}, nikuradse: cold ${told(coldPace)}, ${cold.iterations} steps; warm ${told(warmPace)}, ${warm.iterations} steps; ` +
      `from nothing with the shape kept ${told(againPace)}; ` +
      `residual ${cold.residual.toExponential(1)}, imbalance ${cold.imbalance.toExponential(1)} kg/s`,
  );
  console.log(`    pandapipes 0.14: ${(PANDAPIPES[item.tag] ?? []).map(anchor).join("; ") || "not tried"}`);
  if (item.pressures)
    console.log(
      `    pressures off by ${off.toExponential(1)} bar; goal ≤ 1e-6: ${goal(`${item.tag} pressures`, off <= 1e-6)}`,
    );
  console.log(`    goal: cold ≤ ${coldGoal} ms: ${goal(`${item.tag} cold`, least(coldPace) <= coldGoal)}`);
  if (Number.isFinite(warmGoal))
    console.log(`    goal: warm ≤ ${warmGoal} ms: ${goal(`${item.tag} warm`, least(warmPace) <= warmGoal)}`);
  if (item.tag === "1M") return;
  const steps: string[] = [];
  let isAll = true;
  for (const law of LAWS)
    for (const [network, mark] of [
      [net, ""],
      [turned(net), " turned"],
    ] as const) {
      const s = solveGas(network, { ...GRID_GAS, law });
      isAll = isAll && s.problems.length === 0 && s.iterations <= 15;
      steps.push(`${law}${mark} ${s.iterations}`);
    }
  console.log(`    steps: ${steps.join(", ")}`);
  console.log(`    goal: every law, any orientation, ≤ 15 steps: ${goal(`${item.tag} laws`, isAll)}`);
}

const anchor = ([law, ms, steps]: readonly [FrictionLaw, number | null, number]): string =>
  ms === null ? `${law} no end in ${steps} steps` : `${law} ${ms} ms, ${steps} steps`;

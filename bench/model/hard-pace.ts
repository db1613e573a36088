import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { GasNetwork } from "#model/hydraulics/gas-network.ts";
import { NATURAL_GAS } from "#model/hydraulics/gas-network.ts";
import { solveGas } from "#model/hydraulics/solve.ts";
import { levelsNetwork, randomFrom } from "#model/hydraulics/testing/two-levels.ts";
import { pace, told } from "./clock.ts";
import type { Goal } from "./graph-pace.ts";
import { GRID_GAS, type GridItem, gridNetwork, makeGrid } from "./perfgrid.ts";

const AIR_PA = 101_325;
const MOST_STEPS = 15;
/** What a grid and its solve may cost, MB. */
const MEMORY_MB: Readonly<Record<string, number>> = { "100k": 120, "1M": 1500 };

/** A grid above another, joined by `count` regulators set 10 % around 2 bar; the upper one is fed at `sourcePa`. */
function twoGrids(net: GasNetwork, count: number, factor: number, sourcePa: number): GasNetwork {
  const n = net.demand.length;
  const random = randomFrom(count);
  const twice = (column: Float64Array): Float64Array => Float64Array.of(...column, ...column);
  const both = (nodes: Int32Array): Int32Array => Int32Array.of(...nodes, ...nodes.map((i) => i + n));
  const { pipes, sources } = net;
  return {
    demand: twice(net.demand.map((d) => factor * d)),
    sources: { node: sources.node, pa: new Float64Array(sources.node.length).fill(sourcePa) },
    pipes: {
      from: both(pipes.from),
      to: both(pipes.to),
      length: twice(pipes.length),
      diameter: twice(pipes.diameter),
      roughness: twice(pipes.roughness),
    },
    regulators: {
      from: Int32Array.from({ length: count }, () => Math.floor(n * random())),
      to: Int32Array.from({ length: count }, () => n + Math.floor(n * random())),
      pa: Float64Array.from({ length: count }, () => AIR_PA + 200_000 * (0.9 + 0.2 * random())),
    },
  };
}

/** Networks that bring a solver down: customers that starve, hundreds of regulators with set points of their own; prints steps. */
export function hardPace(item: GridItem, goal: Goal): void {
  const net = gridNetwork(makeGrid(item));
  const nodes = net.demand.length;
  for (const factor of [1, 10, 20, 50]) {
    const pressureDriven = {
      servicePa: new Float64Array(nodes).fill(AIR_PA + 100_000),
      leastPa: new Float64Array(nodes).fill(AIR_PA + 1000),
    };
    const asked = net.demand.map((d) => factor * d);
    const s = solveGas({ ...net, demand: asked, pressureDriven }, GRID_GAS);
    const served = sum(s.served) / sum(asked);
    const isGood = s.problems.length === 0 && s.iterations <= MOST_STEPS;
    console.log(
      `  ${item.tag}, ${factor} × demand, pressure-driven: ${s.iterations} steps, ${(100 * served).toFixed(0)} % served, imbalance ${s.imbalance.toExponential(1)} kg/s; ` +
        `goal ≤ ${MOST_STEPS} steps: ${goal(`${item.tag} ${factor} × demand`, isGood)}`,
    );
  }
  for (const [count, factor, sourcePa] of [
    [80, 1, 501_325],
    [800, 1, 501_325],
    [80, 8, 361_325],
    [800, 8, 361_325],
  ] as const) {
    const network = twoGrids(net, count, factor, sourcePa);
    let s = solveGas(network, GRID_GAS);
    const took = pace(3, () => {
      s = solveGas(network, GRID_GAS);
    });
    const states = ["active", "wide_open", "closed"].map(
      (state) => `${s.regulatorState.filter((one) => one === state).length} ${state}`,
    );
    const isGood = s.problems.length === 0 && s.iterations <= MOST_STEPS;
    console.log(
      `  two grids of ${item.tag}, ${count} regulators, ${factor} × demand: ${s.iterations} steps, ${told(took)}; ${states.join(", ")}; ` +
        `goal ≤ ${MOST_STEPS} steps: ${goal(`${count} regulators, ${factor} × demand`, isGood)}`,
    );
  }
}

const sum = (column: Float64Array): number => column.reduce((all, v) => all + v, 0);

/** Small networks of three levels and many regulators from seeds: whether states are found, and in how many steps. */
export function manyRegulators(goal: Goal): void {
  for (const [name, m3H, isDriven] of [
    ["some demand", 20, false],
    ["much demand", 60, false],
    ["20 times what it can bring, pressure-driven", 400, true],
  ] as const) {
    const steps: number[] = [];
    let unsolved = 0;
    for (let seed = 0; seed < 300; seed++) {
      const s = solveGas(
        levelsNetwork({
          ...{ seed, width: 6, height: 5, levelsKPa: [400, 200, 110], regulators: 6, backwards: 0, m3H, isDriven },
        }),
        NATURAL_GAS,
      );
      steps.push(s.iterations);
      if (s.problems.some((problem) => problem !== "starved")) unsolved++;
    }
    steps.sort((a, b) => a - b);
    const at = (share: number): number => steps[Math.floor(share * (steps.length - 1))] as number;
    const few = steps.filter((n) => n <= MOST_STEPS).length / steps.length;
    console.log(
      `  300 networks of 12 regulators, ${name}: steps p50 ${at(0.5)}, p95 ${at(0.95)}, most ${at(1)}; ${(100 * few).toFixed(0)} % within ${MOST_STEPS}; ` +
        `states found for all: ${goal(`many regulators, ${name}`, unsolved === 0)}`,
    );
  }
}

/** What a grid costs in memory, in a process of its own. */
export function memoryOf(item: GridItem, goal: Goal): void {
  const most = MEMORY_MB[item.tag];
  if (most === undefined) return;
  const file = fileURLToPath(new URL("memory-of.ts", import.meta.url));
  const told_ = execFileSync(process.execPath, ["--expose-gc", file, item.tag], { encoding: "utf8" });
  const { network, peak, kept } = JSON.parse(told_) as { network: number; peak: number; kept: number };
  console.log(
    `  ${item.tag}: memory over a bare process at most ${peak} MB (network alone ${network}), ${kept} MB kept for the next solve; ` +
      `goal ≤ ${most} MB: ${goal(`${item.tag} memory`, peak <= most)}`,
  );
}

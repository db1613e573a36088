/**
 * `node --expose-gc bench/model/memory-of.ts TAG`: what one grid and its solve cost in memory, in a process of their own. Prints JSON, MB: `bare`
 * the process before it, `network` the most with the network made, `peak` the most in all (both as the system counts, over `bare`), `kept`
 * what solver and solution hold afterwards.
 */
import { peakBytes } from "#bench/method/peak.ts";
import { GasSolver } from "#model/hydraulics/solve.ts";
import { GRID_ITEMS } from "./grid-items.ts";
import { GRID_GAS, gridNetwork, makeGrid } from "./perfgrid.ts";

const item = GRID_ITEMS.find(({ tag }) => tag === process.argv[2]);
if (!item) throw new Error(`expected one of ${GRID_ITEMS.map(({ tag }) => tag).join(", ")}, got ${process.argv[2]}`);
const collect = (globalThis as { gc?: () => void }).gc ?? (() => {});
const held = (): number => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;

collect();
const bare = process.memoryUsage.rss();
const net = gridNetwork(makeGrid(item));
collect();
const before = held();
const network = peakBytes();
const solver = new GasSolver(net, GRID_GAS);
const solution = solver.solve();
const peak = peakBytes();
collect();
const kept = held() - before;
const mb = (bytes: number): number => Math.round(bytes / 1e5) / 10;
console.log(
  JSON.stringify({
    ...{ bare: mb(bare), network: mb(network - bare), peak: mb(peak - bare), kept: mb(kept) },
    isSolved: solution.problems.length === 0 && solver.network === net,
  }),
);

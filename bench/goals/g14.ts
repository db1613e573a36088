import { type Context, type Goal, loadNow } from "#bench/method/context.ts";
import { everythingIn, likelyTiles, snapshotAt, timedTiles } from "#bench/method/in-memory.ts";
import type { Line } from "#bench/method/judge.ts";
import { followLive } from "#bench/method/live-samples.ts";
import { firstFrame, load } from "#bench/method/map-samples.ts";
import { median, quantile } from "#bench/method/stats.ts";
import { coursesOf } from "#bench/province/courses.ts";
import { SCALES, type Scale } from "#bench/province/scales.ts";
import { encodeNetworkTile } from "#server/tiles/network-tile.ts";
import { OURS } from "./g1.ts";

const RUNS = 3;
const TICKS = 8;
const SEGMENTS: Readonly<Record<Scale, number>> = { "10k": 1e4, "100k": 1e5, "1m": 1e6, "3m": 3e6 };

interface Costs {
  readonly first: number;
  readonly memory: number;
  readonly tick: number;
  readonly tile: number;
}

async function tileP95(scale: Scale): Promise<number> {
  const snapshot = snapshotAt(scale);
  const courses = coursesOf(snapshot);
  const everything = everythingIn(snapshot);
  const tiles = [11, 12, 13].flatMap((z) => likelyTiles(courses, z, 40));
  const { times } = await timedTiles(tiles, 3, (at) => encodeNetworkTile(snapshot, everything, at));
  return quantile(times, 0.95);
}

async function costsAt(context: Context, scale: Scale): Promise<Costs> {
  const tile = await tileP95(scale);
  const server = await context.server(scale);
  const first: number[] = [];
  const memory: number[] = [];
  const tick: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    first.push((await firstFrame(server, OURS)).first);
    memory.push((await load(server, OURS)).memory / 1e6);
    const run = await followLive(server, OURS, TICKS, 500);
    tick.push(run.watched.mainCpu / run.ticks);
  }
  if (scale !== "1m") await context.drop(scale);
  const costs = { first: median(first), memory: median(memory), tick: median(tick), tile };
  context.say(
    `G14 ${scale}: first frame ${costs.first.toFixed(0)} ms, ${costs.memory.toFixed(0)} MB, tick ${costs.tick.toFixed(2)} ms, tile p95 ${tile.toFixed(2)} ms`,
  );
  return costs;
}

/** How much faster than the network a cost grows in the worst of the steps: 1 = in step with it. */
function worstGrowth(costs: readonly Costs[], key: keyof Costs): number {
  return Math.max(
    ...costs.slice(1).map((now, i) => {
      const before = costs[i] as Costs;
      const size = SEGMENTS[SCALES[i + 1] as Scale] / SEGMENTS[SCALES[i] as Scale];
      return now[key] / before[key] / size;
    }),
  );
}

async function run(context: Context): Promise<Line[]> {
  const costs: Costs[] = [];
  for (const scale of SCALES) costs.push(await costsAt(context, scale));
  const row = (key: keyof Costs) =>
    SCALES.map(
      (scale, i) => `${scale} ${(costs[i] as Costs)[key].toFixed(key === "first" || key === "memory" ? 0 : 2)}`,
    ).join(", ");
  const [least, most] = [costs[0] as Costs, costs.at(-1) as Costs];
  const shared = { goal: "G14", n: RUNS, load: loadNow() };
  return [
    {
      ...shared,
      what: "first frame at 3 M · ours at 10 k",
      ours: most.first,
      peer: least.first,
      unit: "ms",
      target: { ratio: 1.5 },
      note: `${row("first")}; 100 000 tags at every size; 3 M is the province three times, 300 m apart, under new ids`,
    },
    {
      ...shared,
      what: "CPU of a live tick at 3 M · ours at 10 k",
      ours: most.tick,
      peer: least.tick,
      unit: "ms",
      target: { ratio: 1.5 },
      note: row("tick"),
    },
    {
      ...shared,
      what: "page memory: worst step against the network's growth",
      ours: worstGrowth(costs, "memory"),
      peer: null,
      unit: "×",
      target: { most: 1 },
      note: `MB: ${row("memory")}`,
    },
    {
      ...shared,
      what: "tile p95 z11–z13: worst step against the network's growth",
      ours: worstGrowth(costs, "tile"),
      peer: null,
      unit: "×",
      target: { most: 1 },
      note: `ms: ${row("tile")}`,
    },
  ];
}

export const G14: Goal = {
  id: "G14",
  title: "how cost grows from 10 k to 3 M pipes: first frame, page memory, tile on demand, live tick",
  scales: SCALES,
  needsPages: true,
  run,
};

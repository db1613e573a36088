import { type Context, type Goal, loadNow } from "#bench/method/context.ts";
import type { Line } from "#bench/method/judge.ts";
import type { LiveRun } from "#bench/method/live-samples.ts";
import { median } from "#bench/method/stats.ts";
import { liveTurns, RUNS } from "./live-runs.ts";

export const perTick = (runs: readonly LiveRun[], key: "mainCpu" | "workerCpu" | "gc") =>
  median(runs.map(({ ticks, watched }) => watched[key] / ticks));

async function run(context: Context): Promise<Line[]> {
  const { ours, setData: peer } = await liveTurns(context);
  const shared = { goal: "G5", unit: "ms", n: RUNS, load: loadNow() };
  return [
    {
      ...shared,
      what: "main-thread CPU a tick, 10 k of 100 k · JSON → setData",
      ours: perTick(ours, "mainCpu"),
      peer: perTick(peer, "mainCpu"),
      target: { ratio: 1 / 60 },
      note: "all of the main thread, its frames with it; the province's view on both sides, in turns",
    },
    {
      ...shared,
      what: "CPU of the page's workers a tick",
      ours: perTick(ours, "workerCpu"),
      peer: perTick(peer, "workerCpu"),
      target: {},
    },
  ];
}

export const G5: Goal = {
  id: "G5",
  title: "main-thread CPU of a live tick that changes 10 k of 100 k tags, beside JSON into a GeoJSON source by setData",
  scales: ["1m"],
  needsPages: true,
  run,
};

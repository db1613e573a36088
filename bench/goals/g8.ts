import { type Context, type Goal, loadNow } from "#bench/method/context.ts";
import type { Line } from "#bench/method/judge.ts";
import { perTick } from "./g5.ts";
import { ourLiveRuns, RUNS } from "./live-runs.ts";

async function run(context: Context): Promise<Line[]> {
  const ours = await ourLiveRuns(context);
  const shared = { goal: "G8", unit: "ms", peer: null, load: loadNow() };
  return [
    {
      ...shared,
      what: "garbage collection on the main thread a tick",
      ours: perTick(ours, "gc"),
      target: { most: 0.5 },
      n: RUNS,
    },
    {
      ...shared,
      what: "longest pause for it in all runs",
      ours: Math.max(...ours.map(({ watched }) => watched.worstGc)),
      target: { most: 8 },
      n: RUNS,
      note: "the longest of all, no median",
    },
  ];
}

export const G8: Goal = {
  id: "G8",
  title: "garbage collection while the live stream goes on",
  scales: ["1m"],
  needsPages: true,
  run,
};

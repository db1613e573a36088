import { type Context, type Goal, loadNow } from "#bench/method/context.ts";
import type { Line } from "#bench/method/judge.ts";
import { perTick } from "./g5.ts";
import { liveTurns, RUNS } from "./live-runs.ts";

async function run(context: Context): Promise<Line[]> {
  const { ours, featureState: peer } = await liveTurns(context);
  return [
    {
      goal: "G6",
      what: "main-thread CPU a tick, 10 k of 100 k · binary → setFeatureState",
      ours: perTick(ours, "mainCpu"),
      peer: perTick(peer, "mainCpu"),
      unit: "ms",
      target: { ratio: 1 / 6 },
      n: RUNS,
      load: loadNow(),
    },
  ];
}

export const G6: Goal = {
  id: "G6",
  title: "the same tick, beside binary frames into setFeatureState",
  scales: ["1m"],
  needsPages: true,
  run,
};

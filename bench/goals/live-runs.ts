import type { Context } from "#bench/method/context.ts";
import { followLive, type LiveRun } from "#bench/method/live-samples.ts";
import { OURS } from "./g1.ts";

export const RUNS = 5;
const OUR_TICKS = 12;
/** The peers need seconds for each. */
const SET_DATA_TICKS = 4;
const FEATURE_STATE_TICKS = 8;
const EVERY_MS = 600;

/** Key of our runs, when they have been sampled in this run. */
const OUR_RUNS = "our live runs";

export interface LiveTurns {
  readonly ours: readonly LiveRun[];
  readonly setData: readonly LiveRun[];
  readonly featureState: readonly LiveRun[];
}

async function oneRun(context: Context, who: string, page: string, ticks: number): Promise<LiveRun> {
  const server = await context.server("1m");
  const run = await followLive(server, page, ticks, EVERY_MS);
  const { mainCpu, workerCpu, gc } = run.watched;
  const late = run.late > 0 ? `, ${run.late} late` : "";
  context.say(
    `live, ${who}: ${(mainCpu / run.ticks).toFixed(2)} ms CPU a tick, workers ${(workerCpu / run.ticks).toFixed(1)}, GC ${(gc / run.ticks).toFixed(2)}${late}`,
  );
  return run;
}

/** Our page at the province's view under the live stream and both peers under the same, in turns; G5 and G6 read the same runs, and G8 ours. */
export const liveTurns = (context: Context): Promise<LiveTurns> =>
  context.once("live turns", async () => {
    const server = await context.server("1m");
    await server.tell({ type: "warm", names: ["tags.bin"] });
    const ours: LiveRun[] = [];
    const setData: LiveRun[] = [];
    const featureState: LiveRun[] = [];
    for (let i = 0; i < RUNS; i++) {
      ours.push(await oneRun(context, `ours ${i + 1}/${RUNS}`, OURS, OUR_TICKS));
      setData.push(await oneRun(context, "setData", "maplibre.html?mode=setdata", SET_DATA_TICKS));
      featureState.push(
        await oneRun(context, "setFeatureState", "maplibre.html?mode=featurestate", FEATURE_STATE_TICKS),
      );
    }
    await context.once(OUR_RUNS, async () => ours);
    return { ours, setData, featureState };
  });

/** Our page alone, when nobody has sampled it yet. */
export const ourLiveRuns = (context: Context): Promise<readonly LiveRun[]> =>
  context.once(OUR_RUNS, async () => {
    const runs: LiveRun[] = [];
    for (let i = 0; i < RUNS; i++) runs.push(await oneRun(context, `ours ${i + 1}/${RUNS}`, OURS, OUR_TICKS));
    return runs;
  });

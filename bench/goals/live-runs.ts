import type { Context } from "#bench/method/context.ts";
import { followLive, type LiveRun } from "#bench/method/live-samples.ts";
import { OURS } from "./g1.ts";

export const RUNS = 5;
const OUR_TICKS = 12;

/** Our page at the province's view under the live stream; G5, G6 and G8 read the same runs. */
export const ourLiveRuns = (context: Context): Promise<LiveRun[]> =>
  context.once("live", async () => {
    const server = await context.server("1m");
    const runs: LiveRun[] = [];
    for (let i = 0; i < RUNS; i++) {
      const one = await followLive(server, OURS, OUR_TICKS, 600);
      runs.push(one);
      context.say(
        `live ${i + 1}/${RUNS}, ours: ${(one.watched.mainCpu / one.ticks).toFixed(2)} ms CPU a tick, GC ${(one.watched.gc / one.ticks).toFixed(2)}${one.late > 0 ? `, ${one.late} late` : ""}`,
      );
    }
    return runs;
  });

/** A peer under the same stream. */
export async function peerLiveRuns(context: Context, mode: string, ticks: number, count: number): Promise<LiveRun[]> {
  const server = await context.server("1m");
  await server.tell({ type: "warm", names: ["tags.bin"] });
  const runs: LiveRun[] = [];
  for (let i = 0; i < count; i++) {
    const one = await followLive(server, `maplibre.html?mode=${mode}`, ticks, 600);
    runs.push(one);
    context.say(
      `live ${i + 1}/${count}, ${mode}: ${(one.watched.mainCpu / one.ticks).toFixed(1)} ms CPU a tick, workers ${(one.watched.workerCpu / one.ticks).toFixed(0)}`,
    );
  }
  return runs;
}

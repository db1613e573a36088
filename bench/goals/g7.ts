import { type Context, type Goal, loadNow } from "#bench/method/context.ts";
import type { Line } from "#bench/method/judge.ts";
import { recolour } from "#bench/method/recolour-samples.ts";
import { interleaved, median } from "#bench/method/stats.ts";
import { OURS } from "./g1.ts";

const PAIRS = 5;
const PEER = "deck.html?mode=binary";
const NET =
  "CPU and upload alone: drawing calls do nothing on both sides, and a frame without change is taken off both";

async function run(context: Context): Promise<Line[]> {
  const server = await context.server("1m");
  await server.tell({ type: "warm", names: ["pipes.bin"] });
  const all = { ours: [] as number[], peer: [] as number[] };
  const frames = { ours: [] as number[], peer: [] as number[] };
  const some: number[] = [];
  const objects: number[] = [];
  for (const [i, side] of interleaved(PAIRS).entries()) {
    const one = await recolour(server, side === "ours" ? OURS : PEER, "all");
    all[side].push(one.net);
    frames[side].push(one.frames);
    if (side === "ours") some.push((await recolour(server, OURS, 10_000)).net);
    if (i % 2 === 1)
      context.say(
        `G7 ${(i + 1) / 2}/${PAIRS}: all ${median(all.ours).toFixed(2)} : ${median(all.peer).toFixed(0)} ms CPU, 10 k ${median(some).toFixed(2)}`,
      );
  }
  for (let i = 0; i < 2; i++) objects.push((await recolour(server, "deck.html?mode=objects", "all")).net);
  const shared = {
    goal: "G7",
    unit: "ms",
    peer: median(all.peer),
    target: { ratio: 1 / 200, most: 2 },
    n: PAIRS,
    load: loadNow(),
  };
  return [
    {
      ...shared,
      what: "recolour all 1 M, main-thread CPU · deck.gl colour attribute replaced",
      ours: median(all.ours),
      note: `${NET}; frames drawn for one: ours ${median(frames.ours)}, peer ${median(frames.peer)}`,
    },
    { ...shared, what: "recolour 10 k, main-thread CPU · deck.gl colour attribute replaced", ours: median(some) },
    {
      ...shared,
      what: "recolour all 1 M, main-thread CPU · deck.gl getColor over objects",
      ours: median(all.ours),
      peer: median(objects),
      target: {},
      note: "peer n=2",
    },
  ];
}

export const G7: Goal = {
  id: "G7",
  title: "giving 10 k or all 1 M pipes another colour, beside replacing the colour attribute of deck.gl's PathLayer",
  scales: ["1m"],
  needsPages: true,
  run,
};

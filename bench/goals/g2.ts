import { type Context, type Goal, loadNow } from "#bench/method/context.ts";
import type { Line } from "#bench/method/judge.ts";
import { cityFrames, firstFrameAndJump, type Jump } from "#bench/method/map-samples.ts";
import { interleaved, median } from "#bench/method/stats.ts";

const PAIRS = 5;
const OURS = "ours.html?layers=network&full=1";
/** As the product draws where software GL draws: with what it leaves out there. */
const OURS_REDUCED = "ours.html";
/** Too few for the map to find out that the machine is slow. */
const FEW = 4;
const PEER = "maplibre.html?mode=tiles";
const CITY_FRAME_MS = 350;

const of = (samples: readonly Jump[], key: "first" | "whole" | "jump") => median(samples.map((sample) => sample[key]));

async function run(context: Context): Promise<Line[]> {
  const server = await context.server("1m");
  const samples = { ours: [] as Jump[], peer: [] as Jump[] };
  for (const [i, side] of interleaved(PAIRS).entries()) {
    samples[side].push(await firstFrameAndJump(server, side === "ours" ? OURS : PEER));
    if (i % 2 === 1)
      context.say(
        `G2 ${(i + 1) / 2}/${PAIRS}: first frame ${of(samples.ours, "first").toFixed(0)} : ${of(samples.peer, "first").toFixed(0)} ms, ` +
          `jump ${of(samples.ours, "jump").toFixed(0)} : ${of(samples.peer, "jump").toFixed(0)} ms`,
      );
  }
  const reduced = await cityFrames(server, OURS_REDUCED);
  const pan = { ours: [] as number[], peer: [] as number[] };
  for (const side of interleaved(4))
    pan[side].push(...(await cityFrames(server, side === "ours" ? OURS : PEER, FEW, FEW)));
  const line = (what: string, key: "first" | "whole" | "jump", target: Line["target"], note?: string): Line => ({
    goal: "G2",
    what: `${what} · MapLibre vector tiles`,
    ours: of(samples.ours, key),
    peer: of(samples.peer, key),
    unit: "ms",
    target,
    n: PAIRS,
    load: loadNow(),
    ...(note ? { note } : {}),
  });
  return [
    line(
      "first frame",
      "first",
      { ratio: 1 / 1.3 },
      "identical tiles; ours without areas, its joins, caps and smooth edges on; the peer draws pipes, and circles for stations and sensors",
    ),
    line("whole picture of the province", "whole", {}),
    line("jump to a dense city until its picture is whole", "jump", { ratio: 1 / 1.3 }),
    {
      goal: "G2",
      what: "frame in a dense city, software GL, all drawn · MapLibre vector tiles",
      ours: median(pan.ours),
      peer: median(pan.peer),
      unit: "ms",
      target: {},
      n: pan.ours.length,
      load: loadNow(),
    },
    {
      goal: "G2",
      what: "frame in a dense city, software GL, as the product draws there",
      ours: median(reduced),
      peer: null,
      unit: "ms",
      target: { most: CITY_FRAME_MS },
      n: reduced.length,
      load: loadNow(),
      note: "all layers; the product leaves low pressure, names along pipes and pale edges out at this zoom on software GL, and says so",
    },
  ];
}

export const G2: Goal = {
  id: "G2",
  title: "first frame and jump to a dense city, beside MapLibre's native vector tiles on identical tiles",
  scales: ["1m"],
  needsPages: true,
  run,
};

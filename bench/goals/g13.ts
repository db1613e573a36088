import { type Context, type Goal, loadNow } from "#bench/method/context.ts";
import type { Line } from "#bench/method/judge.ts";
import { type FirstFrame, firstFrame, type Load, load } from "#bench/method/map-samples.ts";
import { median } from "#bench/method/stats.ts";
import { FIRST_FRAMES, OURS } from "./g1.ts";
import { OUR_LOADS } from "./loads.ts";

const LIMIT_MS = 60_000;
const RUNS = 5;
const MB = 1e6;

async function run(context: Context): Promise<Line[]> {
  const server = await context.server("1m");
  await server.tell({ type: "warm", names: ["pipes.geojson"] });
  const ours = await context.once(FIRST_FRAMES, async () => {
    const made: FirstFrame[] = [];
    for (let i = 0; i < RUNS; i++) made.push(await firstFrame(server, OURS));
    return made;
  });
  const ourLoads = await context.once(OUR_LOADS, async () => {
    const made: Load[] = [];
    for (let i = 0; i < RUNS; i++) made.push(await load(server, OURS));
    return made;
  });
  context.say(`G13 ours: ${median(ours.map(({ first }) => first)).toFixed(0)} ms; kepler.gl has ${LIMIT_MS / 1000} s`);
  const peer = await firstFrame(server, "kepler.html", LIMIT_MS);
  context.say(`G13 kepler.gl: ${peer.isStopped ? "stopped" : `${peer.first.toFixed(0)} ms`}`);
  const held = await load(server, "kepler.html?undrawn=1", LIMIT_MS);
  context.say(
    `G13 kepler.gl, undrawn: ${(held.memory / MB).toFixed(0)} MB by the browser, ${(held.rss / MB).toFixed(0)} MB resident`,
  );
  const shared = { goal: "G13", load: loadNow() };
  const memoryOf = (key: "memory" | "rss") => median(ourLoads.map((one) => one[key] / MB));
  // A page that is still busy cannot be asked; what its process holds can.
  const key = Number.isNaN(held.memory) ? "rss" : "memory";
  return [
    {
      ...shared,
      what: "first frame, 1 M · kepler.gl",
      ours: median(ours.map(({ first }) => first)),
      peer: peer.first,
      isPeerLimit: peer.isStopped,
      unit: "ms",
      target: { ratio: 1 / 20 },
      n: RUNS,
      note: `peer n=1, from the GeoJSON's address, stopped after ${LIMIT_MS / 1000} s; its instanced layers are slow on software GL, and so the time it takes on a GPU is less`,
    },
    {
      ...shared,
      what: key === "memory" ? "page memory · kepler.gl" : "resident memory of the page's process · kepler.gl",
      ours: memoryOf(key),
      peer: held[key] / MB,
      isPeerLimit: held.isStopped,
      unit: "MB",
      target: { ratio: 1 / 10 },
      n: ourLoads.length,
      note: `peer n=1, its drawing calls do nothing: memory alone is compared. So it was ready after ${(held.settled / 1000).toFixed(0)} s`,
    },
  ];
}

export const G13: Goal = {
  id: "G13",
  title: "opening 1 M pipes, beside kepler.gl as shipped on npm",
  scales: ["1m"],
  needsPages: true,
  needsPeers: true,
  run,
};

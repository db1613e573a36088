import { fanOut } from "#bench/live/fan-out.ts";
import { type Context, type Goal, loadNow } from "#bench/method/context.ts";
import type { Line } from "#bench/method/judge.ts";
import { median } from "#bench/method/stats.ts";

const RUNS = 5;
const CROWD = { clients: 200, tags: 10_000, perSecond: 10_000, seconds: 4 };

async function run(context: Context): Promise<Line[]> {
  const ours = [];
  const json = [];
  for (let i = 0; i < RUNS; i++) {
    ours.push(await fanOut("binary", CROWD));
    json.push(await fanOut("json", CROWD));
    context.say(
      `G12 ${i + 1}/${RUNS}: ${(100 * median(ours.map(({ cpu }) => cpu))).toFixed(1)} % of a core, p95 ${median(ours.map(({ p95 }) => p95)).toFixed(0)} ms`,
    );
  }
  const shared = { goal: "G12", n: RUNS, load: loadNow() };
  return [
    {
      ...shared,
      what: "200 clients × 10 k updates/s: server CPU · JSON text",
      ours: 100 * median(ours.map(({ cpu }) => cpu)),
      peer: 100 * median(json.map(({ cpu }) => cpu)),
      unit: "% of a core",
      target: { most: 10 },
      note: "the clients run in this process, on the other core",
    },
    {
      ...shared,
      what: "… p95 from the beat to its arrival",
      ours: median(ours.map(({ p95 }) => p95)),
      peer: median(json.map(({ p95 }) => p95)),
      unit: "ms",
      target: { most: 50 },
    },
    {
      ...shared,
      what: "… bytes",
      ours: median(ours.map(({ mbPerSecond }) => mbPerSecond)),
      peer: median(json.map(({ mbPerSecond }) => mbPerSecond)),
      unit: "MB/s",
      target: {},
    },
  ];
}

export const G12: Goal = {
  id: "G12",
  title: "200 live clients with 10 k updates a second each, beside JSON text",
  scales: [],
  needsPages: false,
  run,
};

import { type Context, type Goal, loadNow } from "#bench/method/context.ts";
import type { Line } from "#bench/method/judge.ts";
import type { Load } from "#bench/method/map-samples.ts";
import { median } from "#bench/method/stats.ts";
import { loads, RUNS } from "./loads.ts";

/** The longest tasks of the middle run, for whoever wants to shorten them. */
function profileOf(samples: readonly Load[]): string {
  const middle = samples.toSorted((a, b) => a.watched.worstTask - b.watched.worstTask)[samples.length >> 1];
  return (middle?.watched.longest ?? [])
    .slice(0, 3)
    .map(({ ms, cpu, of }) => `${ms.toFixed(0)} ms (CPU ${cpu.toFixed(0)}): ${of}`)
    .join(" | ");
}

async function run(context: Context): Promise<Line[]> {
  const { ours, geojson } = await loads(context);
  const worst = (samples: readonly Load[], key: "worstTask" | "worstTaskCpu" | "mainCpu") =>
    median(samples.map(({ watched }) => watched[key]));
  const line = (
    what: string,
    key: "worstTask" | "worstTaskCpu" | "mainCpu",
    target: Line["target"],
    note?: string,
  ): Line => ({
    goal: "G3",
    what,
    ours: worst(ours, key),
    peer: worst(geojson, key),
    unit: "ms",
    target,
    n: RUNS,
    load: loadNow(),
    ...(note ? { note } : {}),
  });
  return [
    line(
      "worst main-thread task while loading · GeoJSON object 1 M",
      "worstTask",
      { ratio: 1 / 40, most: 150 },
      `peer n=${geojson.length}; ours: ${profileOf(ours)}`,
    ),
    line("… of it CPU", "worstTaskCpu", {}),
    line("main-thread CPU while loading · GeoJSON object 1 M", "mainCpu", {}),
  ];
}

export const G3: Goal = {
  id: "G3",
  title: "worst main-thread task while the province loads, beside MapLibre's GeoJSON source given objects of 1 M pipes",
  scales: ["1m"],
  needsPages: true,
  run,
};

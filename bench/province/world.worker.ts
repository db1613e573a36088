/** Makes every n-th county of the made-up province (and the first worker the trunk lines) and hands over its pages, for each scale asked for. */
import { parentPort, workerData } from "node:worker_threads";
import { DEMO_SEED } from "#mocks/demo.ts";
import { readFacts } from "#mocks/files/facts.ts";
import { planWorld } from "#mocks/world/plan.ts";
import { buildCounty, buildTrunkPart } from "#mocks/world/world.ts";
import { buffersOf } from "#server/tiles/build.ts";
import { pipePages, stationPages, tagPages } from "#server/tiles/pages-of-rows.ts";
import { type Rows, type Scale, scaled } from "./scales.ts";

/** Frozen, so that the same sources make the same province. */
const AS_OF = Date.UTC(2026, 10, 22);

const { turn, turns, scales } = workerData as { turn: number; turns: number; scales: readonly Scale[] };
const { divisions, outlines } = readFacts();
const plan = planWorld({ tier: "province", seed: DEMO_SEED, asOf: AS_OF, divisions, outlines });

function send(order: number, part: Rows): void {
  const byScale = scales.map((scale) => {
    const { pipes, stations, tags } = scaled(part, scale);
    return { scale, pipes: pipePages(pipes), stations: stationPages(stations), tags: tagPages(tags) };
  });
  parentPort?.postMessage({ order, of: plan.counties.length + 1, byScale }, [...buffersOf(byScale)]);
}

if (turn === 0) send(0, buildTrunkPart(plan));
plan.counties.forEach(({ code }, i) => {
  if (i % turns === turn) send(i + 1, buildCounty(plan, code));
});

import { type Context, type Goal, loadNow } from "#bench/method/context.ts";
import type { Line } from "#bench/method/judge.ts";
import { type Load, load } from "#bench/method/map-samples.ts";
import { median } from "#bench/method/stats.ts";
import { loads, RUNS } from "./loads.ts";

const DECK_RUNS = 2;
const MOST_MB = 150;
const mb = (samples: readonly Load[], key: "memory" | "rss") => median(samples.map((sample) => sample[key] / 1e6));

async function run(context: Context): Promise<Line[]> {
  const { ours, geojson } = await loads(context);
  const server = await context.server("1m");
  const deck: Load[] = [];
  for (let i = 0; i < DECK_RUNS; i++) {
    deck.push(await load(server, "deck.html?mode=objects&undrawn=1", 120_000));
    context.say(`G4 deck.gl objects ${i + 1}/${DECK_RUNS}: ${mb(deck, "memory").toFixed(0)} MB`);
  }
  const shared = { goal: "G4", unit: "MB", load: loadNow(), n: RUNS };
  const undrawn =
    "deck.gl's drawing calls do nothing (its instanced layers take minutes a frame on software GL): memory alone is compared";
  return [
    {
      ...shared,
      what: "page memory, province loaded · GeoJSON object 1 M",
      ours: mb(ours, "memory"),
      peer: mb(geojson, "memory"),
      target: { ratio: 1 / 10, most: MOST_MB },
      note: `peer n=${geojson.length}`,
    },
    {
      ...shared,
      what: "page memory, province loaded · deck.gl objects 1 M",
      ours: mb(ours, "memory"),
      peer: mb(deck, "memory"),
      target: { ratio: 1 / 10 },
      note: `peer n=${deck.length}; ${undrawn}`,
    },
    {
      ...shared,
      what: "resident memory of the page's process · GeoJSON object 1 M",
      ours: mb(ours, "rss"),
      peer: mb(geojson, "rss"),
      target: {},
    },
    {
      ...shared,
      what: "resident memory of the page's process · deck.gl objects 1 M",
      ours: mb(ours, "rss"),
      peer: mb(deck, "rss"),
      target: {},
    },
  ];
}

export const G4: Goal = {
  id: "G4",
  title: "page memory with the province loaded, beside deck.gl's object layers and MapLibre's GeoJSON source at 1 M",
  scales: ["1m"],
  needsPages: true,
  run,
};

import { type Context, type Goal, loadNow } from "#bench/method/context.ts";
import type { Line } from "#bench/method/judge.ts";
import { type FirstFrame, firstFrame } from "#bench/method/map-samples.ts";
import { median } from "#bench/method/stats.ts";

const PAIRS = 5;
const firsts = (samples: readonly FirstFrame[]) => median(samples.map(({ first }) => first));

/** All layers that a person sees at first, drawn as on a GPU: nothing is left out because software GL draws. */
export const OURS = "ours.html?full=1";
export const SERVED = "ours: product's first view, all layers on; peer: pipes alone, every one drawn";

/** Key of our first frames, when they have been sampled in this run. */
export const FIRST_FRAMES = "first frames";

async function run(context: Context): Promise<Line[]> {
  const [full, tenth] = [await context.server("1m"), await context.server("100k")];
  await tenth.tell({ type: "warm", names: ["pipes.bin", "pipes.geojson"] });
  const ours: FirstFrame[] = [];
  const url: FirstFrame[] = [];
  const object: FirstFrame[] = [];
  for (let i = 0; i < PAIRS; i++) {
    const turns = [
      async () => void ours.push(await firstFrame(full, OURS)),
      async () => void url.push(await firstFrame(tenth, "maplibre.html?mode=url")),
      async () => void object.push(await firstFrame(tenth, "maplibre.html?mode=object")),
    ];
    for (const turn of i % 2 === 0 ? turns : turns.reverse()) await turn();
    context.say(
      `G1 ${i + 1}/${PAIRS}: ours ${firsts(ours).toFixed(0)} ms, GeoJSON by address ${firsts(url).toFixed(0)}, from memory ${firsts(object).toFixed(0)}`,
    );
  }
  // Read by G13 as well.
  await context.once(FIRST_FRAMES, async () => ours);
  const shared = { goal: "G1", ours: firsts(ours), unit: "ms", n: PAIRS, load: loadNow() };
  return [
    {
      ...shared,
      what: "first frame, 1 M · MapLibre GeoJSON 100 k by address",
      peer: firsts(url),
      target: { ratio: 1 / 8 },
      note: SERVED,
    },
    {
      ...shared,
      what: "first frame, 1 M · MapLibre GeoJSON 100 k from memory",
      peer: firsts(object),
      target: { ratio: 1 / 8 },
      note: "the peer neither fetches nor parses: its objects are made before the clock starts",
    },
  ];
}

export const G1: Goal = {
  id: "G1",
  title: "first frame of our province of 1 M pipes, beside MapLibre's GeoJSON source with 100 k",
  scales: ["1m", "100k"],
  needsPages: true,
  run,
};

import type { Context } from "#bench/method/context.ts";
import { type Load, load } from "#bench/method/map-samples.ts";
import { repeatsFor } from "#bench/method/stats.ts";
import { OURS } from "./g1.ts";

export const RUNS = 5;
/** Key of our loads, when they have been sampled in this run. */
export const OUR_LOADS = "our loads";
/** A GeoJSON source of a million takes tens of seconds: it is let finish, so that its worst task and memory are seen whole. */
const SLOW_LIMIT_MS = 150_000;

export interface Loads {
  readonly ours: readonly Load[];
  readonly geojson: readonly Load[];
}

/** Loads of our province and of MapLibre's GeoJSON source with the same million, in turns; G3 and G4 read the same runs. */
export const loads = (context: Context): Promise<Loads> =>
  context.once("loads", async () => {
    const server = await context.server("1m");
    await server.tell({ type: "warm", names: ["pipes.bin"] });
    const ours: Load[] = [];
    const geojson: Load[] = [];
    let wanted = RUNS;
    for (let i = 0; i < RUNS; i++) {
      ours.push(await load(server, OURS));
      if (geojson.length < wanted) {
        const one = await load(server, "maplibre.html?mode=object", SLOW_LIMIT_MS, { loadMs: 180_000 });
        geojson.push(one);
        // Twice suffices for what takes most of a minute; five of them would be all the time there is.
        wanted = Math.min(2, repeatsFor(one.settled / 1000, one.isStopped, RUNS));
        context.say(
          `loading, GeoJSON of 1 M: ${(one.settled / 1000).toFixed(0)} s, worst task ${one.watched.worstTask.toFixed(0)} ms, ${(one.memory / 1e6).toFixed(0)} MB`,
        );
      }
      const last = ours.at(-1) as Load;
      context.say(
        `loading ${i + 1}/${RUNS}, ours: ${last.settled.toFixed(0)} ms, worst task ${last.watched.worstTask.toFixed(0)} ms, ${(last.memory / 1e6).toFixed(0)} MB`,
      );
    }
    // Read by G13 as well.
    await context.once(OUR_LOADS, async () => ours);
    return { ours, geojson };
  });

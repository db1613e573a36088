import { setImmediate } from "node:timers/promises";
import { type Nearby, pipesNear } from "./pipes-in.ts";
import type { Region } from "./region.ts";
import { type Sight, type Snapshot, sees } from "./snapshot.ts";

/** Lines looked at before others get their turn: some 5 ms. */
const SLICE = 40_000;
/** Comparisons that one question may cost; beyond, its polygon is folded over the network like no region that a person draws. */
const MOST_WORK = 300_000_000;

export class TooIntricate extends Error {}

/**
 * Calls `visit` with the dense number of each pipe in sight that meets a region, in no order. Long searches let others have their turn
 * now and then. Throws `TooIntricate` when the region has so many edges where the pipes are that it would take seconds.
 */
export async function eachPipeMeeting(
  snapshot: Snapshot,
  sight: Sight,
  region: Region,
  visit: (seq: number) => void,
): Promise<void> {
  for (const nearby of pipesNear(snapshot, region.box))
    for (let from = 0; from < nearby.places.length; from += SLICE) {
      if (from > 0) await setImmediate();
      look(nearby, from, Math.min(nearby.places.length, from + SLICE), snapshot, sight, region, visit);
    }
}

function look(
  { xy, offsets, places, seqAt }: Nearby,
  from: number,
  to: number,
  snapshot: Snapshot,
  sight: Sight,
  region: Region,
  visit: (seq: number) => void,
): void {
  for (let k = from; k < to; k++) {
    const place = places[k] as number;
    const seq = seqAt(place);
    if (!sees(sight, snapshot.pipes, seq)) continue;
    if (!region.meets(xy, offsets[place] as number, offsets[place + 1] as number)) continue;
    if (region.work > MOST_WORK) throw new TooIntricate();
    visit(seq);
  }
}

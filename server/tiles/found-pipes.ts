import { setImmediate } from "node:timers/promises";
import { type Nearby, pipesNear } from "./pipes-in.ts";
import type { Region } from "./region.ts";
import { type Sight, type Snapshot, sees } from "./snapshot.ts";

/** Lines looked at, and comparisons made, before others get their turn: some 5 ms of either. */
const SLICE_LINES = 30_000;
const SLICE_WORK = 1_000_000;
/** Comparisons that one question may cost, a second or two; beyond, its polygon is folded over the network like none that a person draws. */
const MOST_WORK = 60_000_000;

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
  for (const nearby of pipesNear(snapshot, region.box)) {
    const { length } = nearby.places;
    for (let from = 0; from < length; ) {
      from = look(nearby, from, Math.min(length, from + SLICE_LINES), snapshot, sight, region, visit);
      if (from < length) await setImmediate();
    }
  }
}

/** Looks at lines from one on, and says at which it stopped. */
function look(
  { xy, offsets, places, seqAt }: Nearby,
  from: number,
  to: number,
  snapshot: Snapshot,
  sight: Sight,
  region: Region,
  visit: (seq: number) => void,
): number {
  const most = region.work + SLICE_WORK;
  for (let k = from; k < to; k++) {
    if (region.work > most) return k;
    const place = places[k] as number;
    const seq = seqAt(place);
    if (!sees(sight, snapshot.pipes, seq)) continue;
    if (region.work > MOST_WORK) throw new TooIntricate();
    if (region.meets(xy, offsets[place] as number, offsets[place + 1] as number)) visit(seq);
  }
  return to;
}

import { TAG_STATES, type TagState } from "#contract/gas.ts";
import type { TagRow } from "#mocks/world/rows.ts";
import { reasonFor } from "./doubts.ts";
import type { MockHouse } from "./house.ts";

export interface TagNow {
  readonly value: number | null;
  /** ms since 1970; null when the tag has been silent for a day. */
  readonly at: number | null;
  readonly state: TagState;
}

const LOOK_BACK = 24;

/** What a tag last said before `now`, and what that means. */
export function tagAt(house: MockHouse, seq: number, now: number): TagNow {
  const row = house.tags.rows[seq];
  const signal = house.signals[seq];
  if (!row || !signal) return { value: null, at: null, state: "offline" };
  const step = row.sampling_s * 1000;
  const newest = Math.floor((now - signal.delayMs) / step) * step;
  for (let i = 0; i < LOOK_BACK; i++) {
    const at = newest - i * step;
    const sample = signal.at(at);
    if (!sample) continue;
    const state = stateOf(row, sample.v, now - at);
    const isDoubted = state === "normal" && reasonFor(signal.temperament, seq) !== undefined;
    return { value: sample.v, at, state: isDoubted ? "suspect" : state };
  }
  return { value: null, at: null, state: "offline" };
}

function stateOf(row: TagRow, value: number, ageMs: number): TagState {
  if (ageMs > row.stale_after_s * 1000) return "stale";
  const below = (limit: number | null) => limit !== null && value < limit;
  const above = (limit: number | null) => limit !== null && value > limit;
  if (below(row.low_alarm) || above(row.high_alarm)) return "alarm";
  if (below(row.low_warning) || above(row.high_warning)) return "warning";
  return "normal";
}

export const stateIndex = (state: TagState): number => TAG_STATES.indexOf(state);

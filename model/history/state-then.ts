import { TAG_STATES, type TagState } from "#contract/gas.ts";
import { HISTORY_LEVELS, OFFLINE_AFTER_S } from "#contract/history-layout.ts";

const byte = (state: TagState) => TAG_STATES.indexOf(state);
const STALE = byte("stale");
const OFFLINE = byte("offline");
const BAD = HISTORY_LEVELS.indexOf("bad");

/**
 * What a tag showed at some time (index in TAG_STATES), by the level and age of its newest value then: the same rule as for live values.
 * Levels normal, warning and alarm have the numbers of the states.
 */
export function stateThen(level: number, ageS: number, staleAfterS: number): number {
  if (ageS > OFFLINE_AFTER_S) return OFFLINE;
  if (level === BAD || ageS > staleAfterS) return STALE;
  return level;
}

/** What a tag showed that had said nothing for a day. */
export const NEVER_SAID = OFFLINE;

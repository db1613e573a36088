import { TAG_STATES } from "#contract/gas.ts";
import type { TagLimits } from "./tag-limits.ts";

const stateIndex = (state: (typeof TAG_STATES)[number]) => TAG_STATES.indexOf(state);
export const NORMAL = stateIndex("normal");
export const WARNING = stateIndex("warning");
export const ALARM = stateIndex("alarm");
export const STALE = stateIndex("stale");
export const OFFLINE = stateIndex("offline");

/** A tag silent for this long has no value worth showing. */
export const OFFLINE_AFTER_MS = 24 * 3_600_000;
/** Quality "bad": the device itself says that the value is none. */
const BAD = 2;

/** How far outside its limits a value stands, the limits drawn in by `band`. Comparisons with NaN are false: no limit, no alarm. */
function levelOf(limits: TagLimits, seq: number, v: number, band: number): number {
  const high = v + band;
  const low = v - band;
  if (high >= (limits.highAlarm[seq] as number) || low <= (limits.lowAlarm[seq] as number)) return ALARM;
  if (high >= (limits.highWarning[seq] as number) || low <= (limits.lowWarning[seq] as number)) return WARNING;
  return NORMAL;
}

/**
 * Normal, warning or alarm, with the dead-band of ISA-18.2: a limit is crossed outward at once, and left again only when the
 * value is inside it by more than the dead-band, so that a value trembling at a limit does not chatter.
 */
export function limitLevel(limits: TagLimits, seq: number, v: number, before: number): number {
  const now = levelOf(limits, seq, v, 0);
  if (now >= before) return now;
  return Math.max(now, Math.min(before, levelOf(limits, seq, v, limits.deadBand[seq] as number)));
}

/**
 * What a tag shows: its level while the value can be trusted. Never reported, or silent for a day: offline. Older than its
 * limit, or sent with quality "bad": stale. Silence is a state of its own and never an alarm (domain.md §5).
 */
export function stateOf(level: number, at: number, q: number, staleAfterMs: number, now: number): number {
  if (at === 0 || now - at > OFFLINE_AFTER_MS) return OFFLINE;
  if (q === BAD || now - at > staleAfterMs) return STALE;
  return level;
}

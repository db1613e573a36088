import type { Alarm } from "#contract/alarms.ts";
import type { Maintenance } from "#contract/alarm-rules.ts";

/** Whether a window holds alarms at a moment, will, or does no more. */
export type WindowPhase = "now" | "planned" | "past";

/** @param at ms since 1970 */
export function phaseOf({ from, to, endedAt }: Pick<Maintenance, "from" | "to" | "endedAt">, at: number): WindowPhase {
  if (endedAt !== null || Date.parse(to) <= at) return "past";
  return Date.parse(from) <= at ? "now" : "planned";
}

const ORDER: Readonly<Record<WindowPhase, number>> = { now: 0, planned: 1, past: 2 };

/** Those that run, the first to end in front; then those to come, the next in front; then those that are over, the last in front. */
export function inWindowOrder<T extends Pick<Maintenance, "from" | "to" | "endedAt">>(
  windows: readonly T[],
  at: number,
): readonly T[] {
  const keyOf = (w: T): number => {
    const phase = phaseOf(w, at);
    if (phase === "now") return Date.parse(w.to);
    return phase === "planned" ? Date.parse(w.from) : -Date.parse(w.endedAt ?? w.to);
  };
  return windows.toSorted((a, b) => ORDER[phaseOf(a, at)] - ORDER[phaseOf(b, at)] || keyOf(a) - keyOf(b));
}

/** Open alarms that a window keeps from ringing. */
export const heldBy = <T extends Pick<Alarm, "tagId" | "stationId" | "hold">>(
  { stationId, tagId }: Pick<Maintenance, "stationId" | "tagId">,
  open: Iterable<T>,
): T[] =>
  [...open].filter(
    (alarm) =>
      alarm.hold?.kind === "out_of_service" && (tagId === null ? alarm.stationId === stationId : alarm.tagId === tagId),
  );

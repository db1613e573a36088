import { KPI_TARGETS } from "#contract/alarm-kpis.ts";
import type { LiveAlarms } from "#contract/alarm-live.ts";
import { RINGING_EVENTS } from "#contract/alarm-words.ts";
import type { WarningLevel } from "#contract/gas.ts";
import { isWorse } from "#model/alarms/life.ts";
import type { AlarmRecord, Transition } from "#model/alarms/record.ts";
import type { Owned } from "./scope.ts";

const FLOOD_MS = 600_000;
const RINGS: ReadonlySet<string> = new Set(RINGING_EVENTS);

/** Whether a person heard it. What was found standing was heard by nobody. */
export const rings = ({ kind, alarm, isFound }: Transition): boolean =>
  isFound !== true && RINGS.has(kind) && (alarm.hold === null || alarm.isLeak);

/** Rings of the last ten minutes, and who stands in a flood of them (ISA-18.2 §16.5: more than 10 begin one, fewer than 5 end it). */
export class FloodWatch {
  #recent: Transition[] = [];
  readonly #since = new Map<string, number>();
  readonly #newest: (alarmId: string) => AlarmRecord | null;

  /** @param newest the record as it is now: an alarm may have been folded since it rang */
  constructor(newest: (alarmId: string) => AlarmRecord | null) {
    this.#newest = newest;
  }

  add(transitions: readonly Transition[]): void {
    // To bring an alarm before the next level is no alarm more.
    for (const one of transitions) if (rings(one) && one.kind !== "escalated") this.#recent.push(one);
  }

  /** The flood of those who see what `isSeen` says; null when there is none. `key` names them from call to call. */
  of(key: string, isSeen: (thing: Owned) => boolean, now: number): LiveAlarms["flood"] {
    this.#forget(now);
    const seen = this.#recent.filter(({ alarm }) => isSeen(alarm));
    if (seen.length > KPI_TARGETS.floodBegins && !this.#since.has(key)) this.#since.set(key, seen[0]?.at ?? now);
    if (seen.length < KPI_TARGETS.floodEnds) this.#since.delete(key);
    const since = this.#since.get(key);
    if (since === undefined) return null;
    const alarms = new Map(seen.map(({ alarm }) => [alarm.id, this.#newest(alarm.id) ?? alarm]));
    let worst: WarningLevel = "blue";
    for (const { level } of alarms.values()) if (isWorse(level, worst)) worst = level;
    const incidents = new Set([...alarms.values()].map(({ incidentId }) => incidentId));
    return { since, alarms: alarms.size, incidents: incidents.size, worst };
  }

  #forget(now: number): void {
    const first = this.#recent.findIndex(({ at }) => now - at < FLOOD_MS);
    if (first > 0) this.#recent = this.#recent.slice(first);
    else if (first === -1) this.#recent = [];
  }
}

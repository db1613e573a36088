import type { PastIncident } from "#contract/history.ts";
import type { AlarmThen, TimedAlarm } from "./past-alarms.ts";

/** The incident under which an alarm stood at a moment, by its journal; where that says nothing, the one under which it stands at last. */
export function incidentAt({ steps, course, incident }: TimedAlarm, at: number): string | null {
  const taken = steps.findLastIndex((time) => time <= at);
  return course.slice(0, taken + 1).findLast((step) => step.incident !== null)?.incident ?? incident;
}

/** Alarms of one incident as they stood at a moment, in the order they came in: the worst first. */
export interface IncidentThen {
  readonly id: string;
  /** null: it is not known, or out of sight. */
  readonly of: PastIncident | null;
  readonly alarms: readonly [AlarmThen, ...AlarmThen[]];
  /** When the first of them rang, ms since 1970. */
  readonly from: number;
}

/** Alarms of a moment folded under their incidents as they stood then; an alarm alone is one of its own. In the order of their first alarms. */
export function foldThen(
  alarms: readonly AlarmThen[],
  at: number,
  incidents: readonly PastIncident[],
): readonly IncidentThen[] {
  const known = new Map(incidents.map((one) => [one.id, one]));
  const groups = new Map<string, [AlarmThen, ...AlarmThen[]]>();
  for (const alarm of alarms) {
    const id = incidentAt(alarm, at) ?? `alarm ${alarm.id}`;
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [alarm]);
    else group.push(alarm);
  }
  return [...groups].map(([id, members]) => ({
    id,
    of: known.get(id) ?? null,
    alarms: members,
    from: Math.min(...members.map(({ from }) => from)),
  }));
}

import { ALARM_STATES } from "#contract/alarm-words.ts";
import { getIncident, listIncidents } from "#contract/incidents.ts";
import { alarmView } from "#server/alarms/view.ts";
import { listAlarms as readAlarms } from "#server/db/alarms.ts";
import { listIncidents as readIncidents } from "#server/db/incidents.ts";
import type { Routes } from "#server/deps.ts";
import { notFound } from "#server/http/problem.ts";
import { placeOf } from "./alarms.ts";
import { toCursor } from "./cursor.ts";
import { serve } from "./serve.ts";

const MEMBERS_SHOWN = 500;

/** Alarms folded by their cause. */
export const incidentRoutes: Routes = (app, { db, alarms }) => {
  const { service, around } = alarms;

  serve(app, listIncidents, async ({ scope, query: { cursor, ...where } }) => {
    const place = placeOf(cursor, 2);
    const after: [number, string] | null = place === null ? null : [Number(place[0]), String(place[1])];
    const { seq } = service;
    const found = await db.as(scope, (tx) => readIncidents(tx, { ...where, after, limit: where.limit + 1 }));
    const incidents = found.slice(0, where.limit);
    const last = incidents.at(-1);
    return { incidents, next: found.length > where.limit && last ? toCursor(`${last.seq}\n${last.id}`) : null, seq };
  });

  serve(app, getIncident, async ({ scope, params: { id } }) => {
    const found = await db.as(scope, async (tx) => {
      const [incident] = await readIncidents(tx, { id, state: "any", after: null, limit: 1 });
      if (incident === undefined) return null;
      const page = await readAlarms(tx, { incident: id, state: ALARM_STATES, hold: "any" }, "seq", null, MEMBERS_SHOWN);
      return { incident, members: page.alarms.toSorted((a, b) => a.raisedAt - b.raisedAt || a.seq - b.seq) };
    });
    if (found === null) throw notFound("incident");
    return { ...found.incident, members: found.members.map((alarm) => alarmView(alarm, around)) };
  });
};

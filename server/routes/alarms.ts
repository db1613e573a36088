import { getAlarm, listAlarmJournal, listAlarms } from "#contract/alarms.ts";
import { alarmView } from "#server/alarms/view.ts";
import { countRings, findContact, findRuleText, listNeighbours } from "#server/db/alarm-surroundings.ts";
import { type AlarmPlace, countAlarms, findAlarm, listAlarms as readAlarms, readJournal } from "#server/db/alarms.ts";
import { listStationCameras } from "#server/db/stations.ts";
import type { Routes } from "#server/deps.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import { answersAlarms, contactFor } from "./alarm-contact.ts";
import { fromCursor, toCursor } from "./cursor.ts";
import { serve } from "./serve.ts";

const JOURNAL_SHOWN = 200;

/** A place in a list from its cursor; 400 when it is not of this list. */
export function placeOf(cursor: string | undefined, keys: number): AlarmPlace | null {
  const text = fromCursor(cursor);
  if (text === undefined) return null;
  const parts = text.split("\n");
  const isNumber = (part: string) => /^-?\d{1,16}$/.test(part);
  if (parts.length === keys && parts.slice(0, -1).every(isNumber)) return parts;
  throw new ProblemError("bad_request", "The cursor is not one of ours.");
}

/** Lists, detail and journal of alarms. */
export const alarmRoutes: Routes = (app, deps) => {
  const { db, alarms } = deps;
  const { service, around } = alarms;

  serve(app, listAlarms, async ({ scope, query: { order, cursor, limit, ...where } }) => {
    const keys = order === "seq" ? 3 : 5;
    const place = placeOf(cursor, keys);
    // Taken before reading: what is written meanwhile comes over the live connection once more, and changes nothing.
    const { seq } = service;
    const [page, counts] = await db.as(scope, async (tx) => [
      await readAlarms(tx, where, order, place, limit),
      await countAlarms(tx, where),
    ]);
    const next = page.next === null ? null : toCursor(page.next.join("\n"));
    return { alarms: page.alarms.map((alarm) => alarmView(alarm, around)), next, seq, ...counts };
  });

  serve(app, getAlarm, async ({ scope, session, params: { id } }) => {
    const found = await db.as(scope, async (tx) => {
      const alarm = await findAlarm(tx, id);
      if (alarm === null) return null;
      const view = alarmView(service.record(id) ?? alarm, around);
      return {
        view,
        rule: await findRuleText(tx, alarm.ruleId, alarm.ruleVersion),
        cameras: await listStationCameras(tx, view.stationId),
        neighbours: await listNeighbours(tx, alarm.tagId),
        journal: await readJournal(tx, { alarm: id, after: 0, limit: JOURNAL_SHOWN, isLast: true }),
        ringsIn30Days: await countRings(tx, alarm.tagId, alarm.ruleId),
      };
    });
    if (found === null) throw notFound("alarm");
    const { view, rule, neighbours, cameras, ...rest } = found;
    const whole = await db.asSystem((tx) => findContact(tx, view.enterpriseId));
    const isOwn = scope.enterpriseId !== null && scope.enterpriseId === view.enterpriseId;
    const contact = whole && contactFor(whole, { isOwn, answers: answersAlarms(session.role) });
    const columns = around.columns();
    return {
      ...view,
      ...rest,
      ruleName: rule?.name ?? view.ruleId,
      procedure: rule?.procedure ?? "",
      contact,
      cameras: cameras.map(({ id: cameraId, name, deviceId }) => ({ id: cameraId, name, deviceId })),
      neighbours: neighbours.map(({ x, y, ...neighbour }) => {
        const seq = columns?.snapshot.tagSeq(neighbour.tagId);
        const at = seq === undefined ? 0 : (columns?.at[seq] ?? 0);
        const value = seq === undefined || at === 0 ? null : (columns?.value[seq] ?? null);
        return {
          ...neighbour,
          lngLat: [x, y] as [number, number],
          value: value === null ? null : Number(value.toPrecision(6)),
          at: at === 0 ? null : new Date(at).toISOString(),
        };
      }),
    };
  });

  serve(app, listAlarmJournal, async ({ scope, query }) => {
    const entries = await db.as(scope, (tx) => readJournal(tx, query));
    return { entries, next: entries.length === query.limit ? (entries.at(-1)?.seq ?? null) : null };
  });
};

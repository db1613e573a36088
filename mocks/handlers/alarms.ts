import type { HttpHandler } from "msw";
import {
  type Alarm,
  acknowledgeAlarms,
  confirmLeak,
  getAlarm,
  listAlarmJournal,
  listAlarms,
  shelveAlarms,
  unshelveAlarms,
} from "#contract/alarms.ts";
import { getIncident, type Incident, listIncidents } from "#contract/incidents.ts";
import type { Scope } from "#contract/scope.ts";
import { dispatchAlarm, getTask, listAssignees, listTasks, NEXT_TASK_STEPS, stepTask } from "#contract/tasks.ts";
import {
  acknowledging,
  confirming,
  createMockAlarms,
  dispatching,
  type MockAlarms,
  shelving,
  stepped,
  taskOf,
  unshelving,
} from "./alarm-book.ts";
import { alarmPolicyHandlers } from "./alarm-policy.ts";
import { answer, type MockContext, Refusal } from "./answer.ts";
import { codesBelow, type MockHouse, sightOf } from "./house.ts";
import { tagAt } from "./tag-values.ts";

type Who = Parameters<typeof answer>[1];

const LEVELS = ["red", "orange", "yellow", "blue"] as const;
const STATES = ["unacknowledged", "returned", "acknowledged", "normal"];
const OPEN = ["unacknowledged", "acknowledged", "returned"];

const ownerOf = ({ areaCode, enterpriseId }: Alarm) => ({ area_code: areaCode, enterprise_id: enterpriseId });
const byLevel = (alarms: readonly Alarm[]) => ({
  red: 0,
  orange: 0,
  yellow: 0,
  blue: 0,
  ...Object.fromEntries(LEVELS.map((l) => [l, alarms.filter((a) => a.level === l).length])),
});
const rank = (alarm: Alarm) => 10 * LEVELS.indexOf(alarm.level) + STATES.indexOf(alarm.state);

/** Alarms in a scope. */
const inSight = (house: MockHouse, alarms: MockAlarms, scope: Scope): Alarm[] =>
  alarms.all().filter((alarm) => sightOf(house.areas, scope)(ownerOf(alarm)));

/** Everything about alarms, answered from the made-up province's own excursions. */
export function alarmHandlers(context: MockContext, who: Who): HttpHandler[] {
  const alarms = createMockAlarms(context.house, context.now);
  return [
    ...listHandlers(context, who, alarms),
    ...detailHandlers(context, who, alarms),
    ...wishHandlers(context, who, alarms),
    ...incidentHandlers(context, who, alarms),
    ...taskHandlers(context, who, alarms),
    ...alarmPolicyHandlers(context, who, (scope) => inSight(context.house, alarms, scope)),
  ];
}

function listHandlers({ house }: MockContext, who: Who, alarms: MockAlarms): HttpHandler[] {
  return [
    answer(listAlarms, who, ({ me, query }) => {
      const all = inSight(house, alarms, me.scope);
      const codes = query.area === undefined ? null : codesBelow(house.areas, query.area);
      const states: readonly string[] = query.state ?? OPEN;
      const fits = (a: Alarm) =>
        states.includes(a.state) &&
        (codes === null || codes.has(a.areaCode)) &&
        [query.enterprise ?? a.enterpriseId, query.station ?? a.stationId, query.tag ?? a.tagId].join() ===
          [a.enterpriseId, a.stationId, a.tagId].join() &&
        (query.incident ?? a.incidentId) === a.incidentId &&
        (query.rule ?? a.ruleId) === a.ruleId &&
        (query.level?.includes(a.level) ?? true) &&
        (query.kind?.includes(a.tagKind) ?? true) &&
        (query.hold === "any" ||
          (query.hold === "no"
            ? a.hold === null
            : query.hold === "yes"
              ? a.hold !== null
              : a.hold?.kind === query.hold)) &&
        (query.from === undefined || a.raisedAt >= query.from) &&
        (query.to === undefined || a.raisedAt < query.to);
      const sorted = all
        .filter(fits)
        .sort((a, b) => (query.order === "urgency" ? rank(a) - rank(b) : 0) || b.seq - a.seq);
      const from = query.cursor === undefined ? 0 : Number(query.cursor);
      const page = sorted.slice(from, from + query.limit);
      const open = (list: readonly Alarm[]) => list.filter((a) => a.state !== "normal" && a.hold === null);
      const shown = new Set(sorted);
      return {
        alarms: page,
        next: from + page.length < sorted.length ? String(from + page.length) : null,
        seq: alarms.seq,
        open: byLevel(open(sorted)),
        unacknowledged: byLevel(open(sorted).filter(({ state }) => state === "unacknowledged")),
        hidden: byLevel(open(all).filter((a) => !shown.has(a))),
      };
    }),
  ];
}

function detailHandlers({ house, now }: MockContext, who: Who, alarms: MockAlarms): HttpHandler[] {
  const seen = (scope: Scope, id: string) => inSight(house, alarms, scope).find((alarm) => alarm.id === id);
  return [
    answer(getAlarm, who, ({ me, params }) => {
      const alarm = seen(me.scope, params.id);
      if (alarm === undefined) return null;
      const cameras = house.parts
        .flatMap((part) => part.cameras)
        .filter((camera) => camera.station_id === alarm.stationId);
      const near = house.tags.rows.filter((tag) => tag.station_id === alarm.stationId && tag.id !== alarm.tagId);
      return {
        ...alarm,
        ruleName: "越限报警",
        procedure: "核对同站其他测点，判断是测点故障还是工况变化\n通知现场人员确认\n必要时派人到场处置",
        contact: { name: "王*", phone: "138****5678" },
        cameras: cameras.map(({ id, name, device_id }) => ({ id, name, deviceId: device_id })),
        neighbours: near.map((tag) => {
          const { value, at } = tagAt(house, house.tags.seq(tag.id), now());
          return {
            tagId: tag.id,
            name: tag.name,
            kind: tag.kind,
            unit: tag.unit,
            stationId: alarm.stationId,
            stationName: alarm.stationName,
            lngLat: alarm.lngLat,
            distanceM: 0,
            value,
            at: at === null ? null : new Date(at).toISOString(),
            alarmId: alarms.all().find((a) => a.tagId === tag.id && a.state !== "normal")?.id ?? null,
          };
        }),
        journal: alarms.journal.filter(({ alarmId }) => alarmId === alarm.id),
        ringsIn30Days: alarms.all().filter(({ tagId }) => tagId === alarm.tagId).length,
      };
    }),
    answer(listAlarmJournal, who, ({ me, query }) => {
      const entries = alarms.journal.filter(
        (entry) =>
          entry.seq > query.after &&
          sightOf(house.areas, me.scope)({ area_code: entry.areaCode, enterprise_id: entry.enterpriseId }) &&
          (query.alarm ?? entry.alarmId) === entry.alarmId &&
          (query.tag ?? entry.tagId) === entry.tagId,
      );
      const page = entries.slice(0, query.limit);
      return { entries: page, next: entries.length > page.length ? (page.at(-1)?.seq ?? null) : null };
    }),
  ];
}

function wishHandlers({ house }: MockContext, who: Who, alarms: MockAlarms): HttpHandler[] {
  /** An id out of sight is none. */
  const seenBy = (scope: Scope) => {
    const seen = new Set(inSight(house, alarms, scope).map(({ id }) => id));
    return (id: string) => seen.has(id);
  };
  return [
    answer(acknowledgeAlarms, who, ({ me, body }) =>
      alarms.change(
        body.ids,
        seenBy(me.scope),
        acknowledging(me.name, body.comment ?? ""),
        me.name,
        body.comment ?? null,
      ),
    ),
    answer(shelveAlarms, who, ({ me, body }) =>
      alarms.change(body.ids, seenBy(me.scope), shelving(me.name, body.reason, body.until), me.name, body.reason),
    ),
    answer(unshelveAlarms, who, ({ me, body }) =>
      alarms.change(body.ids, seenBy(me.scope), unshelving, me.name, body.comment ?? null),
    ),
    answer(confirmLeak, who, ({ me, body }) =>
      alarms.change(body.ids, seenBy(me.scope), confirming, me.name, body.comment),
    ),
  ];
}

function incidentOf(id: string, members: readonly Alarm[]): Incident | null {
  const sorted = members.toSorted((a, b) => (a.raisedAt < b.raisedAt ? -1 : 1));
  const [first] = sorted;
  if (first === undefined) return null;
  const open = members.filter(({ state }) => state !== "normal");
  const ended = members.map((a) => a.clearedAt ?? a.raisedAt).sort();
  const [lng, lat] = first.lngLat;
  return {
    id,
    reason: members.length > 1 ? "upstream" : "single",
    cause:
      members.length > 1
        ? { kind: "station", id: first.stationId, name: first.stationName, lngLat: first.lngLat }
        : null,
    level: LEVELS.find((level) => members.some((a) => a.level === level)) ?? "blue",
    openedAt: first.raisedAt,
    closedAt: open.length > 0 ? null : (ended.at(-1) ?? null),
    seq: Math.max(...members.map(({ seq }) => seq)),
    alarms: members.length,
    open: open.length,
    unacknowledged: open.filter(({ state }) => state === "unacknowledged").length,
    byLevel: byLevel(members),
    areaCodes: [...new Set(members.map(({ areaCode }) => areaCode))],
    enterpriseIds: [...new Set(members.map(({ enterpriseId }) => enterpriseId))],
    bbox: [lng, lat, lng, lat],
    firstOut: { alarmId: first.id, tagName: first.tagName, stationName: first.stationName, at: first.raisedAt },
    escalatedTo: null,
  };
}

function incidentHandlers({ house }: MockContext, who: Who, alarms: MockAlarms): HttpHandler[] {
  return [
    answer(listIncidents, who, ({ me, query }) => {
      const groups = Map.groupBy(inSight(house, alarms, me.scope), ({ incidentId }) => incidentId);
      const all = [...groups].flatMap(([id, members]) => incidentOf(id, members) ?? []);
      const fits = ({ open }: Incident) => query.state === "any" || (query.state === "open") === open > 0;
      const incidents = all.filter(fits).sort((a, b) => b.seq - a.seq);
      return { incidents: incidents.slice(0, query.limit), next: null, seq: alarms.seq };
    }),
    answer(getIncident, who, ({ me, params }) => {
      const members = inSight(house, alarms, me.scope).filter(({ incidentId }) => incidentId === params.id);
      const incident = incidentOf(params.id, members);
      return incident && { ...incident, members };
    }),
  ];
}

const PEOPLE = [
  { id: "inspector", name: "巡检员", role: "inspector" as const },
  { id: "dispatcher", name: "企业调度", role: "dispatcher" as const },
];

function taskHandlers({ house, now }: MockContext, who: Who, alarms: MockAlarms): HttpHandler[] {
  const { tasks } = alarms;
  const seenAlarm = (scope: Scope, id: string) => inSight(house, alarms, scope).find((alarm) => alarm.id === id);
  return [
    answer(listAssignees, who, ({ me, params }) =>
      seenAlarm(me.scope, params.id) ? { assignees: PEOPLE.map((person) => ({ ...person, openTasks: 0 })) } : null,
    ),
    answer(dispatchAlarm, who, ({ me, params, body }) => {
      const alarm = seenAlarm(me.scope, params.id);
      if (alarm === undefined) return null;
      const person = PEOPLE.find(({ id }) => id === body.assigneeId);
      if (person === undefined) throw new Refusal(400, "bad_request");
      const task = taskOf(alarm, `K-${tasks.size + 1}`, person, body.note ?? "", me.name, now());
      tasks.set(task.id, task);
      alarms.change([alarm.id], () => true, dispatching(task.id), me.name, person.name);
      return task;
    }),
    answer(listTasks, who, ({ query }) => ({
      tasks: [...tasks.values()]
        .filter(({ alarmId, step }) => {
          const isOpen = NEXT_TASK_STEPS[step].length > 0;
          return (query.alarm ?? alarmId) === alarmId && (query.state === "any" || (query.state === "open") === isOpen);
        })
        .slice(0, query.limit),
      next: null,
    })),
    answer(getTask, who, ({ params }) => tasks.get(params.id) ?? null),
    answer(stepTask, who, ({ me, params, body }) => {
      const task = tasks.get(params.id);
      if (task === undefined) return null;
      if (!NEXT_TASK_STEPS[task.step].includes(body.step)) throw new Refusal(409, "conflict");
      const next = stepped(task, body.step, me.name, body.note ?? "", now());
      tasks.set(task.id, next);
      return next;
    }),
  ];
}

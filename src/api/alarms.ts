import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { getAlarmKpis } from "#contract/alarm-kpis.ts";
import {
  activateAlarmRule,
  createAlarmRule,
  getAlarmRule,
  listAlarmRules,
  type RuleBody,
  retireAlarmRule,
  simulateAlarmRule,
} from "#contract/alarm-rules.ts";
import { ALARM_STATES } from "#contract/alarm-words.ts";
import {
  acknowledgeAlarms,
  confirmLeak,
  getAlarm,
  listAlarms,
  shelveAlarms,
  unshelveAlarms,
} from "#contract/alarms.ts";
import { getIncident, listIncidents } from "#contract/incidents.ts";
import type { Query } from "#contract/route.ts";
import { dispatchAlarm, listAssignees, listTasks, stepTask, type Task, type TaskStep } from "#contract/tasks.ts";
import { call } from "./client.ts";

const firstPage = null as string | null;
const DAY_MS = 86_400_000;

/** An alarm's own answer depends on its newest event: `seq` from the live book asks again when there is one. */
export const alarmQuery = (id: string, seq: number) =>
  queryOptions({
    queryKey: ["alarm", id, seq],
    queryFn: ({ signal }) => call(getAlarm, { params: { id }, signal }),
    staleTime: 15_000,
    placeholderData: (before) => (before?.id === id ? before : undefined),
  });

/** Alarms that a tag had, over or not, newest first. */
export const tagAlarmsQuery = (tag: string, seq: number) =>
  queryOptions({
    queryKey: ["tag-alarms", tag, seq],
    queryFn: async ({ signal }) => {
      const query = { tag, state: ALARM_STATES.join(","), hold: "any" as const, limit: 30 };
      return (await call(listAlarms, { query, signal })).alarms;
    },
    staleTime: 15_000,
    placeholderData: (before) => (before?.[0]?.tagId === tag ? before : undefined),
  });

export type PastAsk = Pick<Query<typeof listAlarms>, "area" | "enterprise" | "level" | "kind" | "from" | "to">;

/** Alarms that are over, newest first, page by page. */
export const pastAlarmsQuery = (asked: PastAsk) =>
  infiniteQueryOptions({
    queryKey: ["past-alarms", asked],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...asked, state: "normal", hold: "any" as const, ...(pageParam ? { cursor: pageParam } : {}) };
      return call(listAlarms, { query, signal });
    },
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.next,
    staleTime: 15_000,
  });

export type IncidentAsk = Pick<Query<typeof listIncidents>, "area" | "enterprise" | "state">;

/** `seq`: number of the newest event the page knows; incidents change with the alarms they fold. */
export const incidentsQuery = (asked: IncidentAsk) =>
  infiniteQueryOptions({
    queryKey: ["incidents", asked],
    queryFn: ({ pageParam, signal }) =>
      call(listIncidents, { query: { ...asked, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.next,
    staleTime: 2000,
    refetchInterval: 5000,
  });

export const incidentQuery = (id: string) =>
  queryOptions({
    queryKey: ["incident", id],
    queryFn: ({ signal }) => call(getIncident, { params: { id }, signal }),
    staleTime: 2000,
    refetchInterval: 5000,
  });

export const assigneesQuery = (alarm: string) =>
  queryOptions({
    queryKey: ["assignees", alarm],
    queryFn: async ({ signal }) => (await call(listAssignees, { params: { id: alarm }, signal })).assignees,
    staleTime: 15_000,
  });

export type TaskAsk = Pick<Query<typeof listTasks>, "area" | "mine" | "state">;

/** Tasks that alarms became, newest first, page by page. */
export const tasksQuery = (asked: TaskAsk) =>
  infiniteQueryOptions({
    queryKey: ["tasks", asked],
    queryFn: ({ pageParam, signal }) =>
      call(listTasks, { query: { ...asked, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.next,
    staleTime: 2000,
    refetchInterval: 10_000,
  });

/** What one alarm became: the newest five hundred tasks. */
export const alarmTasksQuery = (alarm: string) =>
  queryOptions({
    queryKey: ["tasks", "of", alarm],
    queryFn: async ({ signal }) =>
      (await call(listTasks, { query: { alarm, state: "any", limit: 500 }, signal })).tasks,
    staleTime: 2000,
    refetchInterval: 10_000,
  });

/** What is sent to the person and not ended: the newest five hundred. */
export const myTasksQuery = queryOptions({
  queryKey: ["tasks", "mine"],
  queryFn: async ({ signal }) =>
    (await call(listTasks, { query: { mine: "yes", state: "open", limit: 500 }, signal })).tasks,
  staleTime: 2000,
  refetchInterval: 10_000,
});

export interface KpiAsk {
  readonly days: number;
  readonly area: string | null;
  readonly enterprise: string | null;
  readonly operators: number;
}

export const alarmKpisQuery = ({ days, area, enterprise, operators }: KpiAsk) =>
  queryOptions({
    queryKey: ["alarm-kpis", days, area, enterprise, operators],
    queryFn: ({ signal }) => {
      const to = Date.now();
      const query = {
        from: new Date(to - days * DAY_MS).toISOString(),
        to: new Date(to).toISOString(),
        operators,
        ...(area === null ? {} : { area }),
        ...(enterprise === null ? {} : { enterprise }),
      };
      return call(getAlarmKpis, { query, signal });
    },
    staleTime: 60_000,
  });

export const rulesQuery = queryOptions({
  queryKey: ["alarm-rules"],
  queryFn: async ({ signal }) => (await call(listAlarmRules, { signal })).rules,
  staleTime: 15_000,
});

export const ruleQuery = (id: string) =>
  queryOptions({
    queryKey: ["alarm-rule", id],
    queryFn: async ({ signal }) => (await call(getAlarmRule, { params: { id }, signal })).versions,
    staleTime: 15_000,
  });

/** What came of a call about many: those done, and those left with the reason. */
export const acknowledge = (ids: string[], comment: string) => call(acknowledgeAlarms, { body: { ids, comment } });
export const shelve = (ids: string[], reason: string, until: number) =>
  call(shelveAlarms, { body: { ids, reason, until: new Date(until).toISOString() } });
export const unshelve = (ids: string[], comment: string) => call(unshelveAlarms, { body: { ids, comment } });
export const confirmLeakOf = (ids: string[], comment: string) => call(confirmLeak, { body: { ids, comment } });

export const dispatch = (alarm: string, assigneeId: string, note: string): Promise<Task> =>
  call(dispatchAlarm, { params: { id: alarm }, body: { assigneeId, note } });
export const takeStep = (task: string, step: TaskStep, note: string): Promise<Task> =>
  call(stepTask, { params: { id: task }, body: { step, note } });

export const writeRule = (id: string, body: RuleBody) => call(createAlarmRule, { body: { id, ...body } });
export const putInForce = (id: string, version: number, comment: string) =>
  call(activateAlarmRule, { params: { id }, body: { version, comment } });
export const takeOutOfForce = (id: string, comment: string) =>
  call(retireAlarmRule, { params: { id }, body: { comment } });

/** Says how often a rule would have rung in the days before now. */
export const tryRule = (rule: RuleBody, days: number) => {
  const to = Date.now();
  const span = { from: new Date(to - days * DAY_MS).toISOString(), to: new Date(to).toISOString() };
  return call(simulateAlarmRule, { body: { rule, ...span } });
};

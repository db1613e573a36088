import type { HttpHandler } from "msw";
import { getAlarmKpis } from "#contract/alarm-kpis.ts";
import {
  type AlarmRule,
  activateAlarmRule,
  createAlarmRule,
  createMaintenance,
  endMaintenance,
  getAlarmRule,
  listAlarmRules,
  listMaintenance,
  type Maintenance,
  retireAlarmRule,
  simulateAlarmRule,
} from "#contract/alarm-rules.ts";
import type { Alarm } from "#contract/alarms.ts";
import type { Scope } from "#contract/scope.ts";
import { type KpiEvent, measure, TEN_MIN_MS } from "#model/alarms/kpis.ts";
import { answer, type MockContext } from "./answer.ts";

type Who = Parameters<typeof answer>[1];

const RULE: AlarmRule = {
  id: "pressure-limits",
  version: 1,
  status: "active",
  enterpriseId: null,
  areaCode: "130000",
  name: "压力越限",
  appliesTo: { tagKinds: ["pressure"] },
  condition: { kind: "limits", warningLevel: "yellow" },
  level: "orange",
  onDelayS: 0,
  offDelayS: 60,
  deadBand: null,
  escalateMin: { county: 15, city: 30, province: 60 },
  suppressWhile: null,
  procedure: "核对同站进出口压力\n派人到场",
  createdAt: "2026-11-01T00:00:00.000Z",
  createdBy: null,
  activatedAt: "2026-11-01T00:00:00.000Z",
  activatedBy: null,
};

/** Rules, maintenance windows and measures. */
export function alarmPolicyHandlers(
  context: MockContext,
  who: Who,
  inSight: (scope: Scope) => readonly Alarm[],
): HttpHandler[] {
  return [...ruleHandlers(context, who, inSight), ...windowHandlers(context, who), kpiHandler(who, inSight)];
}

function ruleHandlers({ now }: MockContext, who: Who, inSight: (scope: Scope) => readonly Alarm[]): HttpHandler[] {
  let rules: AlarmRule[] = [RULE];
  const set = (rule: AlarmRule) => {
    rules = [rule, ...rules.filter(({ id, version }) => id !== rule.id || version !== rule.version)];
    return rule;
  };
  return [
    answer(listAlarmRules, who, () => ({ rules })),
    answer(getAlarmRule, who, ({ params }) => {
      const versions = rules.filter(({ id }) => id === params.id);
      return versions.length === 0 ? null : { versions };
    }),
    answer(createAlarmRule, who, ({ me, body }) => {
      const version = 1 + Math.max(0, ...rules.filter(({ id }) => id === body.id).map((rule) => rule.version));
      const { areaCode, enterpriseId } = me.scope;
      const made = {
        version,
        status: "draft" as const,
        areaCode,
        enterpriseId,
        createdBy: me.name,
        activatedAt: null,
        activatedBy: null,
      };
      return set({ ...body, ...made, createdAt: new Date(now()).toISOString() });
    }),
    answer(simulateAlarmRule, who, ({ me, body }) => {
      const rang = inSight(me.scope).filter(({ raisedAt }) => raisedAt >= body.from && raisedAt < body.to);
      return {
        tagsTried: 10,
        tagsMatched: 10,
        readings: 7200,
        rings: rang.length,
        byDay: [],
        byLevel: { red: 0, orange: rang.length, yellow: 0, blue: 0 },
        rangInForce: rang.length,
        worst: [],
        samples: rang
          .slice(0, 20)
          .map((a) => ({ tagId: a.tagId, level: a.level, at: a.raisedAt, until: a.clearedAt, value: a.value })),
      };
    }),
    answer(activateAlarmRule, who, ({ me, params, body }) => {
      const rule = rules.find(({ id, version }) => id === params.id && version === body.version);
      if (rule === undefined) return null;
      rules = rules.map((other) =>
        other.id === rule.id && other.status === "active" ? { ...other, status: "replaced" } : other,
      );
      return set({ ...rule, status: "active", activatedAt: new Date(now()).toISOString(), activatedBy: me.name });
    }),
    answer(retireAlarmRule, who, ({ params }) => {
      const rule = rules.find(({ id, status }) => id === params.id && status === "active");
      return rule === undefined ? null : set({ ...rule, status: "retired" });
    }),
  ];
}

function windowHandlers({ house, now }: MockContext, who: Who): HttpHandler[] {
  const windows = new Map<string, Maintenance>();
  return [
    answer(listMaintenance, who, () => ({ windows: [...windows.values()] })),
    answer(createMaintenance, who, ({ me, body }) => {
      const place = body.tagId === undefined ? house.stations.get(body.stationId ?? "") : house.tags.get(body.tagId);
      if (place === undefined) return null;
      const id = `M-${windows.size + 1}`;
      const made: Maintenance = {
        id,
        stationId: body.stationId ?? null,
        tagId: body.tagId ?? null,
        name: place.name,
        areaCode: place.area_code,
        enterpriseId: place.enterprise_id,
        from: body.from,
        to: body.to,
        reason: body.reason,
        by: me.name,
        endedAt: null,
        endedBy: null,
      };
      windows.set(id, made);
      return made;
    }),
    answer(endMaintenance, who, ({ me, params }) => {
      const window = windows.get(params.id);
      if (window === undefined) return null;
      const ended = { ...window, endedAt: new Date(now()).toISOString(), endedBy: me.name };
      windows.set(params.id, ended);
      return ended;
    }),
  ];
}

const kpiHandler = (who: Who, inSight: (scope: Scope) => readonly Alarm[]): HttpHandler =>
  answer(getAlarmKpis, who, ({ me, query }) => {
    const [from, to] = [Date.parse(query.from), Date.parse(query.to)];
    const seen = inSight(me.scope).filter(({ raisedAt }) => raisedAt >= query.from && raisedAt < query.to);
    const events = seen.map(
      ({ id, tagId, ruleId, level, raisedAt }): KpiEvent => ({
        at: Date.parse(raisedAt),
        kind: "raised",
        alarmId: id,
        tagId,
        ruleId,
        level,
        isHeard: true,
      }),
    );
    const names = new Map(seen.map(({ tagId, tagName }) => [tagId, tagName]));
    const named = <T extends { tagId: string }>(source: T) => ({
      ...source,
      tagName: names.get(source.tagId) ?? source.tagId,
    });
    const { perTenMin, topTen, chattering, ...rest } = measure(events, from, to, query.operators);
    return {
      ...rest,
      from: query.from,
      to: query.to,
      operators: query.operators,
      course: perTenMin
        .slice(0, 2000)
        .map((rings, i) => ({ at: new Date(from + i * TEN_MIN_MS).toISOString(), rings })),
      topTen: topTen.map(named),
      chatteringCount: chattering.length,
      chattering: chattering.map(named),
      staleCount: 0,
      stale: [],
      folded: { alarms: seen.length, incidents: new Set(seen.map(({ incidentId }) => incidentId)).size },
    };
  });

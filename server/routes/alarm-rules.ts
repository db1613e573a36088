import {
  activateAlarmRule,
  createAlarmRule,
  getAlarmRule,
  listAlarmRules,
  retireAlarmRule,
  simulateAlarmRule,
} from "#contract/alarm-rules.ts";
import type { Scope } from "#contract/scope.ts";
import { readCounties } from "#server/alarms/load.ts";
import { summary, tryRule } from "#server/alarms/try-rule.ts";
import { activate, insertVersion, listRules, listVersions, retire } from "#server/db/alarm-rules.ts";
import type { Routes } from "#server/deps.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import { noteDeed } from "./deed.ts";
import { putInForce, refuseSpan } from "./in-force.ts";
import { serve } from "./serve.ts";

const LONGEST_TRIAL_DAYS = 92;

/** Only whoever owns a rule changes it: the caller's scope must be the one it was made in. */
const owns = (scope: Scope, rule: { areaCode: string; enterpriseId: string | null }) =>
  rule.areaCode === scope.areaCode && rule.enterpriseId === scope.enterpriseId;

/** Rules as versioned data, and their trial against history. */
export const alarmRuleRoutes: Routes = (app, deps) => {
  const { db, alarms } = deps;

  serve(app, listAlarmRules, async ({ scope, query }) => ({
    rules: await db.as(scope, (tx) => listRules(tx, query.status === "live")),
  }));

  serve(app, getAlarmRule, async ({ scope, params: { id } }) => {
    const versions = await db.as(scope, (tx) => listVersions(tx, id));
    if (versions.length === 0) throw notFound("rule");
    return { versions };
  });

  serve(app, createAlarmRule, async ({ session, scope, request, body: { id, ...body } }) => {
    const { areaCode, enterpriseId } = scope;
    return await db.asSystem(async (tx) => {
      const made = await insertVersion(tx, { id, body, areaCode, enterpriseId, by: session.name });
      if (made === null) {
        const issues = [{ at: "body.id", expected: "an id of your own, or one that nobody uses", received: id }];
        throw new ProblemError("conflict", "A rule of that id belongs to somebody else.", { issues });
      }
      await noteDeed(tx, session, request.ip, "alarm_rule.draft", id, { version: made.version });
      return made;
    });
  });

  serve(app, simulateAlarmRule, async ({ scope, body }) => {
    refuseSpan(body.from, body.to, LONGEST_TRIAL_DAYS);
    const countiesOf = await db.asSystem(readCounties);
    const tried = await db.as(scope, (tx) => tryRule(tx, body, (id) => alarms.service.facts(id), countiesOf));
    return summary(tried, body, (id) => alarms.service.facts(id)?.name ?? id);
  });

  /** A rule that the caller sees and owns. */
  const ownRule = async (scope: Scope, id: string) => {
    const [newest] = await db.as(scope, (tx) => listVersions(tx, id));
    if (newest === undefined) throw notFound("rule");
    if (!owns(scope, newest))
      throw new ProblemError("forbidden", "The rule belongs to another level; make one of your own.");
    return newest;
  };

  serve(app, activateAlarmRule, async ({ session, scope, request, params: { id }, body: { version, comment } }) => {
    await ownRule(scope, id);
    const rule = await db.asSystem(async (tx) => {
      const done = await activate(tx, id, version, session.name);
      if (done === null) throw notFound("version");
      await noteDeed(tx, session, request.ip, "alarm_rule.activate", id, { version, comment });
      return done;
    });
    await putInForce(deps);
    return rule;
  });

  serve(app, retireAlarmRule, async ({ session, scope, request, params: { id }, body: { comment } }) => {
    await ownRule(scope, id);
    const rule = await db.asSystem(async (tx) => {
      const done = await retire(tx, id);
      if (done === null) throw new ProblemError("conflict", "No version of the rule is in force.");
      await noteDeed(tx, session, request.ip, "alarm_rule.retire", id, { version: done.version, comment });
      return done;
    });
    await putInForce(deps);
    return rule;
  });
};

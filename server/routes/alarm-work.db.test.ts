import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role, Scope } from "#contract/scope.ts";
import { SESSION_COOKIE } from "#contract/session.ts";
import { AlarmFeed } from "#server/alarms/feed.ts";
import { readCounties } from "#server/alarms/load.ts";
import { sees } from "#server/alarms/scope.ts";
import { type AlarmService, startAlarms } from "#server/alarms/service.ts";
import { buildApp } from "#server/app.ts";
import { insertAccount } from "#server/db/accounts.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import type { App } from "#server/deps.ts";
import { OWNERS, plantCanaryWorld, SIGHTS } from "#server/testing/canary-world.ts";
import { fakeDeps, MemorySessions } from "#server/testing/fakes.ts";

const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };
const scope = (level: Scope["level"], areaCode: string, enterpriseId: string | null = null): Scope => ({
  level,
  areaCode,
  enterpriseId,
});
const CHANGAN = scope("county", "130102");
const BAODING = scope("county", "130602");
const E1 = scope("enterprise", "130102", "E-1");

const RULE = {
  id: "changan-high",
  name: "over 200 kPa",
  appliesTo: { tagKinds: ["pressure"] },
  condition: { kind: "absolute", side: "high", limit: 200 },
  level: "red",
  onDelayS: 0,
  offDelayS: 0,
  deadBand: 5,
  escalateMin: { county: null, city: null, province: null },
  suppressWhile: null,
  procedure: "close the valve",
};

describeOnBothEngines("rules, tasks and people's answers", (bench) => {
  let app: App;
  let service: AlarmService & { tick(): void };
  let now = Date.now();
  const sessions = new MemorySessions();

  beforeAll(async () => {
    const db = bench.db();
    await plantCanaryWorld(db);
    await db.asSystem(async (tx) => {
      // What the canary world planted is over: this one begins with nothing open.
      await tx.query("update alarm set state = 'normal', cleared_at = now()");
      await tx.query(
        "update tag set unit = 'kPa', high_alarm = 300, high_warning = 250, low_alarm = null, low_warning = null, dead_band = 0",
      );
      const inspector = { account: "walker", name: "王", role: "inspector" as const, passwordHash: "x", isDemo: false };
      await insertAccount(tx, { ...inspector, scope: E1 });
      await insertAccount(tx, { ...inspector, account: "stranger", scope: scope("enterprise", "130602", "E-4") });
    });
    service = await startAlarms({ db, log: QUIET, now: () => now, tickMs: null });
    const around = { facts: (id: string) => service.facts(id), columns: () => null };
    const feed = new AlarmFeed({
      service,
      around,
      seenBy: () => () => true,
      readPast: async () => null,
      onTrouble: () => undefined,
    });
    app = await buildApp(fakeDeps({ db, sessions, alarms: { service, feed, around } }));
    await app.ready();
  });
  afterAll(async () => {
    await app.close();
    await service.close();
  });

  const ask = async (
    method: "GET" | "POST",
    url: string,
    who: { scope: Scope; role?: Role; account?: string },
    payload?: object,
  ) => {
    const role = who.role ?? "dispatcher";
    const { token, session } = sessions.admit({
      role,
      scope: who.scope,
      account: who.account ?? "d",
      name: who.account ?? "值班",
    });
    const headers = { cookie: `${SESSION_COOKIE}=${token}`, "x-csrf-token": session.csrf };
    const reply = await app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
    return { status: reply.statusCode, body: reply.json() };
  };
  /** A value of 长安区's E-1, as if it had been stored. */
  const say = (v: number) => {
    now += 1000;
    service.hear([{ tagId: "canary-130102-E-1", t: now, v, q: 0 }]);
  };
  const open = async (who: Scope) => (await ask("GET", "/api/alarms?hold=any", { scope: who })).body.alarms;

  test("what is told from memory is seen by exactly those whom row-level security lets see it", async () => {
    const countiesOf = await bench.db().asSystem(readCounties);
    for (const sight of SIGHTS) {
      const isSeen = sees(sight.scope, countiesOf);
      const seen = OWNERS.filter(({ area, enterprise }) => isSeen({ areaCode: area, enterpriseId: enterprise }));
      expect([sight.name, seen]).toEqual([sight.name, OWNERS.filter((o) => sight.sees.includes(o))]);
    }
  });

  describe("a rule", () => {
    test("is drafted, numbered, put in force and rings; its owner alone changes it", async () => {
      expect((await ask("POST", "/api/alarm-rules", { scope: CHANGAN, role: "inspector" }, RULE)).status).toBe(403);
      const first = await ask(
        "POST",
        "/api/alarm-rules",
        { scope: CHANGAN },
        { ...RULE, condition: { ...RULE.condition, limit: 250 } },
      );
      expect(first.body).toMatchObject({ version: 1, status: "draft", areaCode: "130102" });
      expect((await ask("POST", "/api/alarm-rules", { scope: CHANGAN }, RULE)).body.version).toBe(2);
      expect((await ask("POST", "/api/alarm-rules", { scope: BAODING }, RULE)).status).toBe(409);
      const activate = (who: Scope, version: number) =>
        ask("POST", `/api/alarm-rules/${RULE.id}/activate`, { scope: who }, { version, comment: "tried" });
      expect((await activate(BAODING, 2)).status).toBe(404);
      expect((await activate(E1, 2)).status).toBe(403);
      expect((await activate(CHANGAN, 9)).status).toBe(404);
      expect((await activate(CHANGAN, 2)).body.status).toBe("active");
      say(210);
      await expect.poll(() => open(CHANGAN)).toHaveLength(1);
      expect((await open(CHANGAN))[0]).toMatchObject({
        ruleId: RULE.id,
        ruleVersion: 2,
        level: "red",
        limit: 200,
        value: 210,
      });
      expect(await open(BAODING)).toEqual([]);
    });

    test("names what is wrong with it", async () => {
      const { status, body } = await ask("POST", "/api/alarm-rules", { scope: CHANGAN }, { ...RULE, onDelayS: -1 });
      expect([status, body.code]).toEqual([400, "bad_request"]);
      expect(JSON.stringify(body.issues)).toContain("onDelayS");
    });

    test("tried against history says how often it would have rung", async () => {
      await bench.db().asSystem((tx) =>
        tx.query(
          `insert into reading (tag_id, t, area_code, enterprise_id, v)
           select 'canary-130102-E-1', '2026-03-01T00:00:00Z'::timestamptz + make_interval(mins => n), '130102', 'E-1', case when n % 10 < 3 then 220 else 150 end
             from generate_series(0, 59) n`,
        ),
      );
      const span = { from: "2026-03-01T00:00:00Z", to: "2026-03-01T01:00:00Z" };
      const { id: _, ...rule } = RULE;
      const { body } = await ask("POST", "/api/alarm-rules/simulate", { scope: CHANGAN }, { rule, ...span });
      expect(body).toMatchObject({
        rings: 6,
        readings: 60,
        byLevel: { red: 6 },
        byDay: [{ day: "2026-03-01", rings: 6 }],
      });
      expect(body.worst[0]).toMatchObject({ tagId: "canary-130102-E-1", rings: 6, minutes: 18 });
      const late = { ...rule, onDelayS: 240 };
      expect(
        (await ask("POST", "/api/alarm-rules/simulate", { scope: CHANGAN }, { rule: late, ...span })).body.rings,
      ).toBe(0);
      expect((await ask("POST", "/api/alarm-rules/simulate", { scope: BAODING }, { rule, ...span })).body.rings).toBe(
        0,
      );
    });

    test("is tried to the end of the time asked for, however many readings lie in it", async () => {
      await bench.db().asSystem((tx) =>
        tx.query(
          `insert into reading (tag_id, t, area_code, enterprise_id, v)
           select 'canary-130102-E-1', '2026-03-02T00:00:00Z'::timestamptz + make_interval(secs => n), '130102', 'E-1', case when n >= 110000 then 220 else 150 end
             from generate_series(0, 119999) n`,
        ),
      );
      const { id: _, ...rule } = RULE;
      const span = { from: "2026-03-02T00:00:00Z", to: "2026-03-03T12:00:00Z" };
      const { body } = await ask("POST", "/api/alarm-rules/simulate", { scope: CHANGAN }, { rule, ...span });
      expect(body).toMatchObject({ rings: 1, readings: 120_000 });
    });
  });

  describe("a task", () => {
    test("goes to somebody who may see the alarm, and to its end by those whose step it is", async () => {
      const [alarm] = await open(CHANGAN);
      const people = await ask("GET", `/api/alarms/${alarm.id}/assignees`, { scope: CHANGAN });
      expect(people.body.assignees.map(({ id }: { id: string }) => id)).toEqual(["walker"]);
      const dispatch = (assigneeId: string, who = CHANGAN) =>
        ask("POST", `/api/alarms/${alarm.id}/dispatch`, { scope: who }, { assigneeId, note: "look" });
      expect((await dispatch("stranger")).status).toBe(400);
      expect((await dispatch("walker", BAODING)).status).toBe(404);
      const { body: task } = await dispatch("walker");
      expect(task).toMatchObject({ step: "dispatched", assigneeName: "王", alarmId: alarm.id, isLate: false });
      const step = (to: string, who: { scope: Scope; role?: Role; account?: string }) =>
        ask("POST", `/api/tasks/${task.id}/steps`, who, { step: to, note: "" });
      const walker = { scope: E1, role: "inspector" as const, account: "walker" };
      expect((await step("accepted", { scope: E1, role: "inspector", account: "other" })).status).toBe(403);
      expect((await step("handled", walker)).status).toBe(409);
      for (const to of ["accepted", "on_scene", "handled"]) expect((await step(to, walker)).body.step).toBe(to);
      expect((await step("closed", walker)).status).toBe(403);
      const closed = await step("closed", { scope: CHANGAN });
      expect(closed.body.steps.map((s: { step: string }) => s.step)).toEqual([
        "dispatched",
        "accepted",
        "on_scene",
        "handled",
        "closed",
      ]);
      expect((await step("cancelled", { scope: CHANGAN })).status).toBe(409);
      expect((await ask("GET", `/api/alarms/${alarm.id}`, { scope: E1 })).body).toMatchObject({
        taskId: task.id,
        procedure: "close the valve",
        ringsIn30Days: 1,
      });
    });
  });

  describe("people's answers", () => {
    test("each alarm of a list is judged alone, and the answer stands in journal and audit trail", async () => {
      const [alarm] = await open(CHANGAN);
      const acknowledge = (ids: string[], who: Scope) =>
        ask("POST", "/api/alarms/acknowledge", { scope: who }, { ids, comment: "seen" });
      expect((await acknowledge([alarm.id], BAODING)).body).toEqual({
        done: [],
        refused: [{ id: alarm.id, why: "not_found" }],
      });
      const { body } = await acknowledge([alarm.id, "no-such"], CHANGAN);
      expect(body.done.map(({ id }: { id: string }) => id)).toEqual([alarm.id]);
      expect(body.refused).toEqual([{ id: "no-such", why: "not_found" }]);
      expect((await acknowledge([alarm.id], E1)).body.refused).toEqual([{ id: alarm.id, why: "already" }]);
      const { body: journal } = await ask("GET", `/api/alarm-journal?alarm=${alarm.id}`, { scope: E1 });
      expect(journal.entries.at(-1)).toMatchObject({ kind: "acknowledged", comment: "seen", by: "值班" });
      const audit = await ask("GET", "/api/audit", { scope: CHANGAN, role: "audit_admin" });
      expect(audit.body.rows[0]).toMatchObject({
        action: "alarm.acknowledge",
        subject: alarm.id,
      });
    });

    test("nobody shelves for ever, nor a confirmed leak", async () => {
      const [alarm] = await open(CHANGAN);
      const shelve = (until: number) =>
        ask(
          "POST",
          "/api/alarms/shelve",
          { scope: E1 },
          { ids: [alarm.id], reason: "换表", until: new Date(until).toISOString() },
        );
      expect((await shelve(now + 25 * 3_600_000)).status).toBe(400);
      expect((await shelve(now + 3_600_000)).body.done).toHaveLength(1);
      expect((await open(E1))[0].hold).toMatchObject({ kind: "shelved", by: "值班", reason: "换表" });
      await ask("POST", "/api/alarms/confirm-leak", { scope: E1 }, { ids: [alarm.id], comment: "smelt" });
      expect((await open(E1))[0]).toMatchObject({ hold: null, leakConfirmed: true, state: "unacknowledged" });
      expect((await shelve(now + 3_600_000)).body.refused).toEqual([{ id: alarm.id, why: "confirmed_leak" }]);
    });

    test("a rule taken out of force ends its alarms, and the list pages without losing one", async () => {
      const { status } = await ask(
        "POST",
        `/api/alarm-rules/${RULE.id}/retire`,
        { scope: CHANGAN },
        { comment: "done" },
      );
      expect(status).toBe(200);
      await expect.poll(() => open(CHANGAN)).toEqual([]);
      const seen: string[] = [];
      let cursor = "";
      do {
        const url = `/api/alarms?hold=any&state=normal&limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`;
        const { body } = await ask("GET", url, { scope: scope("province", "130000") });
        seen.push(...body.alarms.map(({ id }: { id: string }) => id));
        cursor = body.next ?? "";
      } while (cursor !== "");
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toHaveLength(OWNERS.length + 1);
    });
  });
});

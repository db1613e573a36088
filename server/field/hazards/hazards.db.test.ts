import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { HazardStep } from "#contract/field/hazard-words.ts";
import { getHazard, listHazards } from "#contract/field/hazards.ts";
import type { Role } from "#contract/scope.ts";
import { Statistics } from "#contract/statistics.ts";
import { canary } from "#server/db/testing/canaries.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { type FieldApp, openFieldApp, sightOf } from "#server/field/testing/field-app.ts";
import { rowsOf } from "#server/field/testing/queries.ts";
import { checkBody, newId, record } from "#server/field/testing/records.ts";
import { CHANGAN, plantCanaryWorld } from "#server/testing/canary-world.ts";
import { climbHazards } from "./climb.ts";
import { readUrgent } from "./urgent-feed.ts";

const DAY = 86_400_000;

describeOnBothEngines("the loop of hazards", (bench) => {
  let field: FieldApp;
  const rows = <Row>(sql: string, values: readonly unknown[] = []) => rowsOf<Row>(bench.db(), sql, values);
  beforeAll(async () => {
    await plantCanaryWorld(bench.db());
    await rows("delete from customer_person");
    field = await openFieldApp(bench.db());
  });
  afterAll(() => field.close());

  const found = (over: object = {}) => ({
    id: newId(),
    item: "B1",
    grade: null,
    note: "表前阀漏气",
    photos: [],
    isNotified: false,
    ...over,
  });
  const check = (hazard: object, answers: object = {}) =>
    field.send(record("check", checkBody(canary(CHANGAN), { hazards: [hazard], answers })));
  const view = async (id: string, role: Role = "dispatcher") =>
    getHazard.reply.parse(
      (await field.app.inject({ url: `/api/field/hazards/${id}`, headers: field.as("boss", { role }) })).json(),
    );
  const step = (id: string, name: HazardStep, over: object = {}, role: Role = "dispatcher", account = "boss") =>
    field.app.inject({
      method: "POST",
      url: `/api/field/hazards/${id}/steps`,
      headers: field.as(account, { role }),
      payload: { id: randomUUID(), step: name, ...over },
    });
  const event = (hazardId: string, name: HazardStep, over: object = {}) =>
    field.send(
      record("hazard_event", { hazardId, step: name, photos: [], dueAt: null, grade: null, note: "", ...over }),
    );

  test("a bad answer makes a hazard by rule, graded and with its deadline, whether the inspector wrote it down or not", async () => {
    const written = found();
    const { body } = await check(written, { B1: { value: false }, A1: { value: false } });
    expect(body.hazards).toMatchObject([{ id: written.id, grade: "major" }, { grade: "general" }]);
    const { hazard, events, rule } = await view(written.id);
    expect([hazard.state, hazard.grade, hazard.code, rule.days]).toEqual(["graded", "major", "check-B1", 3]);
    expect(Date.parse(hazard.dueAt ?? "") - Date.parse(hazard.foundAt)).toBe(3 * DAY);
    expect(events.map((one) => one.step)).toEqual(["find", "grade"]);
  });

  test("a person may make a grade worse than the rule, never better", async () => {
    const one = found({ grade: "minor" });
    await check(one, { B1: { value: false } });
    expect((await view(one.id)).hazard.grade).toBe("major");
    const other = found({ item: "A1", grade: "major" });
    await check(other, { A1: { value: false } });
    expect((await view(other.id)).hazard.grade).toBe("major");
  });

  test("walks from found to closed by desk and field, each change with who and when", async () => {
    const one = found({ isNotified: true });
    await check(one, { B1: { value: false } });
    expect((await step(one.id, "accept", {}, "inspector", "zhang")).json()).toMatchObject({
      hazard: { state: "accepted", assignee: "zhang" },
    });
    expect((await event(one.id, "cut")).body.state).toBe("accepted");
    expect((await event(one.id, "fix")).body.state).toBe("accepted");
    expect((await event(one.id, "recheck_pass")).body.state).toBe("accepted");
    expect((await step(one.id, "close")).statusCode).toBe(409);
    await event(one.id, "restore");
    expect((await step(one.id, "close")).json()).toMatchObject({ hazard: { state: "closed", isCut: false } });
    const { events, next } = await view(one.id);
    expect(events.map((e) => e.step)).toEqual([
      "find",
      "grade",
      "notify",
      "accept",
      "cut",
      "fix",
      "recheck_pass",
      "restore",
      "close",
    ]);
    expect(next).toEqual([]);
  });

  test("a step that cannot be taken says which could, at a desk by 409, in the field by being held for a person", async () => {
    const one = found();
    await check(one, { B1: { value: false } });
    const reply = await step(one.id, "close");
    expect([reply.statusCode, reply.json().issues]).toEqual([
      409,
      [{ at: "body.step", expected: "rechecked", received: "graded" }],
    ]);
    expect((await event(one.id, "recheck_pass")).body.reasons).toEqual(["step_refused"]);
    expect((await view(one.id)).hazard.state).toBe("graded");
  });

  test("a role takes its own steps alone", async () => {
    const one = found();
    await check(one, { B1: { value: false } });
    expect((await step(one.id, "dispatch", {}, "inspector")).statusCode).toBe(403);
    expect((await step(one.id, "press", {}, "dispatcher")).statusCode).toBe(403);
    expect((await step(one.id, "press", {}, "supervisor")).json()).toMatchObject({ hazard: { pressed: 1 } });
  });

  test("a step sent twice is one, and of two at once the second is told where it stands", async () => {
    const one = found();
    await check(one, { B1: { value: false } });
    const id = randomUUID();
    for (const _ of [1, 2]) expect((await step(one.id, "dispatch", { id })).statusCode).toBe(200);
    expect((await view(one.id)).events.filter((e) => e.step === "dispatch")).toHaveLength(1);
    const both = await Promise.all([step(one.id, "hand_over"), step(one.id, "hand_over")]);
    expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409]);
  });

  test("is extended once, to a later day", async () => {
    const one = found();
    await check(one, { B1: { value: false } });
    const later = (days: number) => ({ dueAt: new Date(Date.now() + days * DAY).toISOString() });
    expect((await step(one.id, "extend", later(1))).statusCode).toBe(409);
    expect((await step(one.id, "extend", later(6))).json()).toMatchObject({ hazard: { isExtended: true } });
    expect((await step(one.id, "extend", later(20))).statusCode).toBe(409);
  });

  test("what is overdue climbs to county, city and province, a step a time, and says so on its way", async () => {
    const one = found();
    await check(one, { B1: { value: false } });
    const climb = async (days: number) => {
      await climbHazards(bench.db(), Date.now() + days * DAY);
      return (await view(one.id)).hazard.climbedTo;
    };
    expect(await climb(2)).toBeNull();
    expect(await climb(3.5)).toBe("county");
    expect(await climb(6.5)).toBe("city");
    expect(await climb(6.6)).toBe("city");
    expect(await climb(11)).toBe("province");
    expect((await view(one.id)).events.filter((e) => e.step === "climb")).toHaveLength(3);
  });

  test("a major hazard is known to who listens at once, a general one is not", async () => {
    const since = new Date();
    const [major, general] = [found(), found({ item: "A1" })];
    await check(major, { B1: { value: false } });
    await check(general, { A1: { value: false } });
    const urgent = await bench.db().asSystem((tx) => readUrgent(tx, since));
    expect(urgent.map(({ hazardId }) => hazardId)).toEqual([major.id]);
  });

  test("the board counts what it lists, in the caller's sight, page by page without a gap", async () => {
    const headers = field.as("boss", { role: "supervisor", scope: sightOf("石家庄").scope });
    const seen: string[] = [];
    let cursor = "";
    let total = 0;
    do {
      const url = `/api/field/hazards?state=any&limit=3${cursor}`;
      const page = listHazards.reply.parse((await field.app.inject({ url, headers })).json());
      seen.push(...page.hazards.map(({ id }) => id));
      total = Object.values(page.states).reduce((sum, n) => sum + n, 0);
      cursor = page.next === null ? "" : `&cursor=${encodeURIComponent(page.next)}`;
    } while (cursor !== "");
    expect(seen).toHaveLength(total);
    expect(new Set(seen).size).toBe(total);
  });

  test("what an authority's own inspector finds belongs to no enterprise, and lists, board, statistics and their records hold it", async () => {
    const county = { level: "county", areaCode: CHANGAN.area, enterpriseId: null } as const;
    const one = { id: newId(), item: "occupation", grade: null, note: "占压燃气管道", photos: [], isNotified: false };
    const on = { kind: "place", id: null };
    const body = {
      patrolId: null,
      code: "occupation",
      on,
      lngLat: [114.52, 38.05],
      hazard: one,
      photos: [],
      voice: [],
      note: "",
    };
    const sent = await field.send(record("finding", body), "zhang", { scope: county });
    expect(sent.body).toMatchObject({ hazards: [{ id: one.id }] });
    const headers = field.as("boss", { role: "supervisor", scope: county });
    const ask = async (path: string) => {
      const reply = await field.app.inject({ url: `/api/${path}`, headers });
      expect([path, reply.statusCode]).toEqual([path, 200]);
      return reply.json();
    };
    const { hazards } = listHazards.reply.parse(await ask("field/hazards?state=any&limit=200"));
    expect(hazards.find(({ id }) => id === one.id)).toMatchObject({ enterpriseId: "", enterpriseName: "" });
    await ask("field/hazard-board");
    const told = Statistics.parse(await ask("statistics?measure=hazardsFound&rows=enterprise"));
    expect(told.rowKeys.find(({ key }) => key === "none")).toMatchObject({ name: null, total: 1 });
    const behind = await ask("statistics/rows?measure=hazardsFound&rows=enterprise&row=none");
    expect(behind.rows).toMatchObject([{ id: one.id, enterpriseId: "", enterpriseName: null }]);
    await ask(`statistics/revisions?measure=hazardsFound&since=${new Date(Date.now() - DAY).toISOString()}`);
  });

  test("a file that brings hazards anew keeps how far people have come with one, and one that leaves it out does not lose it", async () => {
    const put = (note: string) =>
      rows(
        `insert into hazard (id, dataset_name, area_code, enterprise_id, grade, state, found_at, note, geom)
         values ('H-file', 'hazards', $1, $2, 'general', 'graded', now(), $3, st_setsrid(st_makepoint(115, 38), 4490))`,
        [CHANGAN.area, CHANGAN.enterprise, note],
      );
    await put("old words");
    await step("H-file", "dispatch");
    await rows("delete from hazard where dataset_name = 'hazards'");
    expect((await event("H-file", "accept")).body.state).toBe("accepted");
    await put("new words");
    expect((await view("H-file")).hazard).toMatchObject({ state: "accepted", note: "new words" });
    await rows("delete from hazard where dataset_name = 'hazards'");
    expect((await view("H-file")).hazard.state).toBe("accepted");
  });

  test("events can neither be changed nor removed", async () => {
    await expect(rows("update hazard_event set note = 'x'")).rejects.toThrow();
    await expect(rows("delete from hazard_event")).rejects.toThrow();
  });
});

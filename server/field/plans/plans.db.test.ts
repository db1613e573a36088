import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LEAK_SURVEY } from "#contract/field/leak-form.ts";
import { listPatrolPlans, makePatrolPlan, type PatrolPlan, previewPatrolPlan } from "#contract/field/patrol-plans.ts";
import { listFieldTasks } from "#contract/field/tasks.ts";
import { addDays, dayIn } from "#model/field/due.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { type FieldApp, openFieldApp, sightOf } from "#server/field/testing/field-app.ts";
import { rowsOf } from "#server/field/testing/queries.ts";
import { record } from "#server/field/testing/records.ts";
import { CHANGAN, CHANGAN_2, plantCanaryWorld } from "#server/testing/canary-world.ts";

const TODAY = dayIn(Date.now());
const YEAR = Number(TODAY.slice(0, 4));
/** Name, owner, level, material, laid year, days since the last walk (null = never), metres. */
const PIPES = [
  ["mp-late", CHANGAN, "MP_A", "PE100", YEAR - 2, 30, 400],
  ["mp-never", CHANGAN, "MP_B", "PE100", YEAR - 2, null, 300],
  ["mp-fresh", CHANGAN, "MP_A", "PE100", YEAR - 2, 1, 500],
  ["lp-late", CHANGAN, "LP", "iron", YEAR - 40, 40, 200],
  ["lp-fresh", CHANGAN, "LP", "PE80", YEAR - 40, 10, 800],
  ["theirs", CHANGAN_2, "MP_A", "PE100", YEAR - 2, null, 700],
] as const;
const OURS = PIPES.map(([id]) => id as string);

describeOnBothEngines("patrols planned from the rules", (bench) => {
  let field: FieldApp;
  const rows = <Row>(sql: string, values: readonly unknown[] = []) => rowsOf<Row>(bench.db(), sql, values);
  const county = { role: "supervisor" as const, scope: sightOf("长安区").scope };
  const own = { role: "dispatcher" as const };
  const post = (path: string, payload: object, who: object = county) =>
    field.app.inject({
      method: "POST",
      url: `/api/field/patrol-plans${path}`,
      headers: field.as("boss", who),
      payload,
    });
  const ask = (over: object = {}) => ({
    kind: "patrol",
    area: CHANGAN.area,
    enterprise: CHANGAN.enterprise,
    dueBy: TODAY,
    roundM: 5000,
    ...over,
  });
  const preview = async (over: object = {}, who: object = county) =>
    previewPatrolPlan.reply.parse((await post("/preview", ask(over), who)).json());
  const make = async (over: object = {}, who: object = county) => {
    const { pipes } = await preview(over, who);
    return post("", { ...ask(over), id: randomUUID(), pipes, ...over }, who);
  };
  const plans = async (who: object = county) =>
    listPatrolPlans.reply
      .parse((await field.app.inject({ url: "/api/field/patrol-plans", headers: field.as("boss", who) })).json())
      .plans.filter(({ id }) => !id.startsWith("canary"));

  beforeAll(async () => {
    await plantCanaryWorld(bench.db());
    await rows("delete from pipe");
    for (const [i, [id, owner, level, material, laid, days, metres]] of PIPES.entries())
      await rows(
        `insert into pipe (id, dataset_name, area_code, enterprise_id, gas_kind, pressure_level, material, dn_mm, length_m, laid_year, status,
                           source_crs, from_node, to_node, last_patrolled, geom)
         values ($1, 'd', $2, $3, 'urban_ng', $4, $5, 100, $6, $7, 'in_service', 'EPSG:4490', $1 || 'a', $1 || 'b',
                 case when $8::int is null then null else $9::date - $8::int end,
                 st_setsrid(st_makeline(st_makepoint(115 + $10::float8 * 0.001, 38), st_makepoint(115 + $10::float8 * 0.001, 38.001)), 4490))`,
        [id, owner.area, owner.enterprise, level, material, metres, laid, days, TODAY, i],
      );
    field = await openFieldApp(bench.db());
  });
  afterAll(() => field.close());

  test("what is due by each level's rule is shown in metres with clause and reasons, and nothing is made", async () => {
    const shown = await preview();
    expect(shown).toMatchObject({ rounds: 2, pipes: 3, lengthM: 900, busyM: 0 });
    const medium = shown.reasons.find(({ ruleId }) => ruleId === "patrol-medium");
    expect(medium).toMatchObject({ everyDays: 7, pipes: 2, lengthM: 700, neverM: 300, overdueM: 700 });
    expect(medium?.clause).toContain("中压");
    expect(shown.enterprises).toMatchObject([{ id: CHANGAN.enterprise, rounds: 2, lengthM: 900 }]);
    expect(await preview({ dueBy: addDays(TODAY, 6) })).toMatchObject({ pipes: 4, lengthM: 1400 });
    expect(await plans()).toEqual([]);
  });

  test("a walk that a track proves puts a pipe off, whatever its file says", async () => {
    await rows(
      "insert into field_walked (pipe_id, area_code, enterprise_id, day) values ('mp-never', $1, $2, $3::date)",
      [CHANGAN.area, CHANGAN.enterprise, TODAY],
    );
    expect(await preview()).toMatchObject({ pipes: 2, lengthM: 600 });
    await rows("delete from field_walked where pipe_id = 'mp-never'");
  });

  test("nobody plans beyond their sight, nor without the role", async () => {
    const elsewhere = { role: "supervisor" as const, scope: sightOf("正定县").scope };
    expect(await preview({}, elsewhere)).toMatchObject({ pipes: 0, lengthM: 0, reasons: [], enterprises: [] });
    expect((await post("", { ...ask(), id: randomUUID(), pipes: 3 }, elsewhere)).statusCode).toBe(404);
    expect((await post("", { ...ask(), id: randomUUID(), pipes: 3 }, { role: "inspector" })).statusCode).toBe(403);
    expect(await preview({ enterprise: null }, own)).toMatchObject({ pipes: 3, lengthM: 900 });
    expect(await preview({ enterprise: null })).toMatchObject({ pipes: 4, lengthM: 1600 });
  });

  test("a plan whose pipes are not those that were shown makes nothing", async () => {
    expect((await post("", { ...ask(), id: randomUUID(), pipes: 99 })).statusCode).toBe(409);
    expect(await rows("select 1 from field_task where plan_id not like 'canary%'")).toEqual([]);
    expect(await plans()).toEqual([]);
  });

  test("a plan makes a task of each round with its pipes and their line, once however often it is sent, and stands in the audit", async () => {
    const id = randomUUID();
    const reply = await make({ id });
    expect(reply.statusCode).toBe(200);
    expect(makePatrolPlan.reply.parse(reply.json())).toMatchObject({ id, rounds: 2, pipes: 3, open: 2, done: 0 });
    const again = await post("", { ...ask(), id, pipes: 3 });
    expect(again.json<PatrolPlan>().open).toBe(2);
    const headers = field.as("zhang");
    const { tasks } = listFieldTasks.reply.parse(
      (await field.app.inject({ url: "/api/field/tasks?kind=patrol", headers })).json(),
    );
    const made = tasks.filter(({ ruleId }) => ruleId?.startsWith("patrol-"));
    expect(made.map(({ pipes }) => pipes.toSorted()).toSorted()).toEqual([["lp-late"], ["mp-late", "mp-never"]]);
    expect(made.map(({ line, pipes }) => line.length === pipes.length && (line[0]?.length ?? 0) > 1)).toEqual([
      true,
      true,
    ]);
    expect(made.find(({ pipes }) => pipes.includes("lp-late"))?.title).toContain("低压");
    const audit = await rows<{ account: string; detail: { rounds: number } }>(
      "select account, detail from audit where action = 'field.plan_made' and subject = $1",
      [id],
    );
    expect(audit.map(({ account, detail }) => [account, detail.rounds])).toEqual([["boss", 2]]);
  });

  test("what is in an open round is not planned again, and is told beside", async () => {
    expect(await preview()).toMatchObject({ pipes: 0, lengthM: 0, busyM: 900 });
    expect(await preview({ enterprise: null })).toMatchObject({ pipes: 1, lengthM: 700 });
  });

  test("a plan is seen by those whose area it is for, and its open rounds can be taken back", async () => {
    const [plan] = await plans();
    expect(await plans({ role: "supervisor", scope: sightOf("正定县").scope })).toEqual([]);
    const cancel = (who: object) => post(`/${plan?.id}/cancel`, { reason: "误排" }, who);
    expect((await cancel({ role: "supervisor", scope: sightOf("正定县").scope })).statusCode).toBe(404);
    expect((await cancel(county)).json<PatrolPlan>()).toMatchObject({ open: 0, cancelled: 2 });
    expect(await preview()).toMatchObject({ pipes: 3 });
  });

  test("leak surveys are planned by material and age, and a survey puts its round's pipes off", async () => {
    const shown = await preview({ kind: "leak_survey" });
    expect(shown).toMatchObject({ pipes: 5 });
    const weak = shown.reasons.find(({ ruleId }) => ruleId === "leak-weak");
    expect(weak).toMatchObject({ everyDays: 183, agedDays: 91, lengthM: 200, agedM: 200 });
    expect((await make({ kind: "leak_survey" })).statusCode).toBe(200);
    const [task] = await rows<{ id: string }>(
      "select id from field_task where kind = 'leak_survey' and state = 'open' and pipes = array['lp-late']",
    );
    const body = {
      patrolId: null,
      method: "on_foot",
      instrument: { name: "检漏仪", serial: "1", calibratedUntil: null },
      pipes: [],
      readings: [],
      note: "",
    };
    const form = { id: LEAK_SURVEY.id, version: LEAK_SURVEY.version };
    const sent = await field.send(record("leak_survey", body, { form, taskId: task?.id ?? null }));
    expect(sent.body.state).toBe("accepted");
    expect(await rows("select pipe_id, day::text as day from field_surveyed where pipe_id = any ($1)", [OURS])).toEqual(
      [{ pipe_id: "lp-late", day: TODAY }],
    );
    const due = async (days: number) =>
      (await preview({ kind: "leak_survey", dueBy: addDays(TODAY, days) })).reasons.some(
        ({ ruleId }) => ruleId === "leak-weak",
      );
    expect([await due(90), await due(91)]).toEqual([false, true]);
  });

  test("two plans at once send nobody twice", async () => {
    const asked = { enterprise: CHANGAN_2.enterprise };
    const { pipes } = await preview(asked);
    const both = await Promise.all([1, 2].map(() => post("", { ...ask(asked), id: randomUUID(), pipes })));
    expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409]);
    expect(
      await rows("select 1 from field_task where state = 'open' and pipes = array['theirs'] and kind = 'patrol'"),
    ).toHaveLength(1);
  });
});

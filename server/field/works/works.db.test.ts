import { afterAll, beforeAll, expect, test } from "vitest";
import { uuidV7 } from "#contract/field/canonical.ts";
import { listFieldWorks } from "#contract/field/works.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { type FieldApp, openFieldApp, sightOf } from "#server/field/testing/field-app.ts";
import { rowsOf } from "#server/field/testing/queries.ts";
import { record } from "#server/field/testing/records.ts";
import { CHANGAN, plantCanaryWorld } from "#server/testing/canary-world.ts";

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();
const WORK = uuidV7(Date.parse("2026-11-01T00:00:00Z"));

const notice = (over: object = {}) => ({
  workId: WORK,
  how: "found",
  name: "道路改造",
  contractor: "路桥公司",
  phone: "13800001111",
  noticedAt: null,
  from: inDays(8),
  to: null,
  lngLat: [115, 38],
  pipes: [],
  plan: "none",
  planFiles: [],
  guard: "none",
  guardName: "",
  photos: [],
  isOver: false,
  note: "",
  ...over,
});

describeOnBothEngines("third-party works", (bench) => {
  let field: FieldApp;
  const works = async (query = "", sight: string | null = null) => {
    const who = sight === null ? {} : { role: "supervisor" as const, scope: sightOf(sight).scope };
    const reply = await field.app.inject({ url: `/api/field/works?${query}`, headers: field.as("zhang", who) });
    const read = listFieldWorks.reply.parse(reply.json());
    return { ...read, works: read.works.filter(({ id }) => !id.startsWith("canary")) };
  };
  const send = async (body: object, minutesAgo: number) => {
    const at = new Date(Date.now() - minutesAgo * 60_000).toISOString();
    const sent = await field.send(record("work_notice", body, { startedAt: at, finishedAt: at }));
    expect(sent.body.reasons).toEqual([]);
    return sent.body.id;
  };

  beforeAll(async () => {
    await plantCanaryWorld(bench.db());
    field = await openFieldApp(bench.db());
  });
  afterAll(() => field.close());

  test("a work that was found has a clock by the rule in force, and says what it lacks", async () => {
    await send(notice(), 50);
    const { rule, works: found } = await works();
    expect(rule).toMatchObject({ noticeDays: 5, needsPlan: true, needsGuard: true });
    expect(rule?.clause).toContain("五日");
    expect(found).toMatchObject([{ id: WORK, clock: "due", lacks: ["notice", "plan", "guard"] }]);
    expect(Date.parse(found[0]?.noticeBy ?? "")).toBe(Date.parse(found[0]?.from ?? "") - 5 * DAY);
  });

  test("later records about the same work set its clock: overdue when it comes nearer, in time once it was told, plan and guard", async () => {
    await send(notice({ from: inDays(2) }), 40);
    expect((await works()).works).toMatchObject([{ clock: "overdue" }]);
    const id = await send(notice({ from: inDays(2), how: "noticed", noticedAt: inDays(-4), plan: "agreed" }), 30);
    expect((await works()).works).toMatchObject([{ clock: "in_time", lacks: ["guard"], recordId: id }]);
    // One that comes late tells nothing new.
    await send(notice({ from: inDays(-2) }), 45);
    expect((await works()).works).toMatchObject([{ clock: "in_time", recordId: id }]);
    // What was told stays told, though a later record does not repeat it.
    await send(notice({ from: inDays(2), guard: "present" }), 20);
    expect((await works()).works).toMatchObject([{ clock: "in_time", lacks: ["plan"] }]);
  });

  test("works are told within one's sight alone", async () => {
    expect((await works("", "长安区")).works).toHaveLength(1);
    expect((await works(`enterprise=${CHANGAN.enterprise}`, "长安区")).works).toHaveLength(1);
    expect((await works("enterprise=E-2", "长安区")).works).toEqual([]);
    for (const sight of ["正定县", "雄安"]) expect((await works("", sight)).works).toEqual([]);
  });

  test("a work that is over is left out, but for who asks for all", async () => {
    await send(notice({ isOver: true }), 10);
    expect((await works()).works).toEqual([]);
    expect((await works("state=any")).works).toMatchObject([{ clock: "over", lacks: [] }]);
  });

  test("without a rule in force nothing is asked", async () => {
    await rowsOf(bench.db(), "update field_rule set status = 'retired' where id = 'work-notice'");
    await send(notice({ from: inDays(2) }), 5);
    expect(await works()).toMatchObject({ rule: null, works: [{ clock: "in_time", noticeBy: null, lacks: [] }] });
  });
});

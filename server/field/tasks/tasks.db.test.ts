import { afterAll, beforeAll, expect, test } from "vitest";
import { listFieldTasks, listVisits, revealCustomer } from "#contract/field/tasks.ts";
import { dayIn } from "#model/field/due.ts";
import { readConfig } from "#server/config.ts";
import { insertAccount } from "#server/db/accounts.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { countAccepted } from "#server/field/ledger/count.ts";
import { retryHeld } from "#server/field/ledger/retry.ts";
import { createFieldSide } from "#server/field/side.ts";
import { type FieldApp, openFieldApp, sightOf } from "#server/field/testing/field-app.ts";
import { rowsOf } from "#server/field/testing/queries.ts";
import { checkBody, record } from "#server/field/testing/records.ts";
import { CHANGAN, CHANGAN_2, plantCanaryWorld } from "#server/testing/canary-world.ts";
import { planChecks } from "./plan.ts";

const TODAY = dayIn(Date.now());
const DOORS = ["D-1", "D-2", "D-3", "D-4"];

describeOnBothEngines("field tasks", (bench) => {
  let field: FieldApp;
  const rows = <Row>(sql: string, values: readonly unknown[] = []) => rowsOf<Row>(bench.db(), sql, values);

  beforeAll(async () => {
    const db = bench.db();
    await plantCanaryWorld(db);
    await db.asSystem(async (tx) => {
      for (const [i, id] of DOORS.entries()) {
        await tx.query(
          `insert into customer (id, dataset_name, area_code, enterprise_id, gas_kind, class, geom)
           values ($1, 'd', $2, $3, 'urban_ng', 'residential', st_setsrid(st_makepoint($4, 38), 4490))`,
          [id, CHANGAN.area, CHANGAN.enterprise, 115 + i * 0.001],
        );
        await tx.query(
          `insert into customer_person (customer_id, dataset_name, area_code, enterprise_id, person_name, phone, address)
           values ($1, 'd', $2, $3, '张小明', '13812345678', $4)`,
          [id, CHANGAN.area, CHANGAN.enterprise, `阳光花园${1 + (i % 2)}号楼1单元${i}01`],
        );
      }
      await insertAccount(tx, {
        account: "zhang",
        name: "zhang先生",
        role: "inspector",
        scope: { level: "enterprise", areaCode: CHANGAN.area, enterpriseId: CHANGAN.enterprise },
        passwordHash: "x",
        isDemo: false,
      });
    });
    field = await openFieldApp(db);
    await planChecks(db, TODAY);
    // A plan spreads new doors over the year: these are all due.
    await rows("update field_door set due_on = $1::date - 3 where customer_id = any ($2)", [TODAY, DOORS]);
    await planChecks(db, TODAY);
  });
  afterAll(() => field.close());

  const get = async (url: string, who = {}) =>
    (await field.app.inject({ url, headers: field.as("zhang", who) })).json();
  const tasks = async (query = "", who = {}) => listFieldTasks.reply.parse(await get(`/api/field/tasks?${query}`, who));
  const check = (customerId: string, over: object = {}, envelope: object = {}) =>
    field.send(record("check", checkBody(customerId, over), envelope));
  const door = async (id: string) =>
    (
      await rows<{ due_on: string; tries: number; entered_at: Date | null }>(
        "select * from field_door where customer_id = $1",
        [id],
      )
    )[0];
  const due = async () =>
    (
      await rows<{ n: number }>(
        "select coalesce(sum(doors), 0)::int as n from field_due where enterprise_id = $1 and due_on <= $2::date",
        [CHANGAN.enterprise, TODAY],
      )
    )[0]?.n;
  const counted = async () =>
    (
      await rows<{ n: number }>(
        "select count(*)::int as n from field_door where enterprise_id = $1 and due_on <= $2::date and not is_off_plan",
        [CHANGAN.enterprise, TODAY],
      )
    )[0]?.n;

  test("doors that come due become tasks, one each, however often the plan is made", async () => {
    const open = () =>
      rows<{ n: number }>("select count(*)::int as n from field_task where customer_id = any ($1)", [DOORS]);
    expect(await open()).toEqual([{ n: DOORS.length }]);
    expect((await planChecks(bench.db(), TODAY)).tasks).toBe(0);
    expect(await open()).toEqual([{ n: DOORS.length }]);
  });

  test("stand in an order that says why, with the owner's names for its own people and masked ones for an authority", async () => {
    const own = await tasks("near=115,38");
    expect(own.tasks.map(({ order }) => order)).toEqual(own.tasks.map((_, i) => i + 1));
    const first = own.tasks.find(({ customer }) => customer?.id === "D-1");
    expect(first).toMatchObject({
      street: "阳光花园",
      building: "1号楼",
      customer: { name: "张小明", isMasked: false },
    });
    expect(first?.why.map(({ reason }) => reason)).toEqual(expect.arrayContaining(["overdue", "near", "same_street"]));
    const theirs = await tasks("whose=all", { role: "supervisor", scope: sightOf("长安区").scope });
    expect(theirs.tasks.find(({ customer }) => customer?.id === "D-1")?.customer).toMatchObject({
      name: "张*",
      phone: "138****5678",
      address: "阳光花园1号楼",
      isMasked: true,
    });
    expect(
      (await tasks("whose=all", { scope: sightOf("正定县").scope })).tasks.some(({ customer }) =>
        DOORS.includes(customer?.id ?? ""),
      ),
    ).toBe(false);
  });

  test("tasks are counted and listed of one enterprise, and never of one beyond the caller's sight", async () => {
    const of = async (enterprise: string, who: object) => {
      const { tasks: found, total } = await tasks(`whose=all&limit=300&enterprise=${enterprise}`, who);
      return { owners: [...new Set(found.map(({ enterpriseId }) => enterpriseId))], isWhole: total === found.length };
    };
    const county = { role: "supervisor", scope: sightOf("长安区").scope };
    const all = await tasks("whose=all&limit=300", county);
    const owners = [CHANGAN.enterprise, CHANGAN_2.enterprise];
    expect(new Set(all.tasks.map(({ enterpriseId }) => enterpriseId))).toEqual(new Set(owners));
    for (const owner of owners) expect(await of(owner, county)).toEqual({ owners: [owner], isWhole: true });
    const nothing = { owners: [], isWhole: true };
    expect(await of(CHANGAN_2.enterprise, {})).toEqual(nothing);
    expect(await of(CHANGAN.enterprise, { role: "supervisor", scope: sightOf("正定县").scope })).toEqual(nothing);
    const near = await tasks(`whose=all&near=115,38&enterprise=${CHANGAN.enterprise}`, county);
    expect(near.tasks.every(({ enterpriseId }) => enterpriseId === CHANGAN.enterprise)).toBe(true);
  });

  test("a visit ends the door's task, moves its due day by the rule, and stands beside the next form", async () => {
    const [task] = (await tasks()).tasks.filter(({ customer }) => customer?.id === "D-1");
    await check("D-1", { answers: { A1: { value: true } } }, { taskId: task?.id });
    expect((await tasks()).tasks.some(({ customer }) => customer?.id === "D-1")).toBe(false);
    expect((await door("D-1"))?.due_on).toBe(new Date(Date.parse(TODAY) + 365 * 86_400_000).toISOString().slice(0, 10));
    const { visits } = listVisits.reply.parse(await get("/api/field/customers/D-1/visits"));
    expect(visits).toMatchObject([{ outcome: "entered", answers: { A1: { value: true } } }]);
  });

  test("two devices on one task: both visits are kept, the second says that it was done before", async () => {
    const [task] = (await tasks()).tasks.filter(({ customer }) => customer?.id === "D-2");
    const one = await check("D-2", {}, { taskId: task?.id });
    const two = await check("D-2", {}, { taskId: task?.id, author: "li" });
    expect([one.body.state, two.body.state]).toEqual(["accepted", "accepted"]);
    const [second] = await rows<{ flags: string[] }>("select flags from field_record where id = $1", [two.body.id]);
    expect(second?.flags).toContain("task_done_twice");
  });

  test("nobody home keeps the door due and counts a try; an older visit that comes late changes nothing", async () => {
    await check("D-3", { outcome: "nobody_home" });
    expect(await door("D-3")).toMatchObject({ tries: 1, entered_at: null });
    await check("D-3", { outcome: "entered" });
    const after = await door("D-3");
    const old = { startedAt: "2026-03-01T00:00:00Z", finishedAt: "2026-03-01T00:05:00Z" };
    await check("D-3", { outcome: "refused" }, old);
    expect(await door("D-3")).toEqual(after);
  });

  test("a door that is gone leaves the plan", async () => {
    await check("D-4", { outcome: "demolished" });
    await planChecks(bench.db(), TODAY);
    expect((await tasks()).tasks.some(({ customer }) => customer?.id === "D-4")).toBe(false);
  });

  test("the sums of doors by day are those of the doors, whatever statements changed them", async () => {
    // The canaries' own row of sums belongs to no door.
    const extra = ((await due()) ?? 0) - ((await counted()) ?? 0);
    await rows("update field_door set due_on = due_on - 400 where customer_id = 'D-1'");
    await rows("update field_door set is_off_plan = true where customer_id = 'D-2'");
    await rows("delete from field_door where customer_id = 'D-3'");
    expect(((await due()) ?? 0) - ((await counted()) ?? 0)).toBe(extra);
  });

  test("records count once, whatever comes between, and one that another puts right counts as its successor", async () => {
    const total = async () => {
      await countAccepted(bench.db());
      const sums = await rows<{ outcome: string; n: number }>(
        "select outcome, sum(records)::int as n from field_tally where kind = 'check' and enterprise_id = $1 and area_code = $2 group by 1",
        [CHANGAN.enterprise, CHANGAN.area],
      );
      return Object.fromEntries(sums.map(({ outcome, n }) => [outcome, n]));
    };
    const before = await total();
    const wrong = await check("D-1", { outcome: "refused" });
    expect(((await total()).refused ?? 0) - (before.refused ?? 0)).toBe(1);
    expect(await field.receipt(wrong.body.id)).toMatchObject({ state: "counted" });
    await check("D-1", { outcome: "entered" }, { replaces: wrong.body.id });
    const after = await total();
    expect([(after.refused ?? 0) - (before.refused ?? 0), (after.entered ?? 0) - (before.entered ?? 0)]).toEqual([
      0, 1,
    ]);
    expect(await total()).toEqual(after);
  });

  test("a task is given to somebody who goes out there, and to nobody else", async () => {
    await rows("update field_door set due_on = $1::date, is_off_plan = false where customer_id = 'D-4'", [TODAY]);
    await planChecks(bench.db(), TODAY);
    const [open] = await rows<{ id: string }>("select id from field_task where customer_id = 'D-4' and state = 'open'");
    const assign = (assignee: string | null) =>
      field.app.inject({
        method: "POST",
        url: `/api/field/tasks/${open?.id}/assign`,
        headers: field.as("boss", { role: "dispatcher" }),
        payload: { assignee },
      });
    expect((await assign("nobody")).statusCode).toBe(400);
    expect((await assign("zhang")).statusCode).toBe(200);
    expect((await tasks()).tasks.map(({ id }) => id)).toContain(open?.id);
    const headers = field.as("li");
    const others = (await field.app.inject({ url: "/api/field/tasks", headers })).json<{ tasks: { id: string }[] }>();
    expect(others.tasks.map(({ id }) => id)).not.toContain(open?.id);
  });

  test("a name is told against a purpose, and the telling stands in the audit trail", async () => {
    const reply = await field.app.inject({
      method: "POST",
      url: "/api/field/customers/D-1/reveal",
      headers: field.as("boss", { role: "supervisor", scope: sightOf("长安区").scope }),
      payload: { purpose: "complaint", note: "热线来电" },
    });
    expect(revealCustomer.reply.parse(reply.json()).customer).toMatchObject({ name: "张小明", isMasked: false });
    expect(await rows("select account, subject, detail from audit where action = 'customer.revealed'")).toEqual([
      { account: "boss", subject: "D-1", detail: { purpose: "complaint", note: "热线来电" } },
    ]);
  });

  test("what was held for an unknown door is taken once the door is known", async () => {
    const held = await check("D-9");
    expect(held.body.reasons).toEqual(["unknown_subject"]);
    const side = createFieldSide({ db: bench.db(), config: { ...readConfig({}), DATA_DIR: field.dataDir } });
    await retryHeld(bench.db(), side.ledger);
    expect((await field.receipt(held.body.id))?.state).toBe("held");
    await rows(
      `insert into customer (id, dataset_name, area_code, enterprise_id, gas_kind, class, geom)
       values ('D-9', 'd', $1, $2, 'urban_ng', 'residential', st_setsrid(st_makepoint(115, 38), 4490))`,
      [CHANGAN.area, CHANGAN.enterprise],
    );
    expect(await retryHeld(bench.db(), side.ledger)).toBe(1);
    expect((await field.receipt(held.body.id))?.state).toBe("accepted");
  });

  test("a visit to a door whose customer an import took away is kept with the door", async () => {
    await rows("delete from customer where id = 'D-1'");
    expect((await check("D-1")).body.state).toBe("accepted");
  });
});

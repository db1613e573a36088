import { afterAll, beforeAll, expect, test } from "vitest";
import { drawSampling, getSampling } from "#contract/field/samplings.ts";
import { dayIn } from "#model/field/due.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { AT_CHANGAN, type FieldApp, openFieldApp, sightOf } from "#server/field/testing/field-app.ts";
import { rowsOf } from "#server/field/testing/queries.ts";
import { checkBody, newId, record } from "#server/field/testing/records.ts";
import { CHANGAN, plantCanaryWorld } from "#server/testing/canary-world.ts";

const DOORS = ["D-1", "D-2", "D-3", "D-4", "D-5", "D-6"];
const DAYS = { from: "2026-01-01", to: "2099-01-01" };

describeOnBothEngines("second looks", (bench) => {
  let field: FieldApp;
  const rows = <Row>(sql: string, values: readonly unknown[] = []) => rowsOf<Row>(bench.db(), sql, values);
  const SUPERVISOR = { role: "supervisor" as const, scope: sightOf("长安区").scope };
  const draw = (over: object = {}, who = SUPERVISOR) =>
    field.app.inject({
      method: "POST",
      url: "/api/field/samplings",
      headers: field.as("boss", who),
      payload: { id: crypto.randomUUID(), ...DAYS, to: dayIn(Date.now()), share: 0.5, ...over },
    });
  const detail = async (id: string) =>
    getSampling.reply.parse(
      (await field.app.inject({ url: `/api/field/samplings/${id}`, headers: field.as("boss", SUPERVISOR) })).json(),
    );
  const visit = (customer: string, body: object = {}, over: object = {}) =>
    field.send(record("check", checkBody(customer, body), over));

  beforeAll(async () => {
    await plantCanaryWorld(bench.db());
    field = await openFieldApp(bench.db());
    for (const id of DOORS)
      await rows(
        `insert into customer (id, dataset_name, area_code, enterprise_id, gas_kind, class, geom)
         values ($1, 'd', $2, $3, 'urban_ng', 'residential', st_setsrid(st_makepoint(115, 38), 4490))`,
        [id, CHANGAN.area, CHANGAN.enterprise],
      );
    // The canaries' own visits tell of no customer's door that could be drawn: they are put out of the days.
    await rows("update field_visit set at = '2020-01-01'");
    for (const [i, id] of DOORS.entries())
      await visit(id, { answers: { A1: { value: true } } }, { author: i < 4 ? "zhang" : "li" });
  });
  afterAll(() => field.close());

  test("a draw takes its share of each inspector's visits, makes a task of each, and sent twice is one", async () => {
    const id = crypto.randomUUID();
    const first = drawSampling.reply.parse((await draw({ id })).json());
    expect(first).toMatchObject({ visits: 6, samples: 3, done: 0 });
    const { samples } = await detail(id);
    const of = (author: string) => samples.filter((sample) => sample.author === author).length;
    expect([of("zhang"), of("li")]).toEqual([2, 1]);
    expect(samples.map(({ state }) => state)).toEqual(["open", "open", "open"]);
    expect(drawSampling.reply.parse((await draw({ id })).json())).toEqual(first);
    const tasks = await rows(
      "select 1 from field_task where kind = 'sampling' and state = 'open' and customer_id = any ($1)",
      [DOORS],
    );
    expect(tasks).toHaveLength(3);
  });

  test("doors that wait for a second look are not drawn again, and where none is left the draw says so", async () => {
    const second = drawSampling.reply.parse((await draw({ share: 1 })).json());
    expect(second).toMatchObject({ visits: 3, samples: 3 });
    expect((await draw({ share: 1 })).statusCode).toBe(409);
  });

  test("a second look that found the same agrees; nobody at home leaves the task; what differs is counted", async () => {
    await rows("delete from field_task where kind = 'sampling'");
    await rows("delete from field_sample where customer_id = any ($1)", [DOORS]);
    const { id } = drawSampling.reply.parse((await draw({ share: 1 })).json());
    const { samples } = await detail(id);
    const [a, b, c] = samples;
    if (!a || !b || !c) throw new Error("nothing was drawn");
    const look = (of: typeof a, body: object) =>
      visit(of.customerId, body, { author: "wang", taskId: of.taskId, form: { id: "household-check", version: 1 } });
    await look(a, { answers: { A1: { value: true } } });
    await look(b, { outcome: "nobody_home" });
    const hazard = { id: newId(), item: "D4", grade: "general", note: "", photos: [], isNotified: false };
    await look(c, { answers: { A1: { value: false } }, hazards: [hazard] });
    const after = new Map((await detail(id)).samples.map((sample) => [sample.customerId, sample]));
    expect(after.get(a.customerId)).toMatchObject({ state: "done", second: { isSamePerson: false, differences: [] } });
    expect(after.get(b.customerId)).toMatchObject({ state: "open", second: null });
    const whats = after.get(c.customerId)?.second?.differences.map(({ what }) => what);
    expect(whats).toEqual(["answers", "hazards"]);
    const { sampling } = await detail(id);
    expect(sampling).toMatchObject({ done: 2, differing: 1 });
  });

  test("nobody draws beyond their sight: not another county's visits, and not in another's name", async () => {
    const zhengding = { role: "supervisor" as const, scope: sightOf("正定县").scope };
    expect((await draw({ share: 1 }, zhengding)).statusCode).toBe(409);
    expect((await draw({ share: 1, area: CHANGAN.area }, zhengding)).statusCode).toBe(404);
    const inspector = await field.app.inject({
      method: "POST",
      url: "/api/field/samplings",
      headers: field.as("zhang", { scope: AT_CHANGAN }),
      payload: { id: crypto.randomUUID(), ...DAYS, share: 1 },
    });
    expect(inspector.statusCode).toBe(403);
  });
});

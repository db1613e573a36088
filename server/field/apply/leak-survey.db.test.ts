import { afterAll, beforeAll, expect, test } from "vitest";
import { LEAK_SURVEY } from "#contract/field/leak-form.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { type FieldApp, openFieldApp } from "#server/field/testing/field-app.ts";
import { rowsOf } from "#server/field/testing/queries.ts";
import { record } from "#server/field/testing/records.ts";
import { CHANGAN, plantCanaryWorld } from "#server/testing/canary-world.ts";

const FORM = { id: LEAK_SURVEY.id, version: LEAK_SURVEY.version };
const AT = "2026-11-20T02:00:00.000Z";
const body = (calibratedUntil: string | null) => ({
  patrolId: null,
  method: "on_foot",
  instrument: { name: "检漏仪", serial: "A-1", calibratedUntil },
  pipes: [],
  readings: [
    { at: AT, lngLat: [115, 38], value: 12, unit: "ppm", on: "阀井", note: "", photos: [] },
    { at: AT, lngLat: [115.001, 38], value: 2, unit: "%VOL", on: null, note: "", photos: [] },
  ],
  note: "",
});

describeOnBothEngines("leak surveys", (bench) => {
  let field: FieldApp;
  const rows = <Row>(sql: string, values: readonly unknown[] = []) => rowsOf<Row>(bench.db(), sql, values);
  const flagsOf = async (id: string) =>
    (await rows<{ flags: string[] }>("select flags from field_record where id = $1", [id]))[0]?.flags;

  beforeAll(async () => {
    await plantCanaryWorld(bench.db());
    field = await openFieldApp(bench.db());
  });
  afterAll(() => field.close());

  test("readings are kept with unit and place, and a survey ends its own task and no other", async () => {
    for (const [id, kind] of [
      ["L-1", "leak_survey"],
      ["L-2", "patrol"],
    ])
      await rows(
        `insert into field_task (id, kind, state, area_code, enterprise_id, title, due_on, geom)
         values ($1, $2, 'open', $3, $4, 't', current_date, st_setsrid(st_makepoint(115, 38), 4490))`,
        [id, kind, CHANGAN.area, CHANGAN.enterprise],
      );
    const sent = record("leak_survey", body("2099-01-01"), { form: FORM, taskId: "L-1" });
    expect((await field.send(sent)).body.state).toBe("accepted");
    expect(await flagsOf(sent.id)).toEqual([]);
    expect(
      await rows("select value, unit, subject from field_leak where record_id = $1 order by n", [sent.id]),
    ).toEqual([
      { value: 12, unit: "ppm", subject: "阀井" },
      { value: 2, unit: "%VOL", subject: null },
    ]);
    await field.send(record("leak_survey", body("2099-01-01"), { form: FORM, taskId: "L-2" }));
    expect(await rows("select id, state from field_task where id in ('L-1', 'L-2') order by id")).toEqual([
      { id: "L-1", state: "done" },
      { id: "L-2", state: "open" },
    ]);
  });

  test("an instrument that was not calibrated, and a form that is not known, are told; the record is taken", async () => {
    for (const until of [null, "2026-01-01"]) {
      const sent = record("leak_survey", body(until), { form: FORM });
      expect((await field.send(sent)).body.state).toBe("accepted");
      expect(await flagsOf(sent.id)).toEqual(["evidence_missing"]);
    }
    const newer = record("leak_survey", body("2099-01-01"), { form: { ...FORM, version: 99 } });
    expect((await field.send(newer)).body.state).toBe("accepted");
    expect(await flagsOf(newer.id)).toEqual(["unknown_form"]);
  });
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { uuidV7 } from "#contract/field/canonical.ts";
import { getHazard, listHazards } from "#contract/field/hazards.ts";
import { getRecord } from "#contract/field/records.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { type FieldApp, openFieldApp, sightOf } from "#server/field/testing/field-app.ts";
import { rowsOf } from "#server/field/testing/queries.ts";
import { newId, record } from "#server/field/testing/records.ts";
import { plantCanaryWorld } from "#server/testing/canary-world.ts";

const [LNG, LAT] = [115.5, 38.5];
const M_LAT = 1 / 111_195.08;
/** So many metres north of the pipe P-1, which runs east along LAT. */
const north = (metres: number): [number, number] => [LNG + 0.001, LAT + metres * M_LAT];
const AT = new Date().toISOString();
const NOTE = { note: "", photos: [] };

const place = (metres: number, accuracyM: number) => ({ lngLat: north(metres), accuracyM, at: AT, isMock: false });
const finding = (metres: number, accuracyM: number, over: object = {}) => {
  const hazard = { id: newId(), item: "heap", grade: null, isNotified: false, ...NOTE };
  const on = { kind: "place", id: null };
  const body = { patrolId: null, code: "heap", on, lngLat: north(metres), hazard, voice: [], ...NOTE, ...over };
  return record("finding", body, { place: place(metres, accuracyM) });
};
const work = (metres: number) => {
  const body = {
    workId: uuidV7(Date.now()),
    how: "found",
    name: "路面开挖",
    contractor: "",
    phone: "",
    noticedAt: null,
    from: AT,
    to: null,
    lngLat: north(metres),
    pipes: [],
    plan: "none",
    planFiles: [],
    guard: "none",
    guardName: "",
    isOver: false,
    ...NOTE,
  };
  return record("work_notice", body, { place: place(metres, 5) });
};
const survey = (at: readonly (readonly [metres: number, accuracyM: number | undefined])[]) => {
  const readings = at.map(([metres, accuracyM]) => ({
    at: AT,
    lngLat: north(metres),
    ...(accuracyM === undefined ? {} : { accuracyM }),
    value: 1,
    unit: "ppm",
    on: null,
    ...NOTE,
  }));
  const instrument = { name: "检漏仪", serial: "A-1", calibratedUntil: null };
  const body = { patrolId: null, method: "on_foot", instrument, pipes: [], readings, note: "" };
  return record("leak_survey", body, { place: place(0, 5) });
};

describeOnBothEngines("the nearest pipe of what names none", (bench) => {
  let field: FieldApp;
  const rows = <Row>(sql: string, values: readonly unknown[] = []) => rowsOf<Row>(bench.db(), sql, values);
  const plant = (id: string, metres: number, owner: { enterprise: string; area: string }, status = "in_service") =>
    rows(
      `insert into pipe (id, dataset_name, area_code, enterprise_id, gas_kind, pressure_level, material, dn_mm, length_m, status,
                         source_crs, from_node, to_node, geom)
       values ($1, 'd', $2, $3, 'urban_ng', 'MP_B', 'PE100', 100, 174, $4, 'EPSG:4490', $1 || 'a', $1 || 'b',
               st_setsrid(st_makeline(st_makepoint($5::float8, $6::float8), st_makepoint($5::float8 + 0.002, $6::float8)), 4490))`,
      [id, owner.area, owner.enterprise, status, LNG, LAT + metres * M_LAT],
    );
  const seen = async (url: string, sight: string) =>
    (
      await field.app.inject({ url, headers: field.as("boss", { role: "supervisor", scope: sightOf(sight).scope }) })
    ).json();
  const near = async (id: string, sight = "an enterprise") =>
    getRecord.reply
      .parse(await seen(`/api/field/records/${id}`, sight))
      .nearPipes.map(({ n, pipeId, distanceM }) => [n, pipeId, Math.round(distanceM)]);
  const hazardOf = async (id: string, sight: string) => {
    const { pipeId, pipeDistanceM } = getHazard.reply.parse(await seen(`/api/field/hazards/${id}`, sight)).hazard;
    return [pipeId, pipeDistanceM === null ? null : Math.round(pipeDistanceM)];
  };
  const send = async (of: ReturnType<typeof record>) => {
    const sent = await field.send(of);
    expect([sent.status, sent.body.reasons]).toEqual([200, []]);
    return sent.body;
  };

  beforeAll(async () => {
    await plantCanaryWorld(bench.db());
    field = await openFieldApp(bench.db());
    await plant("P-1", 0, { enterprise: "E-1", area: "130102" });
    // Nearer, but another's, or not laid yet.
    await plant("P-other", 9, { enterprise: "E-2", area: "130102" });
    await plant("P-planned", 9, { enterprise: "E-1", area: "130102" }, "planned");
    // Of the same enterprise in a county where others see: 300 m off.
    await plant("P-far", 300, { enterprise: "E-1", area: "130123" });
  });
  afterAll(() => field.close());

  test.each([
    [10, 5, true],
    [14, 0, true],
    [16, 5, false],
    [30, 35, true],
    [49, 400, true],
    [52, 400, false],
  ])("a finding %d m off with an accuracy of %d m: named %s", async (metres, accuracyM, isNamed) => {
    const { id, hazards } = await send(finding(metres, accuracyM));
    expect(await near(id)).toEqual(isNamed ? [[0, "P-1", metres]] : []);
    expect(await hazardOf(hazards[0]?.id ?? "", "an enterprise")).toEqual(isNamed ? ["P-1", metres] : [null, null]);
  });

  test("third-party work and each reading of a survey name theirs, a reading by its own accuracy", async () => {
    expect(await near((await send(work(12))).id)).toEqual([[0, "P-1", 12]]);
    const { id } = await send(
      survey([
        [3, 5],
        [40, undefined],
        [40, 45],
        [700, 9],
        [301, 9],
      ]),
    );
    expect(await near(id)).toEqual([
      [0, "P-1", 3],
      [2, "P-1", 40],
      [4, "P-far", 1],
    ]);
  });

  test("what names its pipe itself is left as it is", async () => {
    const { id, hazards } = await send(finding(2, 5, { on: { kind: "pipe", id: "P-far" } }));
    expect([await near(id), await hazardOf(hazards[0]?.id ?? "", "an enterprise")]).toEqual([[], ["P-far", null]]);
  });

  test("the same record again names nothing anew, also where a nearer pipe has come since; another content that is kept does", async () => {
    const sent = finding(10, 5);
    await send(sent);
    await plant("P-new", 11, { enterprise: "E-1", area: "130102" });
    await send(sent);
    expect(await near(sent.id)).toEqual([[0, "P-1", 10]]);
    const other = { ...sent, body: { ...sent.body, lngLat: north(12) } };
    expect((await field.send(other)).status).toBe(409);
    const [conflict] = await rows<{ id: string }>("select id from field_conflict where record_id = $1", [sent.id]);
    const kept = await field.app.inject({
      method: "POST",
      url: `/api/field/conflicts/${conflict?.id}/resolve`,
      headers: field.as("boss", { role: "supervisor", scope: sightOf("an enterprise").scope }),
      payload: { id: crypto.randomUUID(), resolution: "keep_other", note: "已核实" },
    });
    expect([kept.statusCode, await near(sent.id)]).toEqual([200, [[0, "P-new", 1]]]);
    await rows("delete from pipe where id = 'P-new'");
  });

  test("open hazards are found by their pipe, and nobody is told of a pipe out of their sight", async () => {
    const { id, hazards } = await send(finding(302, 5));
    const hazard = hazards[0]?.id ?? "";
    const about = async (sight: string) => {
      const page = listHazards.reply.parse(await seen("/api/field/hazards?pipe=P-far", sight));
      return [page.hazards.some((one) => one.id === hazard), page.open.general > 0];
    };
    // The hazard is 长安区's to see, its pipe lies in 正定县.
    expect([await near(id), await near(id, "长安区")]).toEqual([[[0, "P-far", 2]], []]);
    expect(await hazardOf(hazard, "an enterprise")).toEqual(["P-far", 2]);
    expect(await hazardOf(hazard, "长安区")).toEqual([null, null]);
    expect([await about("an enterprise"), await about("长安区")]).toEqual([
      [true, true],
      [false, false],
    ]);
    const told = await bench
      .db()
      .as(sightOf("正定县").scope, (tx) => tx.query("select pipe_id from field_near_pipe where record_id = $1", [id]));
    expect(told).toEqual([{ pipe_id: "P-far" }]);
  });

  test("a pipe's hazards are those that name it and what a file brought beside it, the most pressing first, closed ones only when asked for", async () => {
    const day = 86_400_000;
    const file = (id: string, metres: number, dueDays: number, over: { enterprise?: string; state?: string } = {}) =>
      rows(
        `insert into hazard (id, dataset_name, area_code, enterprise_id, grade, state, found_at, due_at, note, geom)
         values ($1, 'hazards', '130123', $2, 'general', $3, now(), $4, 'of a file', st_setsrid(st_makepoint($5, $6), 4490))`,
        [id, over.enterprise ?? "E-1", over.state ?? "graded", new Date(Date.now() + dueDays * day), ...north(metres)],
      );
    await rows("delete from hazard where dataset_name = 'hazards'");
    await file("H-late", 300, -2);
    await file("H-soon", 329, 1);
    await file("H-off", 332, -9);
    await file("H-other", 300, -9, { enterprise: "E-2" });
    await file("H-closed", 300, -9, { state: "closed" });
    const named = (await send(finding(301, 5, { on: { kind: "pipe", id: "P-far" } }))).hazards[0]?.id;
    const ask = async (query: string, sight = "an enterprise") =>
      listHazards.reply.parse(await seen(`/api/field/hazards?pipe=P-far${query}`, sight)).hazards;
    const before = (await ask("")).map(({ id }) => id);
    expect(before).toContain(named);
    expect(before.filter((id) => id.startsWith("H-"))).toEqual(["H-late", "H-soon"]);
    const dues = (await ask("")).map(({ dueAt }) => Date.parse(dueAt ?? ""));
    expect(dues).toEqual(dues.toSorted((a, b) => a - b));
    expect((await ask("&state=closed")).map(({ id }) => id)).toEqual(["H-closed"]);
    expect((await ask("&limit=1")).map(({ id }) => id)).toEqual(["H-late"]);
    // Who sees the pipe's county sees what is that county's; who sees another sees neither the pipe nor what lies beside it.
    const inCounty = (await ask("")).filter(({ areaCode }) => areaCode === "130123");
    expect(inCounty.map(({ id }) => id)).toEqual(expect.arrayContaining(["H-late", "H-soon", named]));
    expect((await ask("", "正定县")).map(({ id }) => id)).toEqual(inCounty.map(({ id }) => id));
    expect(await ask("", "长安区")).toEqual([]);
    const long = await field.app.inject({
      url: `/api/field/hazards?pipe=${"P".repeat(81)}`,
      headers: field.as("boss", { role: "supervisor", scope: sightOf("an enterprise").scope }),
    });
    expect(long.statusCode).toBe(400);
  });
});

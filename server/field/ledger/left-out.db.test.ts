import { afterAll, beforeAll, expect, test } from "vitest";
import { uuidV7 } from "#contract/field/canonical.ts";
import type { Conflict, Resolution } from "#contract/field/conflicts.ts";
import type { FieldRecord } from "#contract/field/records.ts";
import { canary } from "#server/db/testing/canaries.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { type FieldApp, openFieldApp, sightOf } from "#server/field/testing/field-app.ts";
import { rowsOf } from "#server/field/testing/queries.ts";
import { checkBody, newId, record, sealed } from "#server/field/testing/records.ts";
import { matchTracks } from "#server/field/walks/match-tracks.ts";
import { CHANGAN, plantCanaryWorld } from "#server/testing/canary-world.ts";

const BOSS = { role: "supervisor" as const, scope: sightOf("长安区").scope };
const M_PER_DEG = 111_195;
const lngAt = (m: number) => 115.2 + m / (Math.cos((38.2 * Math.PI) / 180) * M_PER_DEG);
const minutesAgo = (n: number) => new Date(Date.now() - n * 60_000).toISOString();

/** A way along the street, a fix each eight metres and six seconds. */
function way(fromM: number, toM: number) {
  const n = (toM - fromM) / 8;
  const began = Date.now() - n * 6000 - 2000;
  const at = Array.from({ length: n + 1 }, (_, i) => fromM + 8 * i);
  return {
    patrolId: null,
    part: 0,
    t: at.map((_, i) => began + i * 6000),
    lng: at.map((m) => Math.round(lngAt(m) * 1e6) / 1e6),
    lat: at.map(() => 38.20002),
    accuracyM: at.map(() => 5),
    mock: [],
    source: "gps",
  };
}

const notice = (workId: string, over: object) => ({
  workId,
  how: "found",
  name: "道路改造",
  contractor: "路桥公司",
  phone: "13800001111",
  noticedAt: null,
  from: minutesAgo(-9000),
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

describeOnBothEngines("a content that counted beside the first is left out again", (bench) => {
  let field: FieldApp;
  const rows = <Row>(sql: string, values: readonly unknown[] = []) => rowsOf<Row>(bench.db(), sql, values);
  beforeAll(async () => {
    await plantCanaryWorld(bench.db());
    await rows("delete from field_track");
    await rows(
      `insert into field_consent (record_id, area_code, enterprise_id, author, author_name, state, version, language, at)
       values ('agreed', $1, $2, 'zhang', 'zhang先生', 'accepted', 1, 'zh-CN', now() - interval '9 days')`,
      [CHANGAN.area, CHANGAN.enterprise],
    );
    await rows(
      `insert into pipe (id, dataset_name, area_code, enterprise_id, gas_kind, pressure_level, material, dn_mm, length_m, status,
                         source_crs, from_node, to_node, geom)
       values ('street', 'd', $1, $2, 'urban_ng', 'MP_B', 'PE100', 100, 400, 'in_service', 'EPSG:4490', 'a', 'b',
               st_setsrid(st_makeline(st_makepoint($3::float8, 38.2), st_makepoint($4::float8, 38.2)), 4490))`,
      [CHANGAN.area, CHANGAN.enterprise, lngAt(0), lngAt(400)],
    );
    field = await openFieldApp(bench.db());
  });
  afterAll(() => field.close());

  const step = async (id: string, name: "resolve" | "reopen", body: object = {}) =>
    await field.app.inject({
      method: "POST",
      url: `/api/field/conflicts/${id}/${name}`,
      headers: field.as("boss", BOSS),
      payload: { id: crypto.randomUUID(), note: "已核实", ...body },
    });
  /** Decides anew what was decided before. Returns under which id the second content stands. */
  const decide = async (id: string, resolution: Resolution, isAnew = true) => {
    if (isAnew) expect((await step(id, "reopen")).statusCode).toBe(200);
    const reply = await step(id, "resolve", { resolution });
    expect(reply.json()).toMatchObject({ line: { resolution } });
    return reply.json<Conflict>().branches[1]?.recordId ?? "";
  };
  const clash = async (first: FieldRecord, body: object, over: Partial<FieldRecord> = {}) => {
    const other = { ...first, ...over, body: body as FieldRecord["body"] };
    expect((await field.send(first)).body.reasons).toEqual([]);
    expect((await field.send(other)).status).toBe(409);
    return `${first.id}-${(await sealed(other)).hash.slice(0, 12)}`;
  };
  /** Metres of the street that are walked, rounded to tens, once by the walks and once by the sums of days. */
  const metres = async () => {
    await matchTracks(bench.db());
    const [found] = await rows<{ walks: number; days: number; since: number }>(
      `select round(coalesce((select sum(to_m - from_m) from field_cover where pipe_id = 'street'), 0)::numeric, -1)::float8 as walks,
              round(coalesce((select sum(metres) from field_cover_day where enterprise_id = $1 and pressure_level = 'MP_B'), 0)::numeric, -1)::float8 as days,
              (select count(*)::int from field_walked where pipe_id = 'street') as since`,
      [CHANGAN.enterprise],
    );
    return found;
  };
  const ways = async () => {
    const url = `/api/field/tracks?author=zhang&from=${minutesAgo(600)}&to=${minutesAgo(-1)}`;
    const reply = await field.app.inject({ url, headers: field.as("boss", BOSS) });
    return reply.json<{ tracks: { recordId: string }[] }>().tracks?.map(({ recordId }) => recordId);
  };

  test("a way takes its metres with it, and brings them back, each time once", async () => {
    const none = await metres();
    const first = record("track", way(0, 200));
    const id = await clash(first, way(200, 400));
    expect(await metres()).toEqual({ walks: 200, days: (none?.days ?? 0) + 200, since: 0 });
    const beside = await decide(id, "keep_both", false);
    const both = { walks: 400, days: (none?.days ?? 0) + 400, since: 1 };
    expect(await metres()).toEqual(both);
    expect((await ways())?.sort()).toEqual([first.id, beside].sort());
    // Whoever decides, it stays the enterprise's.
    expect(
      await rows("select distinct enterprise_id as owner from field_record where id = any ($1)", [[first.id, beside]]),
    ).toEqual([{ owner: CHANGAN.enterprise }]);
    await decide(id, "keep_first");
    expect(await metres()).toEqual({ walks: 200, days: (none?.days ?? 0) + 200, since: 0 });
    expect(await ways()).toEqual([first.id]);
    await decide(id, "keep_both");
    expect(await metres()).toEqual(both);
    await decide(id, "keep_other");
    expect(await metres()).toEqual({ walks: 200, days: (none?.days ?? 0) + 200, since: 0 });
    const [left] = await rows<{ from: number }>("select min(from_m) as from from field_cover where pipe_id = 'street'");
    expect(left?.from).toBeGreaterThan(190);
    expect(await rows("select 1 from field_envelope where record_id = any ($1)", [[first.id, beside]])).toHaveLength(3);
  });

  test("works tell what the records about them tell that count, whichever came later", async () => {
    const workId = uuidV7(Date.parse("2026-11-02T00:00:00Z"));
    const told = async () => {
      const [work] = await rows<{ name: string; plan: string; record: string; noticed: boolean }>(
        `select name, plan, record_id as record, noticed_at is not null as noticed from field_work where id = $1`,
        [workId],
      );
      return work;
    };
    const at = minutesAgo(30);
    const first = record("work_notice", notice(workId, {}), { startedAt: at, finishedAt: at });
    const other = notice(workId, { name: "地铁站", plan: "agreed", noticedAt: minutesAgo(9000) });
    const id = await clash(first, other, { finishedAt: minutesAgo(20) });
    const asFirst = { name: "道路改造", plan: "none", record: first.id, noticed: false };
    expect(await told()).toEqual(asFirst);
    const beside = await decide(id, "keep_both", false);
    expect(await told()).toEqual({ name: "地铁站", plan: "agreed", record: beside, noticed: true });
    await decide(id, "keep_first");
    expect(await told()).toEqual(asFirst);
    await decide(id, "keep_other");
    expect(await told()).toEqual({ name: "地铁站", plan: "agreed", record: first.id, noticed: true });
    await decide(id, "keep_first");
    expect(await told()).toEqual(asFirst);
    // What another record tells of it later is not lost when the two are decided anew.
    const later = record("work_notice", notice(workId, { name: "道路改造", isOver: true }), {
      finishedAt: minutesAgo(5),
    });
    await field.send(later);
    await decide(id, "keep_both");
    expect(await told()).toEqual({ ...asFirst, record: later.id, noticed: true });
    await decide(id, "keep_first");
    expect(await told()).toEqual({ ...asFirst, record: later.id });
  });

  test("works that only the second content tells of go with it", async () => {
    const [one, two] = [uuidV7(Date.parse("2026-11-03T00:00:00Z")), uuidV7(Date.parse("2026-11-04T00:00:00Z"))];
    const id = await clash(record("work_notice", notice(one, {})), notice(two, { name: "地铁站" }));
    const known = async () =>
      (await rows<{ id: string }>("select id from field_work where id = any ($1) order by id", [[one, two]])).map(
        (work) => work.id,
      );
    await decide(id, "keep_both", false);
    expect(await known()).toEqual([one, two]);
    await decide(id, "keep_first");
    expect(await known()).toEqual([one]);
    await decide(id, "keep_other");
    expect(await known()).toEqual([two]);
    await decide(id, "keep_both");
    expect(await known()).toEqual([one, two]);
  });

  test("a step with a hazard lasts: the loop has gone on from it, and nothing of another decision stays", async () => {
    const hazard = { id: newId(), item: "B1", grade: null, note: "漏气", photos: [], isNotified: true };
    await field.send(
      record("check", checkBody(canary(CHANGAN), { hazards: [hazard], answers: { B1: { value: false } } })),
    );
    const body = { hazardId: hazard.id, photos: [], dueAt: null, grade: null, note: "" };
    const first = record("hazard_event", { ...body, step: "accept" });
    const id = await clash(first, { ...body, step: "fix" });
    const beside = await decide(id, "keep_both", false);
    const state = async () => await rows("select state from hazard where id = $1", [hazard.id]);
    expect(await state()).toEqual([{ state: "fixed" }]);
    expect((await step(id, "reopen")).json<Conflict>().refused).toMatchObject({ keep_first: "laid" });
    const refused = await step(id, "resolve", { resolution: "keep_first" });
    expect([refused.statusCode, refused.json().detail]).toEqual([409, expect.stringContaining("laid")]);
    expect(await state()).toEqual([{ state: "fixed" }]);
    expect(await rows("select 1 from field_record where id = $1 and replaced_by is null", [beside])).toHaveLength(1);
  });
});

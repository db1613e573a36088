import { afterAll, beforeAll, expect, test } from "vitest";
import {
  getCoverage,
  listFieldPeople,
  listFieldPositions,
  listFieldTracks,
  listFieldWays,
} from "#contract/field/coverage.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { countAccepted } from "#server/field/ledger/count.ts";
import { type FieldApp, openFieldApp, sightOf } from "#server/field/testing/field-app.ts";
import { rowsOf } from "#server/field/testing/queries.ts";
import { checkBody, record } from "#server/field/testing/records.ts";
import { CHANGAN, CHANGAN_2, plantCanaryWorld } from "#server/testing/canary-world.ts";
import { createSnapshotStore } from "#server/tiles/store.ts";
import { matchTracks } from "./match-tracks.ts";
import { pipesAbout } from "./near-pipes.ts";
import { tellMapOfWalks } from "./tell-map.ts";

const M_PER_DEG = 111_195;
const COS = Math.cos((38.2 * Math.PI) / 180);
const lngAt = (m: number) => 115.2 + m / (COS * M_PER_DEG);
const DAY = 86_400_000;

/** A way along the street from one metre to another, a fix each six seconds, that ended so many days ago. */
function track(fromM: number, toM: number, daysAgo = 0, over: object = {}) {
  const n = Math.round(Math.abs(toM - fromM) / 8);
  const began = Date.now() - daysAgo * DAY - n * 6000 - 2000;
  const at = Array.from({ length: n + 1 }, (_, i) => fromM + ((toM - fromM) * i) / n);
  return {
    patrolId: null,
    part: 0,
    t: at.map((_, i) => began + i * 6000),
    lng: at.map((m) => Math.round(lngAt(m) * 1e6) / 1e6),
    lat: at.map(() => 38.20002),
    accuracyM: at.map(() => 5),
    mock: [],
    source: "gps",
    ...over,
  };
}
const envelope = (daysAgo: number) => ({
  startedAt: new Date(Date.now() - daysAgo * DAY - 600_000).toISOString(),
  finishedAt: new Date(Date.now() - daysAgo * DAY - 1000).toISOString(),
});

describeOnBothEngines("metres really walked", (bench) => {
  let field: FieldApp;
  const rows = <Row>(sql: string, values: readonly unknown[] = []) => rowsOf<Row>(bench.db(), sql, values);
  const supervisor = (sight: string) => ({ role: "supervisor" as const, scope: sightOf(sight).scope });
  const get = async (url: string, who: object = supervisor("an enterprise")) =>
    (await field.app.inject({ url, headers: field.as("boss", who) })).json();
  const walk = async (fromM: number, toM: number, daysAgo = 0, over: object = {}) => {
    const sent = await field.send(record("track", track(fromM, toM, daysAgo, over), envelope(daysAgo)));
    expect(sent.status).toBe(200);
    await matchTracks(bench.db());
    return sent.body.id;
  };
  const walked = async () => {
    const { levels } = getCoverage.reply.parse(await get("/api/field/coverage"));
    const level = levels.find((one) => one.level === "MP_B");
    return { ...level, walkedM: Math.round(level?.walkedM ?? 0), doubtedM: Math.round(level?.doubtedM ?? 0) };
  };

  beforeAll(async () => {
    const db = bench.db();
    await plantCanaryWorld(db);
    await db.asSystem(async (tx) => {
      await tx.query("delete from field_track");
      await tx.query(
        `insert into field_consent (record_id, area_code, enterprise_id, author, author_name, state, version, language, at)
         values ('agreed', $1, $2, 'zhang', 'zhang先生', 'accepted', 1, 'zh-CN', now() - interval '100 days')`,
        [CHANGAN.area, CHANGAN.enterprise],
      );
      for (const [id, owner, north] of [
        ["street", CHANGAN, 0],
        ["other's street", CHANGAN_2, 5],
      ] as const)
        await tx.query(
          `insert into pipe (id, dataset_name, area_code, enterprise_id, gas_kind, pressure_level, material, dn_mm, length_m, status,
                             source_crs, from_node, to_node, geom)
           values ($1, 'd', $2, $3, 'urban_ng', 'MP_B', 'PE100', 100, 400, 'in_service', 'EPSG:4490', $1 || 'a', $1 || 'b',
                   st_setsrid(st_makeline(st_makepoint($4::float8, $6::float8), st_makepoint($5::float8, $6::float8)), 4490))`,
          [id, owner.area, owner.enterprise, lngAt(0), lngAt(400), 38.2 + north / M_PER_DEG],
        );
    });
    field = await openFieldApp(db);
  });
  afterAll(() => field.close());

  test("a track counts the metres of its enterprise's pipe that it runs along, once, and nobody else's", async () => {
    await walk(0, 200);
    await walk(200, 100);
    const { walkedM, lengthM, everyDays, ruleId } = await walked();
    expect([lengthM, everyDays, ruleId]).toEqual([400, 7, "patrol-medium"]);
    expect(walkedM).toBeGreaterThan(190);
    expect(walkedM).toBeLessThan(210);
    const other = getCoverage.reply.parse(await get("/api/field/coverage?enterprise=E-2", supervisor("长安区")));
    expect(other.total.walkedM).toBeLessThan(10);
  });

  test("a walk before the window does not count, and one that comes late takes nothing from a newer one", async () => {
    const before = (await walked()).walkedM;
    await walk(0, 400, 12);
    expect((await walked()).walkedM).toBe(before);
    const [{ days }] = (await rows<{ days: number }>(
      "select count(distinct day)::int as days from field_cover where pipe_id = 'street'",
    )) as [{ days: number }];
    expect(days).toBe(2);
  });

  test("a track that repeats another counts as evidence with a doubt", async () => {
    const before = await walked();
    expect(before.doubtedM).toBe(0);
    await walk(400, 240);
    await walk(400, 240);
    const after = await walked();
    expect(after.doubtedM).toBeGreaterThan(100);
    expect(after.walkedM).toBeGreaterThan(before.walkedM);
  });

  test("a way among more pipes than are looked at whole finds those near it all the same", async () => {
    const owner = { areaCode: CHANGAN.area, enterpriseId: CHANGAN.enterprise };
    const way = track(0, 900);
    const [whole, near] = await bench
      .db()
      .asSystem(async (tx) => [await pipesAbout(tx, owner, way), await pipesAbout(tx, owner, way, 0)]);
    expect(whole?.length).toBeGreaterThan(0);
    expect(near).toEqual(whole);
  });

  test("people stand with metres, doors and flags; visits of thirty days are counted by outcome", async () => {
    await rows(
      `insert into customer (id, dataset_name, area_code, enterprise_id, gas_kind, class, geom)
       values ('K-1', 'd', $1, $2, 'urban_ng', 'residential', st_setsrid(st_makepoint(115, 38), 4490))`,
      [CHANGAN.area, CHANGAN.enterprise],
    );
    await field.send(record("check", checkBody("K-1", { outcome: "refused" })));
    await countAccepted(bench.db());
    const { people, total } = listFieldPeople.reply.parse(await get("/api/field/people"));
    expect(total).toBe(people.length);
    const zhang = people.find(({ account }) => account === "zhang");
    expect(zhang).toMatchObject({ doors: { visited: 1, refused: 1 }, name: "zhang先生" });
    expect(zhang?.walkedM).toBeGreaterThan(300);
    expect(zhang?.flagged).toBeGreaterThan(0);
  });

  test("ways and positions are told to those who supervise, and reading a way is audited", async () => {
    const ask = `author=zhang&from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z`;
    const { tracks } = listFieldTracks.reply.parse(await get(`/api/field/tracks?${ask}`));
    expect(tracks.length).toBeGreaterThan(4);
    expect(tracks[0]?.matchedM).toBeGreaterThan(0);
    const [{ n }] = (await rows<{ n: number }>(
      "select count(*)::int as n from audit where action = 'field.tracks_read' and subject = 'zhang'",
    )) as [{ n: number }];
    expect(n).toBe(1);
    const { positions } = listFieldPositions.reply.parse(await get("/api/field/positions"));
    expect(positions.filter(({ account }) => account === "zhang")).toHaveLength(1);
    const elsewhere = listFieldTracks.reply.parse(await get(`/api/field/tracks?${ask}`, supervisor("正定县")));
    expect(elsewhere.tracks).toEqual([]);
    const analyst = await field.app.inject({
      url: `/api/field/tracks?${ask}`,
      headers: field.as("an", { role: "analyst", scope: sightOf("an enterprise").scope }),
    });
    expect(analyst.statusCode).toBe(403);
  });

  test("ways of everybody of a day are told within one's sight, of a day at most, and whose were read is audited", async () => {
    const span = (hours: number) =>
      `from=${new Date(Date.now() - hours * 3_600_000).toISOString()}&to=${new Date(Date.now() + 3_600_000).toISOString()}`;
    const { tracks, isCut } = listFieldWays.reply.parse(await get(`/api/field/ways?${span(24)}`));
    expect(isCut).toBe(false);
    expect(tracks.length).toBeGreaterThan(3);
    expect(tracks.every(({ toAt }) => Date.parse(toAt) >= Date.now() - 24 * 3_600_000)).toBe(true);
    const begins = tracks.map(({ fromAt }) => fromAt);
    expect(begins).toEqual(begins.toSorted());
    const read = await rows<{ detail: { authors: string[] } }>(
      "select detail from audit where action = 'field.ways_read' order by id desc limit 1",
    );
    expect(read[0]?.detail.authors).toContain("zhang");
    for (const sight of ["正定县", "保定, without 雄安", "雄安"]) {
      const elsewhere = listFieldWays.reply.parse(await get(`/api/field/ways?${span(24)}`, supervisor(sight)));
      expect([sight, elsewhere.tracks]).toEqual([sight, []]);
    }
    const other = listFieldWays.reply.parse(
      await get(`/api/field/ways?${span(24)}&enterprise=E-2`, supervisor("长安区")),
    );
    expect(other.tracks).toEqual([]);
    const asked = (url: string, role: "analyst" | "supervisor") =>
      field.app.inject({ url, headers: field.as("an", { role, scope: sightOf("province").scope }) });
    expect((await asked(`/api/field/ways?${span(24)}`, "analyst")).statusCode).toBe(403);
    expect((await asked(`/api/field/ways?${span(48)}`, "supervisor")).statusCode).toBe(400);
  });

  test("sums by day are those of the pieces", async () => {
    const sums = await rows(
      `select day::text as day, round(sum(to_m - from_m)::numeric, 3)::float8 as m, round(sum((to_m - from_m) * is_doubted::int)::numeric, 3)::float8 as doubted
         from field_cover where pipe_id = 'street' group by 1 order by 1`,
    );
    const kept = await rows(
      `select day::text as day, round(metres::numeric, 3)::float8 as m, round(doubted_m::numeric, 3)::float8 as doubted
         from field_cover_day where enterprise_id = 'E-1' and pressure_level = 'MP_B' and abs(metres) > 0.001 order by day`,
    );
    expect(kept).toEqual(sums);
  });

  test("the map hears on which day nearly all of a pipe was walked, without being built anew", async () => {
    const told: string[] = [];
    const log = { info: (_: object, text: string) => told.push(text), warn: () => undefined, error: () => undefined };
    const snapshots = createSnapshotStore({ db: bench.db(), log, watchMs: 0 });
    const before = await snapshots.refresh();
    const day = (of: typeof before) => of.pipes.patrolDay[of.pipeSeq("street") ?? -1];
    await rows("update field_walked set day = current_date - 100, is_told = true where pipe_id = 'street'");
    await tellMapOfWalks(bench.db());
    await walk(0, 400);
    expect(await tellMapOfWalks(bench.db())).toBe(1);
    const after = await snapshots.refresh();
    expect(told.at(-1)).toBe("snapshot patched");
    expect((day(after) ?? 0) * DAY).toBeGreaterThan(Date.now() - 2 * DAY);
    await snapshots.close();
  });
});

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Scope } from "#contract/scope.ts";
import { SESSION_COOKIE } from "#contract/session.ts";
import { buildApp } from "#server/app.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import type { App } from "#server/deps.ts";
import { Latest } from "#server/live/latest-store.ts";
import { fakeDeps, MemorySessions } from "#server/testing/fakes.ts";
import { createSnapshotStore, type OwnedSnapshotStore } from "#server/tiles/store.ts";

const HEBEI: Scope = { level: "province", areaCode: "130000", enterpriseId: null };
const XIONGAN: Scope = { level: "city", areaCode: "133100", enterpriseId: null };

/** Two stations with a pipe between them in 正定, one station in 雄安; a tag with five readings. */
const WORLD = `
  insert into dataset (name, kind, area_code, version, rows, rejected, file_name, file_sha256)
    values ('station-130100', 'station', '130100', 7, 3, 3, 'a.csv', 'x');
  insert into dataset_reject (dataset_name, version, ordinal, area_code, line, field, rule, expected, received)
    select 'station-130100', 7, n, '130123', n + 2, 'id', 'required', 'text', '' from generate_series(0, 2) n;
  insert into enterprise (id, dataset_name, name, area_code, credit_code, pinyin, initials) values
    ('E-1', 'e', '正定中燃', '130123', '91130123MA0000001X', 'zhengdingzhongran', 'zdzr'),
    ('E-2', 'e', '雄安中燃', '130629', '91130629MA0000002X', 'xionganzhongran', 'xazr');
  insert into enterprise_area values ('E-1', '130123'), ('E-2', '130629');
  insert into enterprise_licence values ('E-1', '130123', 'piped', 'L-1', '2027-03-01');
  insert into station (id, dataset_name, name, kind, area_code, enterprise_id, gas_kind, pressure_level, status, pinyin, initials, geom)
    values
    ('S-1', 'station-130100', '正定门站', 'city_gate', '130123', 'E-1', 'urban_ng', 'HP_A', 'in_service', 'zhengdingmenzhan', 'zdmz',
      st_geomfromtext('POINT(114.57 38.14)', 4490)),
    ('S-2', 'station-130100', '100%_站', 'regulator_box', '130123', 'E-1', 'urban_ng', 'MP_A', 'in_service', '', '',
      st_geomfromtext('POINT(114.58 38.15)', 4490)),
    ('S-3', 'station-130100', '容城门站', 'city_gate', '130629', 'E-2', 'urban_ng', 'HP_A', 'in_service', 'rongchengmenzhan', 'rcmz',
      st_geomfromtext('POINT(115.86 39.05)', 4490));
  insert into pipe (id, dataset_name, area_code, enterprise_id, gas_kind, pressure_level, material, dn_mm, length_m, status,
                    source_crs, from_node, to_node, geom)
    values ('P-1', 'pipe', '130123', 'E-1', 'urban_ng', 'MP_A', 'PE100', 200, 1400, 'in_service', 'EPSG:4490', 'N-1', 'N-2',
      st_geomfromtext('LINESTRING(114.57 38.14, 114.575 38.146, 114.58 38.15)', 4490));
  insert into tag (id, dataset_name, name, kind, station_id, area_code, enterprise_id, unit, high_alarm, sampling_s, stale_after_s)
    values ('T-1', 'tag', '出站压力', 'pressure', 'S-1', '130123', 'E-1', 'kPa', 400, 60, 300);
  insert into reading (tag_id, t, area_code, enterprise_id, v, q) values
    ('T-1', '2026-03-01T00:00:00Z', '130123', 'E-1', 300, 0), ('T-1', '2026-03-01T00:10:00Z', '130123', 'E-1', 310, 0),
    ('T-1', '2026-03-01T00:20:00Z', '130123', 'E-1', 999, 2), ('T-1', '2026-03-01T01:30:00Z', '130123', 'E-1', 330.123456789, 1),
    ('T-1', '2026-03-01T02:00:00Z', '130123', 'E-1', 340, 0);
  insert into latest (tag_id, area_code, enterprise_id, t, v) values ('T-1', '130123', 'E-1', '2026-03-01T02:00:00Z', 340.123456789);`;

describeOnBothEngines("the register by HTTP", (bench) => {
  let app: App;
  let snapshots: OwnedSnapshotStore;
  const sessions = new MemorySessions();

  beforeAll(async () => {
    const db = bench.db();
    await db.asSystem((tx) => tx.exec(WORLD));
    snapshots = createSnapshotStore({ db, log: fakeDeps().log, watchMs: 0 });
    const live = new Latest(db);
    live.adopt(await snapshots.refresh());
    await live.load();
    app = await buildApp(fakeDeps({ db, sessions, snapshots, live }));
  });
  afterAll(async () => {
    await app.close();
    await snapshots.close();
  });

  const get = async (url: string, scope: Scope = HEBEI) => {
    const { token } = sessions.admit({ scope });
    return app.inject({ url, headers: { cookie: `${SESSION_COOKIE}=${token}` } });
  };
  const names = async (q: string, scope: Scope = HEBEI) =>
    (await get(`/api/search?q=${encodeURIComponent(q)}`, scope)).json().hits.map((hit: { name: string }) => hit.name);

  test("the tree is the one of supervision: 雄安 holds three of 保定's counties, 定州 answers to the province", async () => {
    const { root, areas } = (await get("/api/areas")).json();
    const find = (code: string) => areas.find((area: { code: string }) => area.code === code);
    expect(root).toBe("130000");
    expect(areas).toHaveLength(1 + 12 + 167);
    expect(new Set(areas.map((area: { code: string }) => area.code)).size).toBe(areas.length);
    expect(find("130629")).toMatchObject({ parent: "133100", divisionParent: "130600", level: "county" });
    expect(find("130682")).toMatchObject({
      parent: "130000",
      divisionParent: "130600",
      level: "county",
      name: "定州市",
    });
    expect(find("133100")).toMatchObject({ parent: "130000", divisionParent: null, level: "city" });
    const unknown = areas.filter((area: { parent: string | null }) => area.parent !== null && !find(area.parent));
    expect(unknown).toEqual([]);
  });

  test("every area has a box about its point", async () => {
    for (const { code, bbox, lngLat } of (await get("/api/areas")).json().areas) {
      const [west, south, east, north] = bbox;
      const [lng, lat] = lngLat;
      expect([code, west < lng && lng < east && south < lat && lat < north]).toEqual([code, true]);
    }
  });

  test("below one's own area everything, above it the way up, beside it nothing", async () => {
    const { root, areas, ancestors } = (await get("/api/areas", XIONGAN)).json();
    expect(root).toBe("133100");
    expect(areas.map((area: { code: string }) => area.code)).toEqual(["133100", "130629", "130632", "130638"]);
    expect(ancestors.map((area: { code: string }) => area.code)).toEqual(["130000"]);
  });

  test("a search finds by name, code, pinyin and initials, the exact before the rest and places first", async () => {
    expect((await names("正定"))[0]).toBe("正定县");
    expect((await names("130123"))[0]).toBe("正定县");
    expect(await names("ZDMZ")).toEqual(["正定门站"]);
    expect(await names("rongcheng")).toEqual(["容城县", "容城门站"]);
    expect(await names("门站")).toEqual(["容城门站", "正定门站"]);
    expect(await names("91130629MA0000002X")).toEqual(["雄安中燃"]);
    expect(await names("P-1")).toEqual(["P-1"]);
  });

  test("what a person types is letters, never a pattern", async () => {
    expect(await names("%_站")).toEqual(["100%_站"]);
    expect(await names("%")).toEqual(["100%_站"]);
    expect(await names("\\")).toEqual([]);
    expect(await names("' or 1=1 --")).toEqual([]);
  });

  test("a search stays within one's own area, and names no place beside it", async () => {
    expect(await names("门站", XIONGAN)).toEqual(["容城门站"]);
    expect(await names("正定", XIONGAN)).toEqual([]);
    expect(await names("河北", XIONGAN)).toEqual([]);
  });

  test("stations come in pages that together are all of them, once", async () => {
    const met: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: { stations: { id: string }[]; next: string | null } = (
        await get(`/api/stations?limit=1${cursor === "" ? "" : `&cursor=${cursor}`}`)
      ).json();
      met.push(...page.stations.map((s) => s.id));
      cursor = page.next;
    }
    expect(met).toEqual(["S-1", "S-2", "S-3"]);
    expect((await get("/api/stations?cursor=nonsense!")).statusCode).toBe(400);
    const of = async (query: string) =>
      (await get(`/api/stations?${query}`)).json().stations.map((s: { id: string }) => s.id);
    expect(await of("area=130100&kind=city_gate")).toEqual(["S-1"]);
    expect(await of("area=133100")).toEqual(["S-3"]);
    expect(await of("enterprise=E-2")).toEqual(["S-3"]);
  });

  test("a station tells the newest value as it was sent, with its age's state and the version of its dataset", async () => {
    const station = (await get("/api/stations/S-1")).json();
    expect(station).toMatchObject({
      name: "正定门站",
      datasetVersion: 7,
      areaName: "正定县",
      enterpriseName: "正定中燃",
    });
    expect(station.tags).toEqual([
      expect.objectContaining({ id: "T-1", value: 340.123456789, at: "2026-03-01T02:00:00.000Z", highAlarm: 400 }),
    ]);
    expect(["stale", "offline"]).toContain(station.tags[0].state);
  });

  test("a county sees the version of its city's dataset, though not the dataset", async () => {
    const county: Scope = { level: "county", areaCode: "130123", enterpriseId: null };
    expect((await get("/api/stations/S-1", county)).json().datasetVersion).toBe(7);
    expect((await get("/api/datasets", county)).json().datasets).toEqual([]);
  });

  test("a pipe comes with its line, and its number leads back to it", async () => {
    const pipe = (await get("/api/pipes/P-1")).json();
    expect(pipe.path).toEqual([
      [114.57, 38.14],
      [114.575, 38.146],
      [114.58, 38.15],
    ]);
    expect((await get(`/api/seq/pipe/${pipe.seq}`)).json()).toEqual({ kind: "pipe", id: "P-1", stationId: null });
    expect((await get(`/api/seq/pipe/${pipe.seq}?v=older`)).json()).toMatchObject({ status: 409, code: "conflict" });
    expect((await get("/api/seq/tag/0")).json()).toEqual({ kind: "tag", id: "T-1", stationId: "S-1" });
    expect((await get("/api/seq/tag/1")).statusCode).toBe(404);
  });

  test("readings come in equal buckets: empty ones are left out, bad ones are not drawn", async () => {
    const reply = await get("/api/tags/T-1/readings?from=2026-03-01T00:00:00Z&to=2026-03-01T02:00:00Z&points=2");
    const at = (iso: string) => Date.parse(iso);
    expect(reply.json()).toEqual({
      id: "T-1",
      unit: "kPa",
      at: [at("2026-03-01T00:00:00Z"), at("2026-03-01T01:00:00Z")],
      min: [300, 330.123456789],
      max: [310, 330.123456789],
      mean: [305, 330.123456789],
      count: [2, 1],
    });
    expect((await get("/api/tags/T-1/readings?from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z")).statusCode).toBe(
      400,
    );
  });

  test("datasets and what they refused, in pages in the order of the file", async () => {
    expect((await get("/api/datasets")).json().datasets).toEqual([
      expect.objectContaining({ name: "station-130100", version: 7, rows: 3, rejected: 3 }),
    ]);
    const first = (await get("/api/datasets/station-130100/rejected?limit=2")).json();
    const rest = (await get(`/api/datasets/station-130100/rejected?limit=2&cursor=${first.next}`)).json();
    expect([...first.rows, ...rest.rows].map((row: { line: number }) => row.line)).toEqual([2, 3, 4]);
    expect(rest.next).toBeNull();
  });

  test("the map is told what is in sight, its bounds, and what lies under it", async () => {
    const map = (await get("/api/map", XIONGAN)).json();
    expect(map.counts).toEqual({ pipes: 0, stations: 1, tags: 0 });
    // Dense numbers are the snapshot's: the one station in sight need not be the first.
    expect(map.numbers).toMatchObject({ pipes: 0, tags: 0 });
    expect(map.numbers.stations).toBeGreaterThanOrEqual(1);
    expect(map.base).toMatchObject({ kind: "plain", url: null, indicative: true, reviewNumber: null });
    expect(map.bounds[0]).toBeGreaterThan(115);
  });
});

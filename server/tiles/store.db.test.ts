import { afterEach, beforeAll, expect, test } from "vitest";
import { PRESSURE_LEVELS, STATION_KINDS } from "#contract/gas.ts";
import type { Scope } from "#contract/scope.ts";
import { PIPE_TILE } from "#contract/tiles.ts";
import type { Db } from "#server/db/db.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { courseOf } from "./lines.ts";
import { encodeNetworkTile } from "./network-tile.ts";
import { sees } from "./snapshot.ts";
import { createSnapshotStore, type OwnedSnapshotStore } from "./store.ts";
import { decode } from "./testing/network.ts";
import { tileAt } from "./testing/oracle.ts";
import { latOf, lngOf } from "./world.ts";

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Ids whose order by the rules of a language is not that of their bytes. */
const PIPES = [
  ["a-2", "130102", "E1", "HP_A"],
  ["A-10", "130629", "E2", "LP"],
  ["B_1", "130682", "E1", "MP_A"],
  ["b1", "130602", "E2", "no such level"],
] as const;

async function fill(db: Db, version: number, pipes: readonly (readonly string[])[]): Promise<void> {
  await db.asSystem(async (tx) => {
    await tx.query("delete from pipe");
    await tx.query("delete from station");
    await tx.query("delete from tag");
    await tx.query("delete from dataset");
    await tx.query(
      `insert into dataset (name, kind, area_code, version, rows, rejected, file_name, file_sha256)
       values ('test', 'pipe', '130000', $1, 4, 0, 'x', 'x')`,
      [version],
    );
    await tx.query(
      `insert into pipe (id, dataset_name, area_code, enterprise_id, gas_kind, pressure_level, material, dn_mm, length_m, status, source_crs,
                         from_node, to_node, geom)
       select id, 'test', area, enterprise, 'rural_ng', level, 'steel', 219.4, 1, 'planned', 'EPSG:4490', 'n', 'm',
              st_setsrid(st_makeline(array[st_makepoint(114.5, 38 + n / 100.0), st_makepoint(114.6, 38 + n / 100.0), st_makepoint(114.6, 38.5)]), 4490)
         from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality as given (id, area, enterprise, level, n)`,
      [0, 1, 2, 3].map((k) => pipes.map((row) => row[k])),
    );
    await tx.query(
      `insert into station (id, dataset_name, name, kind, area_code, enterprise_id, gas_kind, pressure_level, status, geom)
       values ('S2', 'test', '门站 "甲"', 'city_gate', '130102', 'E1', 'urban_ng', 'HP_A', 'in_service', st_setsrid(st_makepoint(114.5, 38), 4490)),
              ('S1', 'test', '调压', 'regulator_station', '130629', 'E2', 'lpg', 'MP_A', 'in_service', st_setsrid(st_makepoint(115.9, 39), 4490))`,
    );
    await tx.query(
      `insert into tag (id, dataset_name, name, kind, station_id, area_code, enterprise_id, unit, sampling_s, stale_after_s)
       values ('T1', 'test', 'flow', 'flow', 'S2', '130102', 'E1', 'm³/h', 5, 60), ('T2', 'test', 'p', 'pressure', 'S2', '130102', 'E1', 'kPa', 5, 60),
              ('T3', 'test', 'lost', 'flow', 'S9', '130102', 'E1', 'm³/h', 5, 60)`,
    );
  });
}

const area = (level: "province" | "city" | "county", areaCode: string): Scope => ({
  level,
  areaCode,
  enterpriseId: null,
});

describeOnBothEngines("the snapshot", (bench) => {
  let open: OwnedSnapshotStore | undefined;
  const store = (watchMs = 0) => {
    open = createSnapshotStore({ db: bench.db(), log: quiet, watchMs });
    return open;
  };
  afterEach(() => open?.close());
  beforeAll(() => fill(bench.db(), 1, PIPES));

  test("is not there before its first build", () => {
    expect(() => store().current()).toThrow("not been built");
  });

  test("holds every row in the byte order of ids, with numbers both ways", async () => {
    const { pipes, stations, tags, ...snapshot } = await store().refresh();
    const ids = PIPES.map(([id]) => id).toSorted();
    expect(ids.map((_, seq) => snapshot.pipeId(seq))).toEqual(["A-10", "B_1", "a-2", "b1"]);
    expect(ids.map((id) => snapshot.pipeSeq(id))).toEqual([0, 1, 2, 3]);
    expect([pipes.count, stations.count, tags.count]).toEqual([4, 2, 3]);
    const a2 = snapshot.pipeSeq("a-2") as number;
    expect(pipes.level[a2]).toBe(PRESSURE_LEVELS.indexOf("HP_A"));
    expect(pipes.level[snapshot.pipeSeq("b1") as number]).toBe(PRESSURE_LEVELS.indexOf("unknown"));
    expect(pipes.dnMm[a2]).toBe(219);
    expect(snapshot.counties[pipes.county[a2] as number]).toBe("130102");
    expect(snapshot.enterprises[pipes.enterprise[a2] as number]).toBe("E1");
    const course = [...courseOf(pipes, a2)].map((v, i) => (i % 2 === 0 ? lngOf(v) : latOf(v)));
    [114.5, 38.01, 114.6, 38.01, 114.6, 38.5].forEach((degrees, i) => {
      expect(course[i]).toBeCloseTo(degrees, 6);
    });
    expect(course).toHaveLength(6);
    const s2 = snapshot.stationSeq("S2") as number;
    expect([stations.names[s2], stations.kind[s2], stations.lngLat[2 * s2]]).toEqual([
      '门站 "甲"',
      STATION_KINDS.indexOf("city_gate"),
      114.5,
    ]);
    expect(["T1", "T2", "T3"].map((id) => tags.slot[snapshot.tagSeq(id) as number])).toEqual([1, 0, 0]);
    expect(tags.station[snapshot.tagSeq("T2") as number]).toBe(s2);
  });

  test("knows all counties and outlines, each county under the unit that it answers to", async () => {
    const snapshot = await store().refresh();
    expect(snapshot.counties.filter((code) => code.startsWith("13"))).toHaveLength(167);
    const parents = new Map(snapshot.outlines.map((unit) => [unit.code, unit.parent]));
    expect(
      ["130000", "130100", "133100", "130629", "130682", "130602", "110000"].map((code) => parents.get(code)),
    ).toEqual([null, "130000", "130000", "133100", "130000", "130600", null]);
    const county = snapshot.outlines.find((unit) => unit.code === "130102");
    expect([county?.level, county?.indicative, county?.lngLat]).toEqual(["county", true, [114.58, 38.08]]);
  });

  test("sees what row-level security lets the same scope see", async () => {
    const held = store();
    const snapshot = await held.refresh();
    const scopes: Scope[] = [
      area("province", "130000"),
      ...["130100", "130600", "133100", "130682"].map((code) => area("city", code)),
      ...["130102", "130629", "130682", "130199"].map((code) => area("county", code)),
      ...["E1", "E2", "E3"].map((enterpriseId): Scope => ({ level: "enterprise", areaCode: "130102", enterpriseId })),
    ];
    for (const scope of scopes) {
      const rows = await bench.db().as(scope, (tx) => tx.query<{ id: string }>("select id from pipe"));
      const sight = held.sight(scope);
      const seen = PIPES.map(([id]) => id).filter((id) => sees(sight, snapshot.pipes, snapshot.pipeSeq(id) as number));
      expect(seen.toSorted(), JSON.stringify(scope)).toEqual(rows.map((row) => row.id).toSorted());
    }
  });

  test("makes tiles", async () => {
    const held = store();
    const snapshot = await held.refresh();
    const tile = encodeNetworkTile(snapshot, held.sight(area("county", "130102")), tileAt([114.55, 38.01], 12));
    expect(decode(tile, PIPE_TILE.layer).map((f) => snapshot.pipeId(f.id))).toEqual(["a-2"]);
  });

  test("notices an import by somebody else, tells its listeners, and keeps the version before it for a while", async () => {
    const held = store(50);
    const before = await held.refresh();
    const told = new Promise<string>((resolve) => held.onChange((snapshot) => resolve(snapshot.version)));
    await fill(bench.db(), 2, PIPES.slice(1));
    expect(await told).toBe(held.current().version);
    expect(held.current().version).not.toBe(before.version);
    expect(held.current().pipes.count).toBe(3);
    expect(held.at?.(before.version)?.current().pipes.count).toBe(4);
    expect(held.at?.("never")).toBeUndefined();
    await fill(bench.db(), 1, PIPES);
  });

  test("is built once for all who ask at the same time, and anew for who asks after an import in between", async () => {
    const held = store();
    const built: number[] = [];
    held.onChange((snapshot) => built.push(snapshot.pipes.count));
    await Promise.all([held.refresh(), held.refresh(), held.refresh()]);
    expect(built).toEqual([4]);
    const first = held.refresh();
    await fill(bench.db(), 3, PIPES.slice(2));
    const [, second] = await Promise.all([first, held.refresh()]);
    expect(second.pipes.count).toBe(2);
    await fill(bench.db(), 1, PIPES);
  });

  test("has the same version for the same data and another for other data, even where no dataset says so", async () => {
    const held = store();
    const one = (await held.refresh()).version;
    expect((await held.refresh()).version).toBe(one);
    await bench.db().asSystem((tx) => tx.query("update pipe set dn_mm = 25 where id = 'b1'"));
    expect((await held.refresh()).version).not.toBe(one);
    await fill(bench.db(), 1, PIPES);
  });
});

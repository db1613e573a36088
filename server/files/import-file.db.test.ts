import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Db } from "#server/db/db.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { importFile } from "./import-file.ts";
import { ImportRefused, type ImportRequest, type ImportResult } from "./import-options.ts";
import { csv, enterprise, type Folder, folder, geoJson, node, pipe, station, tag } from "./testing/small-files.ts";

const rejected = ({ rejects }: ImportResult) => rejects.map(({ line, field, rule }) => [line, field, rule]);

async function refused(run: Promise<unknown>): Promise<ImportRefused> {
  const error = await run.then(
    () => null,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(ImportRefused);
  return error as ImportRefused;
}

const pipeIds = (db: Db) =>
  db.asSystem(async (tx) => {
    const rows = await tx.query<{ id: string }>("select id from pipe order by id");
    return rows.map(({ id }) => id);
  });

const datasetRow = (db: Db, name: string) =>
  db.asSystem(async (tx) => {
    const [row] = await tx.query<Record<string, unknown>>(
      `select kind, area_code, enterprise_id, version, rows, rejected, source_crs from dataset where name = $1`,
      [name],
    );
    return row;
  });

describeOnBothEngines("import", (bench) => {
  let files: Folder;
  const take = (name: string, text: string, request: Omit<ImportRequest, "file">) =>
    importFile(bench.db(), { file: files.write(name, text), ...request });
  const pipes = (text: string, over: Partial<ImportRequest> = {}) =>
    take("pipes.geojson", text, { kind: "pipe", dataset: "pipes", ...over });

  beforeAll(async () => {
    files = folder();
    await take("e.csv", csv([enterprise(), enterprise({ licence_kind: "瓶装燃气", licence_number: "冀L1" })]), {
      kind: "enterprise",
      dataset: "enterprises",
    });
    await take("s.csv", csv([station()]), { kind: "station", dataset: "stations" });
    await take("n.csv", csv([node()]), { kind: "node", dataset: "nodes" });
  });
  afterAll(() => files.remove());

  test("an enterprise with two licences is one enterprise, working in every county it names", async () => {
    const read = (text: string) => bench.db().asSystem((tx) => tx.query(text));
    expect(await read("select id, name, pinyin from enterprise")).toEqual([
      { id: "E1", name: "长安燃气有限公司", pinyin: "changanranqiyouxiangongsi" },
    ]);
    expect(await read("select kind from enterprise_licence order by kind")).toEqual([
      { kind: "bottled_lpg" },
      { kind: "piped" },
    ]);
    expect(await read("select area_code from enterprise_area order by area_code")).toEqual(
      ["130102", "130104", "130105"].map((area_code) => ({ area_code })),
    );
  });

  describe("replacing", () => {
    test("a second import takes the place of the first, whole, under the next version", async () => {
      await pipes(geoJson([pipe(1), pipe(2)]));
      const result = await pipes(geoJson([pipe(2), pipe(3)]));
      expect(result).toMatchObject({ outcome: "imported", version: 2, rowsRead: 2, accepted: 2, rejectedRows: 0 });
      expect(await pipeIds(bench.db())).toEqual(["P2", "P3"]);
      expect(await datasetRow(bench.db(), "pipes")).toEqual({
        kind: "pipe",
        area_code: "130102",
        enterprise_id: "E1",
        version: 2,
        rows: 2,
        rejected: 0,
        source_crs: "EPSG:4490",
      });
    });

    test("the same file again changes nothing, unless forced", async () => {
      const same = geoJson([pipe(2), pipe(3)]);
      await pipes(same, { force: true });
      const version = (await datasetRow(bench.db(), "pipes"))?.version;
      expect(await pipes(same)).toMatchObject({ outcome: "unchanged", version });
      expect((await pipes(same, { force: true })).version).toBe(Number(version) + 1);
    });

    test("a file that is refused leaves the old rows and their version", async () => {
      await pipes(geoJson([pipe(1), pipe(2), pipe(3)]));
      const before = await datasetRow(bench.db(), "pipes");
      const wrong = geoJson([pipe(7), pipe(8, { dn_mm: "wide" })]);
      const { problem, result } = await refused(pipes(wrong));
      expect(problem.rule).toBe("too_many_rejects");
      expect(result && rejected(result)).toEqual([[2, "dn_mm", "type"]]);
      await refused(pipes(geoJson([pipe(9)]).slice(0, -20)));
      expect(await pipeIds(bench.db())).toEqual(["P1", "P2", "P3"]);
      expect(await datasetRow(bench.db(), "pipes")).toEqual(before);
    });

    test("a dry run finds the same and keeps nothing", async () => {
      const before = await pipeIds(bench.db());
      expect(await pipes(geoJson([pipe(40), pipe(41)]), { dryRun: true })).toMatchObject({
        outcome: "checked",
        accepted: 2,
      });
      expect(await pipeIds(bench.db())).toEqual(before);
    });

    test("an import is in the audit trail, and what it refused is in the list", async () => {
      await pipes(geoJson([pipe(1), pipe(2), pipe(3), pipe(4), pipe(5, { gas_kind: "沼气" })]));
      const [audit] = await bench
        .db()
        .asSystem((tx) => tx.query("select action, subject, area_code, detail from audit order by id desc limit 1"));
      expect(audit).toMatchObject({
        action: "dataset.imported",
        subject: "pipes",
        area_code: "130102",
        detail: { rows: 4, rejected: 1, findings: { choice: 1, length_filled: 4 } },
      });
      const list = await bench
        .db()
        .asSystem((tx) =>
          tx.query("select area_code, line, field, rule, received from dataset_reject where dataset_name = 'pipes'"),
        );
      expect(list).toEqual([{ area_code: "130102", line: 5, field: "gas_kind", rule: "choice", received: "沼气" }]);
    });
  });

  test("every fault is named, with its line and field, and read = accepted + rejected", async () => {
    const bad = [
      pipe(1),
      pipe(2, { area_code: "130999" }),
      pipe(3, { enterprise_id: "E9" }),
      pipe(4, { dn_mm: 9000, material: "木头" }),
      pipe(5, { id: "P1" }),
      {
        ...pipe(6),
        path: [
          [114.5, 38],
          [114.5, 38],
        ] as const,
      },
      {
        ...pipe(7),
        path: [
          [114.5, 38],
          [114.51, 38.01],
          [114.51, 38],
          [114.5, 38.01],
        ] as const,
      },
      {
        ...pipe(8),
        path: [
          [14.5, 38],
          [14.51, 38],
        ] as const,
      },
      {
        ...pipe(9),
        path: [
          [114.5, Number.NaN],
          [114.51, 38],
        ] as const,
      },
      {
        ...pipe(10),
        path: [
          [118.2, 39.6],
          [118.21, 39.6],
        ] as const,
      },
      pipe(11, { length_m: 900, to_node: "N404" }),
      pipe(12, { area_code: "130100" }),
    ];
    const result = await pipes(geoJson(bad), { maxRejects: 1 });
    expect(rejected(result)).toEqual([
      [2, "area_code", "area_unknown"],
      [3, "enterprise_id", "enterprise_unknown"],
      [4, "material", "choice"],
      [4, "dn_mm", "range"],
      [6, null, "zero_length"],
      [7, null, "line_self_crossing"],
      [8, null, "outside_china"],
      [9, null, "coordinate_not_finite"],
      [10, "area_code", "far_from_area"],
      [5, "id", "duplicate_id"],
    ]);
    expect(result).toMatchObject({ rowsRead: 12, accepted: 3, rejectedRows: 9 });
    expect(result.remarks.map(({ line, rule }) => [line, rule])).toEqual(
      expect.arrayContaining([
        [11, "length_differs"],
        [11, "node_missing"],
        [12, "area_by_position"],
      ]),
    );
  });

  test("an id that another dataset holds is not taken from it", async () => {
    await pipes(geoJson([pipe(1), pipe(2)]), { force: true });
    const result = await pipes(geoJson([pipe(2), pipe(20), pipe(21)]), { dataset: "others", maxRejects: 0.5 });
    expect(rejected(result)).toEqual([[1, "id", "id_elsewhere"]]);
    expect(await pipeIds(bench.db())).toEqual(["P1", "P2", "P20", "P21"]);
  });

  test("a tag's limits come to the unit of its kind, and a tag without its station is not taken", async () => {
    const rows = [tag({ unit: "MPa", high_alarm: 0.42, dead_band: 0.001 }), tag({ id: "T2", station_id: "S404" })];
    const result = await take("t.csv", csv(rows), { kind: "tag", dataset: "tags", maxRejects: 0.5 });
    expect(rejected(result)).toEqual([[3, "station_id", "station_unknown"]]);
    const found = await bench.db().asSystem((tx) => tx.query("select unit, high_alarm, dead_band from tag"));
    expect(found).toEqual([{ unit: "kPa", high_alarm: 420, dead_band: 1 }]);
  });

  test("readings are added once, whatever file brings them, and the newest is the latest", async () => {
    await take("t.csv", csv([tag()]), { kind: "tag", dataset: "tags" });
    const first = [
      { tag_id: "T1", t: "2026-10-01T08:00:00+08:00", v: 301.5, q: 0 },
      { tag_id: "T1", t: "2026-11-01 08:00:00", v: 302.5, q: 1 },
    ];
    const readings = (rows: typeof first) => take("r.csv", csv(rows), { kind: "reading", dataset: "readings" });
    await readings(first);
    await readings([...first, { tag_id: "T1", t: "2026-11-01T00:00:00Z", v: 999, q: 0 }]);
    const read = (text: string) => bench.db().asSystem((tx) => tx.query(text));
    expect(await read("select area_code, enterprise_id, v, q from reading order by t")).toEqual([
      { area_code: "130102", enterprise_id: "E1", v: 301.5, q: 0 },
      { area_code: "130102", enterprise_id: "E1", v: 302.5, q: 1 },
    ]);
    expect(await read("select v, q from latest")).toEqual([{ v: 302.5, q: 1 }]);
  });

  test("on behalf of an account only rows of its area are taken", async () => {
    await bench.db().asSystem((tx) =>
      tx.query(
        `insert into account (account, name, role, level, area_code, password_hash)
         values ('qiaoxi', '桥西', 'clerk', 'county', '130104', 'x') on conflict do nothing`,
      ),
    );
    const { result } = await refused(
      pipes(geoJson([pipe(50)]), { dataset: "scoped", account: "qiaoxi", maxRejects: 1 }),
    );
    expect(result && rejected(result)).toEqual([[1, "enterprise_id", "out_of_scope"]]);
  });

  test("an account replaces no dataset that holds rows of others", async () => {
    await bench.db().asSystem((tx) =>
      tx.query(
        `insert into account (account, name, role, level, area_code, enterprise_id, password_hash)
         values ('xinhua', '新华', 'clerk', 'county', '130105', null, 'x'), ('sjz', '石家庄', 'clerk', 'city', '130100', null, 'x'),
                ('changan', '长安', 'clerk', 'county', '130102', null, 'x'), ('e9', 'E9', 'clerk', 'enterprise', '130102', 'E9', 'x')
         on conflict do nothing`,
      ),
    );
    await pipes(geoJson([pipe(60)]), { dataset: "of-changan" });
    const replace = (account: string) =>
      pipes(geoJson([pipe(61)]), { dataset: "of-changan", account, maxRejects: 1, dryRun: true });
    await expect(replace("xinhua")).rejects.toMatchObject({ problem: { rule: "dataset_foreign" } });
    await expect(replace("e9")).rejects.toMatchObject({ problem: { rule: "dataset_foreign" } });
    expect((await replace("changan")).accepted).toBe(1);
    expect((await replace("sjz")).accepted).toBe(1);
    await bench.db().asSystem((tx) => tx.query("update dataset set area_code = '130100' where name = 'of-changan'"));
    await expect(replace("changan")).rejects.toMatchObject({ problem: { rule: "dataset_foreign" } });
    expect((await replace("sjz")).accepted).toBe(1);
  });
});

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Scope } from "#contract/scope.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { importFile } from "./import-file.ts";
import { MOST_TOLD } from "./load/changes.ts";
import { csv, enterprise, type Folder, folder, geoJson, type Line, pipe, station, tag } from "./testing/small-files.ts";

interface Told {
  readonly version: number;
  readonly is_whole: boolean;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

describeOnBothEngines("what an import changed", (bench) => {
  let files: Folder;
  const put = async (
    kind: "pipe" | "station" | "tag" | "enterprise",
    dataset: string,
    content: string,
    force = false,
  ) => {
    const file = files.write(kind === "pipe" ? `${dataset}.geojson` : `${dataset}.csv`, content);
    return await importFile(bench.db(), { file, kind, dataset, force, maxRejects: 0 });
  };
  const told = async (dataset: string): Promise<Told | undefined> => {
    const rows = await bench
      .db()
      .asSystem((tx) =>
        tx.query<Told>(
          `select version, is_whole, added, changed, removed from dataset_change where dataset_name = $1 order by version`,
          [dataset],
        ),
      );
    return rows.at(-1);
  };
  const rowsOf = (table: string, dataset: string) =>
    bench.db().asSystem((tx) => tx.query(`select t.* from ${table} t where dataset_name = $1 order by id`, [dataset]));

  beforeAll(async () => {
    files = folder();
    await put("enterprise", "owners", csv([enterprise()]));
    await put("station", "places", csv([station(), station({ id: "S2", name: "调压站" }), station({ id: "S3" })]));
  });
  afterAll(() => files.remove());

  const many = (count: number) => Array.from({ length: count }, (_, i) => pipe(i));
  const moved = ({ row, path }: Line): Line => ({
    row,
    path: path.map(([lng, lat], i) => (i === 0 ? [lng + 0.00001, lat] : [lng, lat])),
  });

  test("is told row by row: of three hundred pipes the twelve that differ", async () => {
    const before = many(300);
    await put("pipe", "net", geoJson(before));
    expect(await told("net")).toEqual({ version: 1, is_whole: true, added: [], changed: [], removed: [] });
    const after = before.flatMap((one, i) => {
      if (i < 4) return [{ ...one, row: { ...one.row, dn_mm: 63 } }];
      if (i < 6) return [moved(one)];
      return i < 9 ? [] : [one];
    });
    after.push(...[0, 1, 2].map((i) => pipe(i, { id: `P100${i}` })));
    await put("pipe", "net", geoJson(after));
    expect(await told("net")).toEqual({
      version: 2,
      is_whole: false,
      added: ["P1000", "P1001", "P1002"],
      changed: ["P0", "P1", "P2", "P3", "P4", "P5"],
      removed: ["P6", "P7", "P8"],
    });
    const kept = await rowsOf("pipe", "net");
    await bench.db().asSystem((tx) => tx.query("delete from pipe where dataset_name = 'net'"));
    await put("pipe", "net", geoJson(after), true);
    expect(kept).toEqual(await rowsOf("pipe", "net"));
    expect(kept).toHaveLength(300);
  });

  test("is nothing when the same file is forced in again", async () => {
    await put("pipe", "still", geoJson([pipe(1, { id: "R1" }), pipe(2, { id: "R2" })]));
    await put("pipe", "still", geoJson([pipe(1, { id: "R1" }), pipe(2, { id: "R2" })]), true);
    expect(await told("still")).toEqual({ version: 2, is_whole: false, added: [], changed: [], removed: [] });
  });

  test("is told of stations and tags too, an emptied cell included", async () => {
    await put("tag", "signals", csv([tag({ node_id: "" }), tag({ id: "T2", node_id: "", high_alarm: 500 })]));
    await put("tag", "signals", csv([tag({ node_id: "" }), tag({ id: "T2", node_id: "", high_alarm: "" })]));
    expect(await told("signals")).toMatchObject({ is_whole: false, added: [], changed: ["T2"], removed: [] });
    await put("station", "places", csv([station(), station({ id: "S2", name: "新调压站" }), station({ id: "S4" })]));
    expect(await told("places")).toMatchObject({ added: ["S4"], changed: ["S2"], removed: ["S3"] });
  });

  test("is the whole dataset when more rows differ than are told", async () => {
    await put("pipe", "large", geoJson([pipe(3, { id: "L" })]));
    await bench.db().asSystem((tx) =>
      tx.query(
        `insert into pipe select ('Q' || i) as id, dataset_name, area_code, enterprise_id, gas_kind, pressure_level, material, dn_mm, wall_mm,
                length_m, laid_year, depth_m, design_kpa, operating_kpa, flow_m3h, status, anticorrosion, survey_accuracy_m, source_crs,
                from_node, to_node, geom
           from pipe p, generate_series(1, $1::int) i where p.id = 'L'`,
        [MOST_TOLD],
      ),
    );
    await put("pipe", "large", geoJson([pipe(3, { id: "L", dn_mm: 63 })]));
    expect(await told("large")).toEqual({ version: 2, is_whole: true, added: [], changed: [], removed: [] });
    expect(await rowsOf("pipe", "large")).toHaveLength(1);
  });

  test("is no person's to read", async () => {
    const province: Scope = { level: "province", areaCode: "130000", enterpriseId: null };
    await expect(bench.db().as(province, (tx) => tx.query("select * from dataset_change"))).rejects.toThrow(
      /permission denied/,
    );
  });
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { foreignColumns } from "#mocks/files/foreign.ts";
import { GeoPackageFile } from "#mocks/files/geopackage.ts";
import { projection } from "#mocks/files/projections.ts";
import { shapefileSink } from "#mocks/files/shapefile.ts";
import type { FileRow, Sink } from "#mocks/files/sink.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { metresPerDegree } from "./check/lines.ts";
import { importFile } from "./import-file.ts";
import { importFolder } from "./import-folder.ts";
import type { ImportRequest } from "./import-options.ts";
import { csv, enterprise, type Folder, folder, geoJson, HERE, type Line, node, pipe } from "./testing/small-files.ts";

const LINES: readonly Line[] = [pipe(1), pipe(2), pipe(3)];
const AT = new Date(0);

/** The same three pipes in another coordinate system. */
const projected = (code: string, isSwapped = false): Line[] =>
  LINES.map(({ row, path }) => ({
    row,
    path: path.map(([lng, lat]) => {
      const [x, y] = projection(code).convert([lng, lat]);
      return isSwapped ? ([y, x] as const) : ([x, y] as const);
    }),
  }));

async function write(sink: Sink): Promise<void> {
  for (const { row, path } of LINES)
    sink.add({ ...row, pressure_level: "MP_A", status: "in_service", path: path.map(([x, y]) => [x, y]) } as FileRow);
  await sink.close();
}

describeOnBothEngines("import of every format", (bench) => {
  let files: Folder;
  const take = (file: string, over: Partial<ImportRequest> = {}) =>
    importFile(bench.db(), { file, kind: "pipe", dataset: "pipes", force: true, ...over });
  const stored = () =>
    bench
      .db()
      .asSystem((tx) =>
        tx.query<{ x: number; y: number; m: number }>(
          "select st_x(st_endpoint(geom)) as x, st_y(st_endpoint(geom)) as y, length_m as m from pipe order by id",
        ),
      );
  /** Farthest of the stored ends from where the lines end, in metres. */
  const metresOff = async () => {
    const [lng, lat] = metresPerDegree(HERE[1]);
    const ends = LINES.map(({ path }) => path.at(-1) as readonly [number, number]);
    const rows = await stored();
    expect(rows).toHaveLength(ends.length);
    return Math.max(
      ...rows.map(({ x, y }, i) => Math.hypot((x - (ends[i]?.[0] ?? 0)) * lng, (y - (ends[i]?.[1] ?? 0)) * lat)),
    );
  };

  beforeAll(async () => {
    files = folder();
    await take(files.write("e.csv", csv([enterprise()])), { kind: "enterprise", dataset: "enterprises" });
    await take(files.write("n.csv", csv([node()])), { kind: "node", dataset: "nodes" });
  });
  afterAll(() => files.remove());

  test.each(["EPSG:4490", "EPSG:4547", "EPSG:4548", "EPSG:4526", "EPSG:4527", "gcj02"])(
    "the same pipes in %s come to the same place within a centimetre",
    async (code) => {
      const file = files.write("p.geojson", geoJson(projected(code)));
      const result = await take(file, { crs: code });
      expect(result.sourceCrs).toBe(code);
      expect(await metresOff()).toBeLessThan(0.01);
    },
  );

  test("an undeclared zone, northing first, is found out, reported, and comes to the same place", async () => {
    const result = await take(files.write("p.geojson", geoJson(projected("EPSG:4547", true))));
    expect(result.said.map(({ en }) => en)).toEqual([
      "axis order northing, easting (seen from the values)",
      expect.stringContaining("meridian 114°"),
    ]);
    expect(await metresOff()).toBeLessThan(0.01);
  });

  test("a zipped Shapefile in GBK with foreign columns is read through its field map", async () => {
    const foreign = foreignColumns("pipe");
    const path = files.path("p.zip");
    await write(
      shapefileSink({ path, stem: "管线", kind: "pipe", projection: projection("EPSG:4547"), foreign, asOf: AT }),
    );
    const map = files.write("map.json", JSON.stringify(foreign.map));
    const result = await take(path, { map });
    expect(result).toMatchObject({ format: "shapefile", encoding: "GB18030", accepted: 3, sourceCrs: "EPSG:4547" });
    expect(await metresOff()).toBeLessThan(0.01);
  });

  test("a layer of a GeoPackage is read", async () => {
    const path = files.path("p.gpkg");
    await write(new GeoPackageFile(path, projection("EPSG:4527"), AT).layer("pipes", "pipe"));
    expect(await take(path, { layer: "pipes" })).toMatchObject({
      format: "geopackage",
      accepted: 3,
      sourceCrs: "EPSG:4527",
    });
    expect(await metresOff()).toBeLessThan(0.01);
  });

  test("CSV with well-known text is read", async () => {
    const rows = LINES.map(({ row, path }) => ({
      ...row,
      wkt: `LINESTRING (${path.map((at) => at.join(" ")).join(", ")})`,
    }));
    expect(await take(files.write("p.csv", csv(rows)))).toMatchObject({ format: "csv", accepted: 3 });
    expect(await metresOff()).toBeLessThan(0.01);
  });

  test("an official boundary takes the place of the indicative one, with its review number", async () => {
    const ring = [
      [114.4, 38],
      [114.7, 38],
      [114.7, 38.2],
      [114.4, 38.2],
      [114.4, 38],
    ];
    const feature = (gb: string) => ({
      type: "Feature",
      properties: { gb, name: "长安区" },
      geometry: { type: "Polygon", coordinates: [ring] },
    });
    const file = files.write(
      "b.json",
      JSON.stringify({ type: "FeatureCollection", features: [feature("156130102"), feature("156110101")] }),
    );
    const result = await take(file, {
      kind: "boundary",
      dataset: "official",
      reviewNumber: "冀S(2026)001号",
      maxRejects: 0.5,
    });
    expect(result.rejects.map(({ line, rule }) => [line, rule])).toEqual([[2, "boundary_unknown"]]);
    const missing = result.remarks.filter(({ rule }) => rule === "boundary_missing");
    expect(missing).toHaveLength(166);
    expect(missing.map(({ received }) => received)).toContain("none of 130104 桥西区");
    const rows = await bench
      .db()
      .asSystem((tx) =>
        tx.query(
          `select name, level, is_indicative, review_number, round(st_area(geom)::numeric, 3)::float8 as area from outline where code = '130102'`,
        ),
      );
    expect(rows).toEqual([
      { name: "长安区", level: "county", is_indicative: false, review_number: "冀S(2026)001号", area: 0.06 },
    ]);
  });

  test("a folder is imported in the order of its manifest, and reaches no file outside", async () => {
    files.write("q.geojson", geoJson([pipe(7)]));
    const entry = { kind: "pipe", file: "q.geojson", crs: "EPSG:4490" };
    const manifest = files.write("manifest.json", JSON.stringify({ entries: [{ ...entry, name: "q" }] }));
    const results = await importFolder(bench.db(), manifest, {});
    expect(results.map(({ dataset, accepted }) => [dataset, accepted])).toEqual([["q", 1]]);
    const [known] = await bench
      .db()
      .asSystem((tx) => tx.query("select reltuples::int as rows from pg_class where relname = 'pipe'"));
    expect(known).toEqual({ rows: (await stored()).length });
    const outside = files.write(
      "outside.json",
      JSON.stringify({ entries: [{ ...entry, name: "q", file: "../q.geojson" }] }),
    );
    await expect(importFolder(bench.db(), outside, {})).rejects.toMatchObject({ rule: "manifest_broken" });
  });
});

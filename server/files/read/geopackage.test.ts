import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { GeoPackageFile } from "#mocks/files/geopackage.ts";
import { projection } from "#mocks/files/projections.ts";
import { rowsOf } from "#server/files/testing/bytes.ts";
import { type Folder, folder } from "#server/files/testing/small-files.ts";
import { openGeoPackage } from "./geopackage.ts";

let files: Folder;
let path: string;
const POINTS = [
  [500_000.5, 4_212_000.25],
  [500_100, 4_212_100],
] as const;

beforeAll(async () => {
  files = folder();
  path = files.path("network.gpkg");
  const gpkg = new GeoPackageFile(path, { ...projection("EPSG:4547"), convert: (at) => at }, new Date(0));
  const station = gpkg.layer("station", "station");
  const pipe = gpkg.layer("pipe", "pipe");
  for (const [i, [x, y]] of POINTS.entries())
    station.add({ id: `S${i}`, name: "门站", built_year: 2001, lngLat: [x, y] });
  pipe.add({ id: "P0", path: POINTS.map(([x, y]) => [x, y]) });
  await station.close();
  await pipe.close();
});
afterAll(() => files.remove());

test("a layer is read with its columns, its CRS and points", async () => {
  const source = await openGeoPackage(path, "station");
  const rows = await rowsOf(source);
  await source.close();
  expect(source.declaredCrs()).toBe("EPSG:4547");
  expect(source.columns.slice(0, 2)).toEqual(["id", "name"]);
  expect(rows.map(({ line, values, geometry }) => [line, values[0], values[1], geometry?.xy])).toEqual(
    POINTS.map((at, i) => [i + 1, `S${i}`, "门站", [...at]]),
  );
});

test("a line is read with all its vertices", async () => {
  const source = await openGeoPackage(path, "pipe");
  const [row] = await rowsOf(source);
  await source.close();
  expect(row?.geometry).toMatchObject({ kind: "line", xy: POINTS.flat() });
});

test("several layers, an unknown layer and a damaged file are named", async () => {
  await expect(openGeoPackage(path, null)).rejects.toMatchObject({
    rule: "layer_needed",
    expected: "--layer, one of pipe, station",
  });
  await expect(openGeoPackage(path, "valve")).rejects.toMatchObject({ rule: "layer_unknown" });
  const bytes = readFileSync(path);
  writeFileSync(files.path("cut.gpkg"), bytes.subarray(0, 3000));
  await expect(openGeoPackage(files.path("cut.gpkg"), "station")).rejects.toMatchObject({ rule: "gpkg_broken" });
});

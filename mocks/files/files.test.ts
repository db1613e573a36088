import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DATASET_KINDS } from "#contract/dataset.ts";
import { IMPORT_KINDS } from "#contract/import-fields.ts";
import { DEMO_PLACES, DEMO_SEED, writeDemo } from "#mocks/demo.ts";
import type { AnswerKey } from "#mocks/world/defects.ts";
import { csvCell } from "./csv.ts";
import { deliveryOf } from "./delivery.ts";
import { foreignColumns } from "./foreign.ts";
import { encodeGbk } from "./gbk.ts";
import type { Manifest } from "./manifest.ts";
import { projection } from "./projections.ts";

const asOf = Date.parse("2026-11-20T08:00:00+08:00");
let dir: string;
let manifest: Manifest;

const write = async (): Promise<{ dir: string; manifest: Manifest }> => {
  const made = mkdtempSync(join(tmpdir(), "gas-one-map-files-"));
  return { dir: made, manifest: await writeDemo({ tier: "tiny", seed: DEMO_SEED, asOf, dir: made }) };
};

beforeAll(async () => {
  ({ dir, manifest } = await write());
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const file = (name: string): Buffer => readFileSync(join(dir, name));

test("the same seed writes the same bytes", async () => {
  const again = await write();
  const hashes = (folder: string) =>
    readdirSync(folder)
      .sort()
      .map((f) => [
        f,
        createHash("sha256")
          .update(readFileSync(join(folder, f)))
          .digest("hex"),
      ]);
  expect(hashes(again.dir)).toEqual(hashes(dir));
  rmSync(again.dir, { recursive: true, force: true });
});

test("the manifest names every dataset once, what is referred to before what refers to it", () => {
  const names = manifest.entries.map((e) => e.name);
  expect(new Set(names).size).toBe(names.length);
  const order = manifest.entries.map((e) => e.kind);
  const first = (kind: string) => order.indexOf(kind as (typeof order)[number]);
  for (const [before, after] of [
    ["enterprise", "station"],
    ["station", "node"],
    ["node", "pipe"],
    ["pipe", "tag"],
    ["tag", "reading"],
    ["tag", "alarm"],
  ] as const)
    expect(first(before)).toBeLessThan(first(after));
  for (const e of manifest.entries) expect(file(e.file).length).toBeGreaterThan(0);
  expect(JSON.parse(file("manifest.json").toString())).toEqual(manifest);
});

test("the demo accounts' places are in every tier", () => {
  const enterprises = file("enterprise.csv").toString();
  expect(enterprises).toContain(`\n${DEMO_PLACES.enterprise},`);
  expect(enterprises).toContain(`,${DEMO_PLACES.county},`);
});

test("CSV files have the contract's columns and as many rows as declared", () => {
  for (const e of manifest.entries.filter((x) => x.format.startsWith("csv"))) {
    const bytes = e.format === "csv.gz" ? gunzipSync(file(e.file)) : file(e.file);
    const lines = bytes.toString("utf8").trimEnd().split("\n");
    const names = IMPORT_KINDS[e.kind].fields.map((f) => f.name);
    expect((lines[0] as string).split(",").filter((c) => !["lon", "lat", "x", "y"].includes(c))).toEqual(names);
    expect(lines.length - 1, e.name).toBe(e.rows);
  }
});

test("a GeoPackage says what it is and where its layers are", () => {
  const entry = manifest.entries.find((e) => e.format === "gpkg" && e.kind === "pipe");
  const db = new DatabaseSync(join(dir, entry?.file ?? ""), { readOnly: true });
  expect(db.prepare("pragma application_id").get()).toEqual({ application_id: 0x47504b47 });
  const counted = db.prepare("select count(*) as n, min(length(geom)) as least from pipe").get();
  expect(counted?.n).toBe(entry?.rows);
  expect(counted?.least).toBeGreaterThanOrEqual(40 + 9 + 32);
  const [box] = db.prepare("select min_x, min_y, max_x, max_y from gpkg_contents where table_name = 'pipe'").all();
  expect(Object.values(box ?? {}).every((v) => typeof v === "number")).toBe(true);
  db.close();
});

test("the answer key points at the rows it means", () => {
  const key = JSON.parse(file(manifest.answerKey).toString()) as AnswerKey;
  for (const d of key.defects) {
    const entry = manifest.entries.find((e) => e.name === d.dataset);
    expect(entry?.kind).toBe(d.kind);
    expect(d.line).toBeLessThanOrEqual((entry?.rows ?? 0) + 1);
    if (entry?.format !== "csv") continue;
    expect(file(entry.file).toString("utf8").split("\n")[d.line - 1]).toContain(d.id);
  }
  expect(key.defects.some((d) => d.severity === "reject")).toBe(true);
});

test("foreign columns fit a .dbf, say different things, and read back", () => {
  for (const kind of ["pipe", "node", "station"] as const) {
    const foreign = foreignColumns(kind);
    const names = IMPORT_KINDS[kind].fields.map((f) => foreign.column(f.name));
    expect(new Set(names).size).toBe(names.length);
    for (const [i, name] of names.entries()) {
      expect(encodeGbk(name).length, name).toBeLessThanOrEqual(10);
      expect(foreign.map.fields[name]).toBe(IMPORT_KINDS[kind].fields[i]?.name);
    }
    for (const field of IMPORT_KINDS[kind].fields)
      for (const word of field.choices ?? []) {
        const said = String(foreign.value(field.name, word));
        const back = foreign.map.values?.[field.name]?.[said] ?? field.aliases?.[said] ?? said;
        expect(back, `${kind}.${field.name} ${word}`).toBe(word);
      }
  }
});

test("GBK is what a decoder reads back", () => {
  const text = "正定县中压A聚乙烯100 — 滹沱河";
  expect(new TextDecoder("gbk").decode(encodeGbk(text))).toBe(text);
});

test("cities deliver in every format and system the importer must read", () => {
  const cities = Array.from({ length: 11 }, (_, i) => String(130100 + i * 100));
  const said = new Set(cities.flatMap((c) => (["pipe", "node", "station"] as const).map((k) => deliveryOf(c, k))));
  const list = [...said];
  expect(new Set(list.map((d) => d.format))).toEqual(new Set(["gpkg", "shp.zip", "geojson", "csv"]));
  for (const crs of [
    "EPSG:4490",
    "EPSG:4547",
    "EPSG:4548",
    "EPSG:4549",
    "EPSG:4526",
    "EPSG:4527",
    "EPSG:4528",
    "gcj02",
  ])
    expect(
      list.some((d) => d.crs === crs),
      crs,
    ).toBe(true);
});

test("easting carries the zone where the system says so, northing never", () => {
  const [x, y] = projection("EPSG:4526").convert([114.5, 38]);
  const [plain, north] = projection("EPSG:4547").convert([114.5, 38]);
  expect(x - plain).toBeCloseTo(38_000_000, 3);
  expect(y).toBe(north);
  // PROJ 9: echo 38 114.5 | cs2cs EPSG:4490 EPSG:4547
  expect(plain).toBeCloseTo(PROJ_EAST, 2);
  expect(north).toBeCloseTo(PROJ_NORTH, 2);
});
const [PROJ_EAST, PROJ_NORTH] = [543_916.3668, 4_207_615.9946];

test("a CSV cell is quoted where it has to be", () => {
  expect(['a"b', "a,b", "a\nb", "ab", null, true, 1.5].map(csvCell)).toEqual([
    '"a""b"',
    '"a,b"',
    '"a\nb"',
    "ab",
    "",
    "true",
    "1.5",
  ]);
});

test("every kind of data that a province has is delivered", () => {
  const kinds = new Set(manifest.entries.map((e) => e.kind));
  expect(DATASET_KINDS.filter((k) => !kinds.has(k))).toEqual(["boundary"]);
});

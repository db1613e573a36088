import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeDemo } from "#mocks/demo.ts";
import { readFacts } from "#mocks/files/facts.ts";
import type { Manifest, ManifestEntry } from "#mocks/files/manifest.ts";
import { metresPerDegree } from "#mocks/world/plane.ts";
import { buildWorld } from "#mocks/world/world.ts";

const asOf = Date.parse("2026-11-20T08:00:00+08:00");
let dir: string;
let manifest: Manifest;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "gas-one-map-gdal-"));
  manifest = await writeDemo({ tier: "demo", seed: 1, asOf, dir });
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const source = (e: ManifestEntry): string => `${e.format === "shp.zip" ? "/vsizip/" : ""}${join(dir, e.file)}`;
const gdal = (tool: string, args: readonly string[]): string =>
  execFileSync(tool, [...args], { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "pipe"] });

test("GDAL reads every geometry file the generator wrote, and counts the same rows", () => {
  for (const e of manifest.entries) {
    if (e.format.startsWith("csv")) continue;
    const layer = e.format === "geojson" ? [] : [e.layer ?? ""];
    const said = gdal("ogrinfo", ["-so", ...(layer.length === 0 ? ["-al"] : []), source(e), ...layer]);
    expect(said, e.name).toContain(`Feature Count: ${e.rows}\n`);
    if (e.crs?.startsWith("EPSG:")) expect(said, e.name).toContain(`ID["EPSG",${e.crs.slice(5)}]]`);
  }
});

interface Station {
  readonly properties: Readonly<Record<string, string>>;
  readonly geometry: { readonly coordinates: readonly [number, number] };
}

test("what GDAL turns back into degrees lies within a centimetre of where it was made, in every system", () => {
  const made = new Map(
    buildWorld({ tier: "demo", seed: 1, asOf, ...readFacts() })
      .parts.flatMap((p) => p.stations)
      .map((s) => [s.id, s.lngLat]),
  );
  for (const e of manifest.entries) {
    if (e.kind !== "station" || (e.format !== "gpkg" && e.format !== "shp.zip")) continue;
    const text = gdal("ogr2ogr", [
      "-f",
      "GeoJSON",
      "-lco",
      "COORDINATE_PRECISION=9",
      "-t_srs",
      "EPSG:4490",
      "/vsistdout/",
      source(e),
      e.layer ?? "",
    ]);
    const { features } = JSON.parse(text) as { features: readonly Station[] };
    for (const { properties, geometry } of features) {
      const home = made.get(properties.id ?? properties.场站编号 ?? "");
      if (!home) continue;
      const [mx, my] = metresPerDegree(home[1]);
      const [lng, lat] = geometry.coordinates;
      expect(Math.hypot((lng - home[0]) * mx, (lat - home[1]) * my)).toBeLessThan(0.01);
    }
    expect(features.length).toBe(e.rows);
  }
});

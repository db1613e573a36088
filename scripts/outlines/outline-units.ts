import { readFileSync } from "node:fs";
import type { OutlineUnit } from "#server/tiles/snapshot.ts";
import { readDivisions, readUnits } from "./divisions.ts";
import type { Outlines } from "./make.ts";

const facts = (name: string) => readFileSync(new URL(`../../contract/facts/${name}`, import.meta.url), "utf8");

/** The indicative outlines as a snapshot holds them, from the files of facts alone: for mocks and benches without a database. */
export function outlineUnits(): OutlineUnit[] {
  const file: Outlines = JSON.parse(facts("indicative-outlines.json"));
  const divisions = new Map(readDivisions(facts("hebei-divisions.csv")).map((d) => [d.code, d]));
  const units = readUnits(facts("supervision-units.csv"));
  const unitOf = new Map(units.flatMap((unit) => unit.counties.map((county) => [county, unit.code] as const)));
  const province = [...divisions.values()].find((d) => d.level === "province")?.code ?? null;
  const parentOf = (code: string): string | null => {
    const unit = unitOf.get(code);
    if (unit !== undefined && unit !== code) return unit;
    if (unit === code || units.some((u) => u.code === code)) return province;
    return divisions.get(code)?.parent || null;
  };
  return file.features
    .map(({ properties, geometry }): OutlineUnit => {
      const { code, name, level } = properties;
      const all = geometry.coordinates.flat(2);
      const [xs, ys] = [all.map((p) => p[0] as number), all.map((p) => p[1] as number)];
      const bbox: OutlineUnit["bbox"] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
      const middle: [number, number] = [(bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2];
      return {
        code,
        name,
        level,
        parent: level === "neighbour" ? null : parentOf(code),
        indicative: true,
        lngLat: divisions.get(code)?.lngLat ?? middle,
        bbox,
        polygons: geometry.coordinates.map((rings) => rings.map((ring) => Float64Array.from(ring.flat()))),
      };
    })
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

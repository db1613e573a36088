import type { FeatureCollection, MultiPolygon } from "geojson";
import { simplifyCoverage } from "./arcs.ts";
import { divideCity, type Point } from "./counties.ts";
import { areaKm2, contains, dissolve, type Edges, type Faces, type Shape, shapeOf } from "./coverage.ts";
import { cleaned, clipTo, coverageOf, overlapsOf, withoutGaps, withoutOverlaps } from "./coverage-build.ts";
import type { Division, Unit } from "./divisions.ts";
import { decodeShape, type EchartsMap } from "./echarts-map.ts";

export interface OutlineProperties {
  readonly code: string;
  readonly name: string;
  readonly level: "province" | "city" | "county" | "neighbour";
}
export type Outlines = FeatureCollection<MultiPolygon, OutlineProperties>;

/** Around Hebei, generous enough for a province view on a wide screen. */
const BOX = [110.5, 34.2, 123.2, 44.6] as const;
/** A border may move by some 150 m: the source itself is good to about 100 m. */
const TOLERANCE_DEG = 0.0015;
const NEIGHBOURS: ReadonlyMap<string, string> = new Map([
  ["110000", "北京市"],
  ["120000", "天津市"],
  ["140000", "山西省"],
  ["150000", "内蒙古自治区"],
  ["210000", "辽宁省"],
  ["370000", "山东省"],
  ["410000", "河南省"],
  // No border with Hebei, but in the box: without them land would look like sea.
  ["610000", "陕西省"],
  ["320000", "江苏省"],
  ["340000", "安徽省"],
  ["220000", "吉林省"],
]);

/** Cleans the cities, divides them into counties, and builds all larger units from the counties, so that borders are shared. */
export function makeOutlines(
  hebei: EchartsMap,
  china: EchartsMap,
  divisions: readonly Division[],
  units: readonly Unit[],
): { collection: Outlines; report: string[] } {
  const cities = divisions.filter((d) => d.level === "city");
  const base = simplifyCoverage(coverageOf(cityAndNeighbourFaces(hebei, china, cities)), TOLERANCE_DEG);
  const fine = coverageOf(countyAndNeighbourFaces(base, divisions, cities));
  const wrong = overlapsOf(fine);
  if (wrong.length > 0) throw new Error(`outlines overlap: ${wrong.slice(0, 5).join("; ")}`);
  const report: string[] = [];
  const features: Outlines["features"] = [];
  const put = (code: string, name: string, level: OutlineProperties["level"], edges: Edges) =>
    features.push({
      type: "Feature",
      properties: { code, name, level },
      geometry: { type: "MultiPolygon", coordinates: shapeOf(edges) },
    });
  const of = (codes: readonly string[]) => dissolve(codes.map((code) => fine.get(code) as Edges));
  const counties = divisions.filter((d) => d.level === "county");

  for (const [code, name] of NEIGHBOURS) put(code, name, "neighbour", fine.get(code) as Edges);
  for (const d of divisions.filter((one) => one.level === "province"))
    put(d.code, d.name, "province", of(counties.map((c) => c.code)));
  for (const city of cities) {
    const edges = of(counties.filter((c) => c.parent === city.code).map((c) => c.code));
    put(city.code, city.name, "city", edges);
    const km2 = areaKm2(shapeOf(edges));
    report.push(
      `${city.code} ${city.name} ${km2.toFixed(0)} km², table ${city.areaKm2}: ${percent(km2 / city.areaKm2 - 1)}`,
    );
  }
  const divisionCodes = new Set(divisions.map((d) => d.code));
  for (const unit of units) if (!divisionCodes.has(unit.code)) put(unit.code, unit.name, "city", of(unit.counties));
  for (const county of counties) put(county.code, county.name, "county", fine.get(county.code) as Edges);
  for (const county of counties)
    if (!contains(shapeOf(fine.get(county.code) as Edges), county.lngLat))
      throw new Error(`${county.code} lost its own point`);
  return { collection: { type: "FeatureCollection", features }, report };
}

const percent = (ratio: number) => `${ratio >= 0 ? "+" : ""}${(ratio * 100).toFixed(1)} %`;

function cityAndNeighbourFaces(hebei: EchartsMap, china: EchartsMap, cities: readonly Division[]): Faces {
  const own: Faces = new Map(cities.map((city) => [city.code, cleaned(decodeShape(hebei, city.code), 0.2)]));
  const alone = withoutGaps(withoutOverlaps(own), new Set(), 50);
  const around = new Map(
    [...NEIGHBOURS.keys()].map((code) => [code, cleaned(clipTo(decodeShape(china, code), BOX), 1)]),
  );
  const all = withoutOverlaps(new Map([...alone, ...around]));
  return withoutCrumbs(withoutGaps(all, new Set(NEIGHBOURS.keys()), 2000));
}

/** What taking overlaps away leaves of a face beside its body: slivers far from it that belong to nobody in truth. */
function withoutCrumbs(faces: Faces): Faces {
  return new Map([...faces].map(([name, shape]) => [name, shape.filter((rings) => areaKm2([rings]) >= 0.2)]));
}

function countyAndNeighbourFaces(
  base: ReadonlyMap<string, Edges>,
  divisions: readonly Division[],
  cities: readonly Division[],
): Faces {
  const faces: Faces = new Map();
  for (const city of cities) {
    const points: Point[] = divisions.filter((d) => d.level === "county" && d.parent === city.code);
    for (const [code, shape] of divideCity(shapeOf(base.get(city.code) as Edges), points)) faces.set(code, shape);
  }
  for (const code of NEIGHBOURS.keys()) faces.set(code, shapeOf(base.get(code) as Edges) as Shape);
  return faces;
}

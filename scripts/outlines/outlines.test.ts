import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { segmentsCross } from "./arcs.ts";
import {
  areaKm2,
  contains,
  dissolve,
  type Edges,
  nodeEdges,
  type Position,
  type Shape,
  signedArea2,
} from "./coverage.ts";
import { readDivisions, readUnits } from "./divisions.ts";
import type { Outlines } from "./make.ts";

const facts = (name: string) => readFileSync(new URL(`../../contract/facts/${name}`, import.meta.url), "utf8");
const outlines: Outlines = JSON.parse(facts("indicative-outlines.json"));
const divisions = readDivisions(facts("hebei-divisions.csv"));
const units = readUnits(facts("supervision-units.csv"));
const shapes = new Map(outlines.features.map((f) => [f.properties.code, f.geometry.coordinates as Shape]));
const shape = (code: string) => shapes.get(code) as Shape;
const counties = divisions.filter((d) => d.level === "county");
const cities = divisions.filter((d) => d.level === "city");
const edges = nodeEdges(shapes);
const dissolved = (codes: readonly string[]) => dissolve(codes.map((code) => edges.get(code) as Edges));

describe("the committed outlines", () => {
  test("hold every division, the unit that is none, and the neighbours, once each", () => {
    const own = outlines.features.filter((f) => f.properties.level !== "neighbour").map((f) => f.properties.code);
    expect(own.toSorted()).toEqual([...divisions.map((d) => d.code), "133100"].toSorted());
    for (const neighbour of ["110000", "120000", "140000", "150000", "210000", "370000", "410000"])
      expect(shapes.has(neighbour), neighbour).toBe(true);
    expect(new Set(outlines.features.map((f) => f.properties.code)).size).toBe(outlines.features.length);
  });

  test("stay small enough to ship", () => {
    expect(Buffer.byteLength(facts("indicative-outlines.json"))).toBeLessThanOrEqual(700_000);
  });

  test("have closed rings, outer ones counter-clockwise and holes clockwise, of four positions or more", () => {
    for (const [code, polygons] of shapes)
      for (const rings of polygons)
        rings.forEach((ring, i) => {
          expect(ring.length, code).toBeGreaterThanOrEqual(4);
          expect(ring.at(-1), code).toEqual(ring[0]);
          expect(signedArea2(ring) > 0, `${code} ring ${i}`).toBe(i === 0);
        });
  });

  test("have no vertex on another border that lacks it", () => {
    for (const [code, polygons] of shapes) {
      const segments = polygons.flat().reduce((sum, ring) => sum + ring.length - 1, 0);
      expect(edges.get(code)?.size, code).toBe(segments);
    }
  });

  test("never cross themselves or each other", () => {
    const all = [...new Set([...edges.values()].flatMap((own) => [...own]).map(undirected))].map(
      (edge) => edge.split(">").map((p) => p.split(",").map(Number)) as [Position, Position],
    );
    expect(crossings(all)).toEqual([]);
  });

  test("have every county around its own point and inside its city", () => {
    for (const county of counties) {
      expect(contains(shape(county.code), county.lngLat), county.code).toBe(true);
      expect(contains(shape(county.parent), county.lngLat), county.code).toBe(true);
    }
  });

  test("make each city, the province and each grouping unit exactly the sum of its counties, border by border", () => {
    const sorted = (own: Edges) => [...own].toSorted();
    for (const city of cities) {
      const parts = counties.filter((c) => c.parent === city.code).map((c) => c.code);
      expect(sorted(dissolved(parts)), city.code).toEqual(sorted(edges.get(city.code) as Edges));
    }
    expect(sorted(dissolved(counties.map((c) => c.code)))).toEqual(sorted(edges.get("130000") as Edges));
    for (const unit of units.filter((u) => u.counties.length > 0))
      expect(sorted(dissolved(unit.counties)), unit.code).toEqual(sorted(edges.get(unit.code) as Edges));
  });

  test("share no ground: no two counties or neighbours hold the same side of a border", () => {
    const used = new Map<string, string>();
    const leaves = outlines.features.filter(
      (f) => f.properties.level === "county" || f.properties.level === "neighbour",
    );
    for (const { properties } of leaves)
      for (const edge of edges.get(properties.code) as Edges) {
        expect(used.get(edge), `${properties.code} ${edge}`).toBeUndefined();
        used.set(edge, properties.code);
      }
  });

  test("agree with the table of areas within 1 % for every city", () => {
    for (const city of cities) {
      const ratio = areaKm2(shape(city.code)) / city.areaKm2;
      expect(Math.abs(ratio - 1), `${city.name} ${ratio}`).toBeLessThan(0.01);
    }
  });

  test("keep the exclave of 廊坊 between Beijing and Tianjin", () => {
    expect(shape("131000").length).toBeGreaterThanOrEqual(2);
    expect(contains(shape("131000"), [116.98, 39.95])).toBe(true);
  });
});

const undirected = (edge: string) => edge.split(">").toSorted().join(">");

/** Pairs of segments that share more than a common end, found through a coarse grid. */
function crossings(segments: readonly (readonly [Position, Position])[]): string[] {
  const cells = new Map<string, (readonly [Position, Position])[]>();
  const found: string[] = [];
  const cell = (v: number) => Math.floor(v / 1000);
  for (const segment of segments) {
    const [[ax, ay], [bx, by]] = segment;
    for (let x = cell(Math.min(ax, bx)); x <= cell(Math.max(ax, bx)); x++)
      for (let y = cell(Math.min(ay, by)); y <= cell(Math.max(ay, by)); y++) {
        const others = cells.get(`${x},${y}`) ?? [];
        for (const other of others)
          if (segmentsCross(...segment, ...other)) found.push(`${segment.join(" ")} x ${other.join(" ")}`);
        others.push(segment);
        cells.set(`${x},${y}`, others);
      }
  }
  return found;
}

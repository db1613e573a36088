import { readFileSync } from "node:fs";
import { classifyRings, VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { describe, expect, test } from "vitest";
import { DIVISION_LABEL_TILE, DIVISION_TILE, NEIGHBOUR_TILE, TILE_EXTENT } from "#contract/tiles.ts";
import { AREA_BUFFER, encodeAreaTile } from "./area-tile.ts";
import type { OutlineUnit, Snapshot } from "./snapshot.ts";
import { decode, snapshotFrom } from "./testing/network.ts";
import { tileAt } from "./testing/oracle.ts";

interface Feature {
  readonly properties: { readonly code: string; readonly name: string; readonly level: OutlineUnit["level"] };
  readonly geometry: { readonly coordinates: readonly (readonly (readonly (readonly [number, number])[])[])[] };
}
const file: { features: Feature[] } = JSON.parse(
  readFileSync(new URL("../../contract/facts/indicative-outlines.json", import.meta.url), "utf8"),
);

/** The real outlines; each unit's point is its first vertex moved to the middle of its box, good enough to be somewhere. */
const outlines = file.features.map(({ properties, geometry }): OutlineUnit => {
  const all = geometry.coordinates.flat(2);
  const [xs, ys] = [all.map((p) => p[0]), all.map((p) => p[1])];
  const bbox = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] as const;
  return {
    ...properties,
    parent: properties.level === "province" || properties.level === "neighbour" ? null : "130000",
    indicative: true,
    lngLat: [(bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2],
    bbox: [...bbox],
    polygons: geometry.coordinates.map((rings) => rings.map((ring) => Float64Array.from(ring.flat()))),
  };
});
const snapshot: Snapshot = snapshotFrom({}, outlines);

/** All tiles of a zoom that cover the province. */
function* tilesOf(z: number) {
  const [from, to] = [tileAt([113.4, 42.7], z), tileAt([119.9, 36], z)];
  for (let x = from.x; x <= to.x; x++) for (let y = from.y; y <= to.y; y++) yield { z, x, y };
}

describe("an area tile", () => {
  test("names each unit once in all tiles of a zoom", () => {
    for (const z of [4, 7, 9]) {
      const codes = [...tilesOf(z)].flatMap((at) =>
        decode(encodeAreaTile(snapshot, at), DIVISION_LABEL_TILE.layer).map((f) => f.properties.code),
      );
      const own = codes.filter((code) => String(code).startsWith("13"));
      expect(own.toSorted(), `zoom ${z}`).toEqual(
        outlines
          .filter((o) => o.code.startsWith("13"))
          .map((o) => o.code)
          .toSorted(),
      );
    }
  });

  test("carries exactly the attributes of the contract, and ids that find the unit", () => {
    const tile = encodeAreaTile(snapshot, tileAt([114.5, 38], 7));
    for (const [{ layer, attributes }, drawn] of [DIVISION_TILE, DIVISION_LABEL_TILE, NEIGHBOUR_TILE].map(
      (t) => [t, decode(tile, t.layer)] as const,
    )) {
      expect(drawn.length, layer).toBeGreaterThan(0);
      for (const { id, properties } of drawn) {
        expect(attributes).toEqual(expect.arrayContaining(Object.keys(properties)));
        expect(properties.name).toBe(outlines[id]?.name);
      }
    }
    const province = decode(tile, DIVISION_TILE.layer).find((f) => f.properties.code === "130000");
    expect(province?.properties).toEqual({ code: "130000", name: "河北省", level: "province", indicative: true });
  });

  test("covers the inside of a county whole, and nothing of one elsewhere", () => {
    // 平山县 at its own point, near enough that the tile lies inside.
    const tile = decode(encodeAreaTile(snapshot, tileAt([113.86, 38.4], 14)), DIVISION_TILE.layer);
    expect(tile.map((f) => f.properties.code).toSorted()).toEqual(["130000", "130100", "130131"]);
    for (const { parts } of tile) {
      const xs = parts.flat().map((p) => p.x);
      const ys = parts.flat().map((p) => p.y);
      expect([Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]).toEqual([
        -AREA_BUFFER,
        TILE_EXTENT + AREA_BUFFER,
        -AREA_BUFFER,
        TILE_EXTENT + AREA_BUFFER,
      ]);
    }
  });

  test("winds rings so that readers tell outer ones from holes", () => {
    // One square with a square hole.
    const square = (r: number) =>
      Float64Array.from([114 - r, 38 - r, 114 + r, 38 - r, 114 + r, 38 + r, 114 - r, 38 + r, 114 - r, 38 - r]);
    for (const polygons of [[[square(0.5), square(0.2)]], [[square(0.5), square(0.2).toReversed() as Float64Array]]]) {
      for (const ring of polygons.flat())
        if ((ring[0] as number) > 100 === false)
          for (let i = 0; i < ring.length; i += 2) [ring[i], ring[i + 1]] = [ring[i + 1] as number, ring[i] as number];
      const unit: OutlineUnit = {
        code: "130102",
        name: "方",
        level: "county",
        parent: null,
        indicative: true,
        lngLat: [114.3, 38],
        bbox: [113.5, 37.5, 114.5, 38.5],
        polygons,
      };
      const bytes = encodeAreaTile(snapshotFrom({}, [unit]), tileAt([114, 38], 6));
      const layer = new VectorTile(new PbfReader(bytes)).layers[DIVISION_TILE.layer];
      const classified = classifyRings(layer?.feature(0).loadGeometry() ?? []);
      expect(classified.map((rings) => rings.length)).toEqual([2]);
    }
  });

  test("draws a shared border with the same points on both sides", () => {
    const tile = decode(encodeAreaTile(snapshot, tileAt([115.2, 38.2], 9)), DIVISION_TILE.layer).filter(
      (f) => f.properties.level === "county",
    );
    const seen = new Map<string, number>();
    for (const { parts } of tile)
      for (const ring of parts)
        ring.slice(1).forEach((b, i) => {
          const a = ring[i] as { x: number; y: number };
          const onEdge = [a, b].every((p) => p.x <= 0 || p.y <= 0 || p.x >= TILE_EXTENT || p.y >= TILE_EXTENT);
          if (onEdge) return;
          const key = [`${a.x},${a.y}`, `${b.x},${b.y}`].toSorted().join(" ");
          seen.set(key, (seen.get(key) ?? 0) + 1);
        });
    // The tile lies inside the province: every border has a county on either side.
    const lonely = [...seen].filter(([, n]) => n % 2 === 1);
    expect(lonely.length / seen.size).toBeLessThan(0.02);
  });

  test("stays small at every zoom", () => {
    for (const z of [4, 5, 6, 7, 8])
      for (const at of tilesOf(z)) expect(encodeAreaTile(snapshot, at).length).toBeLessThan(300_000);
  });
});

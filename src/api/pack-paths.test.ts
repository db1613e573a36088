import fc from "fast-check";
import { expect, test } from "vitest";
import type { Bbox } from "#contract/route.ts";
import { TILE_MAX_ZOOM, TILE_MIN_ZOOM } from "#contract/tiles.ts";
import { tilesIn } from "#lib/mercator.ts";
import { PACK_FILES_MOST, packFiles, packPaths } from "./pack-paths.ts";

const COUNTY: Bbox = [114.39, 38.06, 114.77, 38.36];
const paths = new Set(packPaths(COUNTY, "v/1"));

test("each tile of both sets that a place of the area lies in is in its pack, at every zoom, once", () => {
  expect(paths.size).toBe(packPaths(COUNTY, "v/1").length);
  fc.assert(
    fc.property(
      fc.double({ min: COUNTY[0], max: COUNTY[2], noNaN: true }),
      fc.double({ min: COUNTY[1], max: COUNTY[3], noNaN: true }),
      fc.integer({ min: TILE_MIN_ZOOM, max: TILE_MAX_ZOOM }),
      (lng, lat, z) => {
        const [tile] = tilesIn([lng, lat, lng, lat], z);
        for (const set of ["network", "area"])
          expect(paths).toContain(`/tiles/${set}/${z}/${tile?.x}/${tile?.y}.mvt?v=v%2F1`);
      },
    ),
  );
});

test("a pack begins with what the map asks before it draws; a county fits, a province does not", () => {
  expect(packPaths(COUNTY, "v1").slice(0, 2)).toEqual(["/api/areas", "/api/map"]);
  expect(paths.size).toBeLessThan(PACK_FILES_MOST);
  expect(packFiles([113.4, 36, 119.9, 42.7])).toBeGreaterThan(PACK_FILES_MOST);
});

test("files are counted as they are listed", () => {
  const degrees = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  fc.assert(
    fc.property(degrees(110, 119), degrees(35, 42), degrees(0, 0.2), degrees(0, 0.2), (west, south, dx, dy) => {
      const box: Bbox = [west, south, west + dx, south + dy];
      expect(packFiles(box)).toBe(packPaths(box, "v1").length);
    }),
    { numRuns: 20 },
  );
});

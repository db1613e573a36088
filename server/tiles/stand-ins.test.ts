import { describe, expect, test } from "vitest";
import { PRESSURE_LEVELS } from "#contract/gas.ts";
import type { LngLat } from "#contract/route.ts";
import { pipeLevelsAt, STATION_TILE, TAG_TILE, TILE_EXTENT } from "#contract/tiles.ts";
import { encodeNetworkTile, TILE_MOST_BYTES, UNTHINNED_ZOOM } from "./network-tile.ts";
import { sightOf } from "./sight.ts";
import { sees } from "./snapshot.ts";
import { type Decoded, decode, snapshotFrom, UNITS } from "./testing/network.ts";
import { forEveryTile, fromLine, inTile, isIn, PIXEL, PROVINCE, tileAt, walk } from "./testing/oracle.ts";

const SQUARE = TILE_EXTENT / 8;
const coursesOf = (features: readonly Decoded[]) =>
  features.flatMap((f) => f.parts.map((part) => part.map(({ x, y }) => [x, y] as const)));
const squaresOf = (features: readonly Decoded[]) =>
  new Set(
    coursesOf(features)
      .flatMap(walk)
      .filter((p) => isIn(p))
      .map(([x, y]) => `${Math.floor((x as number) / SQUARE)} ${Math.floor((y as number) / SQUARE)}`),
  );

describe("what a zoom leaves out", () => {
  test("never leaves a place that has network without anything drawn near it", () => {
    let bare = 0;
    forEveryTile(({ net, snapshot, at, sight, layers }) => {
      if (at.z >= UNTHINNED_ZOOM) return;
      const drawn = coursesOf(layers.pipe);
      for (const row of net.pipes) {
        if (!sees(sight, snapshot.pipes, snapshot.pipeSeq(row.id) as number)) continue;
        if (!pipeLevelsAt(at.z).includes(PRESSURE_LEVELS.indexOf(row.pressure_level))) bare++;
        for (const p of walk(row.path.map((q) => inTile(q, at))).filter((q) => isIn(q, 2)))
          expect(Math.min(...drawn.map((line) => fromLine(p, line)))).toBeLessThan(SQUARE * Math.SQRT2 + 4 * PIXEL);
      }
    });
    expect(bare).toBeGreaterThan(0);
  });

  test("stands in only where nothing of the zoom's own levels is drawn", () => {
    let standIns = 0;
    forEveryTile(({ at, layers }) => {
      const isDue = (f: Decoded) => pipeLevelsAt(at.z).includes(f.properties.level as number);
      const others = layers.pipe.filter((f) => !isDue(f));
      if (at.z >= UNTHINNED_ZOOM) expect(others).toEqual([]);
      const taken = squaresOf(layers.pipe.filter(isDue));
      for (const f of others) {
        standIns++;
        expect([...squaresOf([f])].some((square) => !taken.has(square))).toBe(true);
      }
      expect(others.length).toBeLessThanOrEqual(64);
    });
    expect(standIns).toBeGreaterThan(0);
  });

  test.each([5, 9, 11, 12, 13, 14])("holds a tile full of boxes and tags at zoom %i within the promised size", (z) => {
    const spread = Math.min(1, 0.3 * 2 ** (12 - z));
    const at = (i: number): LngLat => [114.5 + spread * ((i * 0.754877666) % 1), 38 + spread * ((i * 0.569840291) % 1)];
    const owner = { area_code: "130102", enterprise_id: "E1" };
    const stations = Array.from({ length: 20_000 }, (_, i) => ({
      ...owner,
      id: `S${i}`,
      name: `和平路小区一号楼调压箱 ${i}`,
      kind: i % 3 === 0 ? ("city_gate" as const) : ("regulator_box" as const),
      gas_kind: "urban_ng" as const,
      lngLat: at(i),
    }));
    const tags = stations.map(({ id }, i) => ({ ...owner, id: `T${i}`, kind: "pressure" as const, station_id: id }));
    const snapshot = snapshotFrom({ stations, tags });
    const sight = sightOf(PROVINCE, snapshot, UNITS);
    const bytes = encodeNetworkTile(snapshot, sight, tileAt([114.5 + spread / 2, 38 + spread / 2], z));
    expect(bytes.length).toBeLessThanOrEqual(TILE_MOST_BYTES);
    expect(decode(bytes, STATION_TILE.layer).length).toBeGreaterThan(100);
    expect(decode(bytes, TAG_TILE.layer).length).toBeGreaterThan(100);
  });
});

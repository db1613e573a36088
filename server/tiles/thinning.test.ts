import { describe, expect, test } from "vitest";
import { PRESSURE_LEVELS } from "#contract/gas.ts";
import type { LngLat } from "#contract/route.ts";
import { PIPE_TILE, pipeLevelsAt } from "#contract/tiles.ts";
import { encodeNetworkTile, TILE_MOST_BYTES, UNTHINNED_ZOOM } from "./network-tile.ts";
import type { PipeRow } from "./pages-of-rows.ts";
import { sightOf } from "./sight.ts";
import { sees } from "./snapshot.ts";
import { decode, snapshotFrom, UNITS } from "./testing/network.ts";
import { forEveryTile, fromLine, inTile, isIn, PIXEL, PROVINCE, tileAt, walk } from "./testing/oracle.ts";

describe("thinning", () => {
  test("leaves no stretch of a pipe more than two pixels from something drawn", () => {
    forEveryTile((one) => {
      const { net, snapshot, at, sight, layers } = one;
      if (at.z >= UNTHINNED_ZOOM) return;
      const drawn = layers.pipe.flatMap((f) => f.parts.map((part) => part.map(({ x, y }) => [x, y])));
      for (const row of net.pipes) {
        const seq = snapshot.pipeSeq(row.id) as number;
        if (
          !sees(sight, snapshot.pipes, seq) ||
          !pipeLevelsAt(at.z).includes(PRESSURE_LEVELS.indexOf(row.pressure_level))
        )
          continue;
        for (const p of walk(row.path.map((q) => inTile(q, at))).filter((q) => isIn(q, 2)))
          expect(Math.min(...drawn.map((line) => fromLine(p, line)))).toBeLessThan(2 * PIXEL);
      }
    });
  });

  const crowd = (n: number, spread: number, kind: "HP_A" | "LP"): PipeRow[] =>
    Array.from({ length: n }, (_, i) => {
      // A fixed scatter: Weyl sequence in two directions.
      const [u, v] = [(i * 0.754877666) % 1, (i * 0.569840291) % 1];
      const at: LngLat = [114.5 + spread * u, 38 + spread * v];
      return {
        id: `P${String(i).padStart(6, "0")}`,
        area_code: "130102",
        enterprise_id: "E1",
        pressure_level: kind,
        material: "steel",
        status: "in_service",
        gas_kind: "urban_ng",
        dn_mm: 100,
        path: [at, [at[0] + 0.0004, at[1] + 0.0004]],
      };
    });

  test("keeps one line where a thousand lie on each other, and keeps it of the widest class", () => {
    const [low] = crowd(1, 0, "LP");
    const pipes = Array.from({ length: 1000 }, (_, i) => ({
      ...(low as PipeRow),
      id: `P${i}`,
      pressure_level: i === 777 ? ("HP_A" as const) : ("SHP_B" as const),
    }));
    const snapshot = snapshotFrom({ pipes });
    const drawn = decode(
      encodeNetworkTile(snapshot, sightOf(PROVINCE, snapshot, UNITS), tileAt([114.5002, 38.0002], 8)),
      PIPE_TILE.layer,
    );
    expect(drawn.map((f) => snapshot.pipeId(f.id))).toEqual(["P777"]);
  });

  test.each([
    [6, "HP_A", 2],
    [12, "LP", 0.06],
  ] as const)("holds a crowded tile of zoom %i within the promised size", (z, kind, spread) => {
    const snapshot = snapshotFrom({ pipes: crowd(60_000, spread, kind) });
    const bytes = encodeNetworkTile(
      snapshot,
      sightOf(PROVINCE, snapshot, UNITS),
      tileAt([114.5 + spread / 2, 38 + spread / 2], z),
    );
    expect(bytes.length).toBeLessThanOrEqual(TILE_MOST_BYTES);
    expect(decode(bytes, PIPE_TILE.layer).length).toBeGreaterThan(500);
  });

  test("draws a lone pipe that is shorter than the zoom can show", () => {
    const [one] = crowd(1, 0, "HP_A");
    const short: PipeRow = {
      ...(one as PipeRow),
      path: [
        [114.5, 38.00001],
        [114.500001, 38.00001],
      ],
    };
    const snapshot = snapshotFrom({ pipes: [short] });
    const tile = encodeNetworkTile(snapshot, sightOf(PROVINCE, snapshot, UNITS), tileAt([114.5, 38], 5));
    expect(decode(tile, PIPE_TILE.layer)).toHaveLength(1);
  });

  test("does not lose a chain of pieces shorter than a pixel", () => {
    const pipes = Array.from({ length: 2000 }, (_, i): PipeRow => {
      const at = (k: number): LngLat => [114.3 + 0.0002 * k, 38.1];
      return {
        id: `P${i}`,
        area_code: "130102",
        enterprise_id: "E1",
        pressure_level: "HP_A",
        material: "steel",
        status: "in_service",
        gas_kind: "urban_ng",
        dn_mm: 500,
        path: [at(i), at(i + 1)],
      };
    });
    const snapshot = snapshotFrom({ pipes });
    const at = tileAt([114.5, 38.1], 5);
    const xs = decode(encodeNetworkTile(snapshot, sightOf(PROVINCE, snapshot, UNITS), at), PIPE_TILE.layer)
      .flatMap((f) => f.parts.flat().map((p) => p.x))
      .sort((a, b) => a - b);
    const [from, to] = [inTile([114.3, 38.1], at)[0], inTile([114.7, 38.1], at)[0]];
    expect(xs[0]).toBeLessThan(from + PIXEL);
    expect(xs.at(-1)).toBeGreaterThan(to - PIXEL);
    for (const [i, x] of xs.slice(1).entries()) expect(x - (xs[i] as number)).toBeLessThanOrEqual(PIXEL);
  });
});

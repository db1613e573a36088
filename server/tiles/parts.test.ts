import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clipLine, clipRing } from "./clip.ts";
import { buildGrid, nextRound, searchGrid, seenFor } from "./grid.ts";
import { packStrings, positionOf, stringAt } from "./packed-strings.ts";
import { TileCache } from "./tile-cache.ts";
import { latOf, lngOf, WORLD_BITS, worldX, worldY } from "./world.ts";

describe("packed strings", () => {
  test("give back every string by number and every number by string, and nothing for a stranger", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: "grapheme" })), fc.string(), (strings, stranger) => {
        const whole = strings.filter((s) => s.isWellFormed());
        const packed = packStrings(whole);
        whole.forEach((text, i) => {
          expect(stringAt(packed, i)).toBe(text);
          expect(positionOf(packed, text)).toBe(i);
        });
        if (!whole.includes(stranger)) expect(positionOf(packed, stranger)).toBeUndefined();
        for (const none of [-1, whole.length, 0.5, Number.NaN]) expect(stringAt(packed, none)).toBeUndefined();
      }),
    );
  });

  test("refuse a string that comes twice, and find one longer than any id", () => {
    expect(() => packStrings(["a", "b", "a"])).toThrow('"a" comes twice');
    expect(positionOf(packStrings(["x", "长".repeat(2000)]), "长".repeat(2000))).toBe(1);
  });
});

describe("the plane of tiles", () => {
  test("comes back to the same place within 4 cm", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 113, max: 120, noNaN: true }),
        fc.double({ min: 36, max: 43, noNaN: true }),
        (lng, lat) => {
          expect(Math.abs(lngOf(worldX(lng)) - lng) * 111_320).toBeLessThan(0.04);
          expect(Math.abs(latOf(worldY(lat)) - lat) * 111_320).toBeLessThan(0.04);
        },
      ),
    );
  });
});

const STEP = 2 ** (WORLD_BITS - 13);
const box = fc
  .tuple(
    fc.integer({ min: 0, max: 60 * STEP }),
    fc.integer({ min: 0, max: 60 * STEP }),
    fc.integer({ min: 0, max: 5 * STEP }),
    fc.integer({ min: 0, max: 5 * STEP }),
  )
  .map(([x, y, w, h]) => [x, y, x + w, y + h] as const);

describe("the grid", () => {
  test("finds everything that meets a box, each once", () => {
    fc.assert(
      fc.property(fc.array(box, { maxLength: 30 }), box, (boxes, asked) => {
        const members = Uint32Array.from(boxes.keys());
        const grid = buildGrid(members, (i, out) => out.set(boxes[i] as readonly number[]));
        const found: number[] = [];
        const seen = seenFor(boxes.length);
        nextRound(seen);
        searchGrid(grid, asked, seen, (i) => found.push(i));
        expect(new Set(found).size).toBe(found.length);
        boxes.forEach(([w, n, e, s], i) => {
          if (w <= asked[2] && e >= asked[0] && n <= asked[3] && s >= asked[1]) expect(found).toContain(i);
        });
      }),
    );
  });

  test("does not grow with the distance of a stray thing", () => {
    const far = [
      [0, 0, 0, 0],
      [2 ** 30 - 1, 2 ** 30 - 1, 2 ** 30 - 1, 2 ** 30 - 1],
    ];
    const grid = buildGrid(Uint32Array.of(0, 1), (i, out) => out.set(far[i] as number[]));
    expect(grid.starts.length).toBeLessThanOrEqual(2_000_001);
    expect([...grid.items]).toEqual([0, 1]);
  });
});

const coordinate = fc.integer({ min: -300, max: 300 });
const run = (minLength: number) =>
  fc.array(fc.tuple(coordinate, coordinate), { minLength, maxLength: 8 }).map((points) => points.flat());

describe("clipping", () => {
  test("leaves a line inside alone and nothing outside", () => {
    fc.assert(
      fc.property(run(2), (line) => {
        const pieces = clipLine(line, line.length, -100, 100);
        for (const v of pieces.flat()) expect(Math.abs(v)).toBeLessThanOrEqual(100);
        const isDistinct = line.some((_, i) => i >= 2 && line[i] !== line[i - 2]);
        if (line.every((v) => Math.abs(v) <= 100) && isDistinct) {
          expect(pieces).toHaveLength(1);
          expect(pieces[0]?.slice(0, 2)).toEqual(line.slice(0, 2));
          expect(pieces[0]?.slice(-2)).toEqual(line.slice(-2));
        }
      }),
    );
  });

  test("keeps a ring inside as it is and cuts the area of a convex one exactly", () => {
    const area = (ring: readonly number[]) => {
      let sum = 0;
      for (let i = 0; i < ring.length; i += 2) {
        const k = (i + 2) % ring.length;
        sum += (ring[i] as number) * (ring[k + 1] as number) - (ring[k] as number) * (ring[i + 1] as number);
      }
      return sum / 2;
    };
    fc.assert(
      fc.property(
        coordinate,
        coordinate,
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 300 }),
        (x, y, w, h) => {
          const cut = clipRing([x, y, x + w, y, x + w, y + h, x, y + h], -100, 100);
          const side = (from: number, size: number) => Math.max(0, Math.min(100, from + size) - Math.max(-100, from));
          expect(area(cut)).toBe(side(x, w) * side(y, h));
        },
      ),
    );
  });
});

describe("the cache", () => {
  const tile = (n: number) => ({ bytes: new Uint8Array(n) });

  test("never holds more bytes than allowed, and forgets what was not used longest", () => {
    const cache = new TileCache(4 * (1000 + 256));
    for (const key of ["a", "b", "c", "d"]) cache.set(key, tile(1000));
    expect(cache.get("a")).toBeDefined();
    cache.set("e", tile(1000));
    expect(["a", "b", "c", "d", "e"].filter((key) => cache.get(key))).toEqual(["a", "c", "d", "e"]);
    expect(cache.bytes).toBeLessThanOrEqual(4 * 1256);
  });

  test("counts a replaced tile once and holds nothing too big for it", () => {
    const cache = new TileCache(2000);
    cache.set("a", tile(1000));
    cache.set("a", tile(500));
    expect(cache.bytes).toBe(756);
    cache.set("b", tile(5000));
    expect(cache.get("b")).toBeUndefined();
    expect(cache.bytes).toBe(0);
  });
});

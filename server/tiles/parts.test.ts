import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clipLine, clipRing, noPieces } from "./clip.ts";
import { curveOrder } from "./curve-order.ts";
import { HILBERT_SIZE, hilbert } from "./hilbert.ts";
import { meeting, packTree, searchTree, widenTo } from "./packed-tree.ts";
import { packStrings, positionOf, stringAt, textsOf } from "./packed-strings.ts";
import { TileCache } from "./tile-cache.ts";
import { latOf, lngOf, WORLD_BITS, worldX, worldY } from "./world.ts";

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe("packed strings", () => {
  test("give back every string by number and every number by string, and nothing for a stranger", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: "grapheme" })), fc.string(), (strings, stranger) => {
        const whole = strings.filter((s) => s.isWellFormed()).sort(byBytes);
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

  test("refuse a string that comes twice or out of order, and find one longer than any id", () => {
    expect(() => packStrings(["a", "b", "b"])).toThrow('"b" comes twice');
    expect(() => packStrings(["a", "c", "b"])).toThrow('"b" comes twice or too late');
    expect(positionOf(packStrings(["x", "长".repeat(2000)]), "长".repeat(2000))).toBe(1);
  });

  test("take joined strings apart as splitting does", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string({ unit: "grapheme", minLength: 1 }), { minLength: 1 })), (pages) => {
        const clean = pages.map((page) => page.map((s) => (s.isWellFormed() ? s.replaceAll("|", "") : "")));
        const { bytes, starts, ends } = textsOf(
          clean.map((page) => page.join("|")),
          "|",
        );
        const found = Array.from(starts, (from, i) => Buffer.from(bytes.subarray(from, ends[i])).toString());
        expect(found).toEqual(clean.flat());
      }),
    );
  });

  test("of a million things take a few bytes each", () => {
    const { bytes, blocks } = packStrings(Array.from({ length: 10_000 }, (_, i) => `P${String(i).padStart(8, "0")}`));
    expect(bytes.length + blocks.byteLength).toBeLessThan(50_000);
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

describe("the curve", () => {
  test("goes from each cell to a neighbour of it, through every cell once", () => {
    const cells = Array.from({ length: 64 * 64 }, (_, i) => [i % 64, Math.floor(i / 64)] as const);
    const along = cells
      .map(([x, y]) => ({ x, y, place: hilbert(x << (WORLD_BITS - 20), y << (WORLD_BITS - 20)) }))
      .toSorted((a, b) => a.place - b.place);
    for (const [i, { x, y, place }] of along.slice(1).entries()) {
      const before = along[i] as { x: number; y: number; place: number };
      expect(Math.abs(x - before.x) + Math.abs(y - before.y)).toBe(1);
      expect(place).toBe(before.place + 1);
    }
    expect(hilbert(2 ** WORLD_BITS - 1, 2 ** WORLD_BITS - 1)).toBeLessThan(HILBERT_SIZE);
  });

  test("puts things in the order of group and place, equals as they came", () => {
    const thing = fc.tuple(fc.nat({ max: 8 }), fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: HILBERT_SIZE - 1 })));
    fc.assert(
      fc.property(fc.array(thing), (rows) => {
        const given = Uint32Array.from(rows.keys()).reverse();
        const { things, starts } = curveOrder(
          given,
          9,
          (i) => (rows[i] as (typeof rows)[number])[0],
          (i) => (rows[i] as (typeof rows)[number])[1],
        );
        const of = (i: number) => rows[i] as (typeof rows)[number];
        expect([...things]).toEqual([...given].sort((a, b) => of(a)[0] - of(b)[0] || of(a)[1] - of(b)[1]));
        for (let g = 0; g < 9; g++) for (const i of things.subarray(starts[g], starts[g + 1])) expect(of(i)[0]).toBe(g);
        expect(starts[9]).toBe(rows.length);
        expect([...given]).toEqual([...rows.keys()].reverse());
      }),
    );
  });
});

describe("the tree", () => {
  test("finds everything that meets a box, each once and in order", () => {
    fc.assert(
      fc.property(fc.array(box, { maxLength: 600 }), fc.nat({ max: 5 }), box, (boxes, first, asked) => {
        const tree = packTree(first, boxes.length, (i, out) => {
          const [w, n, e, s] = boxes[i - first] as (typeof boxes)[number];
          widenTo(out, w, n);
          widenTo(out, e, s);
        });
        const found: number[] = [];
        searchTree(tree, meeting(asked), (from, to) => {
          for (let i = from; i < to; i++) found.push(i - first);
        });
        expect(found).toEqual([...new Set(found)].sort((a, b) => a - b));
        for (const i of found) expect(boxes[i]).toBeDefined();
        boxes.forEach(([w, n, e, s], i) => {
          if (w <= asked[2] && e >= asked[0] && n <= asked[3] && s >= asked[1]) expect(found).toContain(i);
        });
      }),
      { numRuns: 50 },
    );
  });

  test("looks at few of many things for a small box", () => {
    const side = 256;
    const tree = packTree(0, side * side, (i, out) => widenTo(out, (i % side) * STEP, Math.floor(i / side) * STEP));
    let looked = 0;
    searchTree(tree, meeting([STEP, STEP, 2 * STEP, 2 * STEP]), (from, to) => {
      looked += to - from;
    });
    expect(looked).toBe(32);
  });
});

const coordinate = fc.integer({ min: -300, max: 300 });
const run = (minLength: number) =>
  fc.array(fc.tuple(coordinate, coordinate), { minLength, maxLength: 8 }).map((points) => points.flat());

describe("clipping", () => {
  const cut = (line: readonly number[]) => {
    const out = noPieces();
    clipLine(Int32Array.from(line), line.length, -100, 100, out);
    return Array.from({ length: out.count }, (_, i) => [...out.xy.subarray(out.ends[i - 1] ?? 0, out.ends[i])]);
  };

  test("leaves a line inside alone and nothing outside", () => {
    fc.assert(
      fc.property(run(2), (line) => {
        const pieces = cut(line);
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

  test("cuts a line that comes and goes into pieces", () => {
    expect(cut([-200, 0, 200, 0, 200, 50, -200, 50, -200, -100, 0, -100, 0, -300])).toEqual([
      [-100, 0, 100, 0],
      [100, 50, -100, 50],
      [-100, -100, 0, -100],
    ]);
    expect(cut([100, 100, 200, 200])).toEqual([]);
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

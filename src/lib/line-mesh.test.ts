import fc from "fast-check";
import { expect, test } from "vitest";
import { DASH_UNITS, type Lines, lineMesh, NORMAL_SCALE, PIPE_STRIDE } from "./line-mesh.ts";
import type { FlatMesh } from "./network-tile.ts";

type Point = readonly [number, number];

const lines = (...paths: (readonly Point[])[]): Lines => ({
  offsets: Uint32Array.from([0, ...paths.map((_, i) => paths.slice(0, i + 1).flat().length)]),
  xy: Int16Array.from(paths.flat(2)),
  seq: Uint32Array.from(paths.map((_, i) => i + 100)),
  level: Uint8Array.from(paths.map((_, i) => i % 9)),
  status: Uint8Array.from(paths.map(() => 2)),
});
const mesh = (...paths: (readonly Point[])[]) => lineMesh(lines(...paths), 12);

/** A vertex as the shader reads it. */
function vertices({ vertices: bytes }: FlatMesh) {
  const view = new DataView(bytes.buffer);
  return Array.from({ length: bytes.length / PIPE_STRIDE }, (_, v) => {
    const at = v * PIPE_STRIDE;
    return {
      x: view.getInt16(at, true),
      y: view.getInt16(at + 2, true),
      push: [view.getInt8(at + 4) / NORMAL_SCALE, view.getInt8(at + 5) / NORMAL_SCALE] as const,
      side: view.getInt8(at + 6),
      kind: view.getUint8(at + 7),
      back: view.getUint16(at + 8, true),
      ahead: view.getUint16(at + 10, true),
      dash: view.getUint16(at + 12, true),
      seq: view.getUint32(at + 16, true),
    };
  });
}

/** Where the triangles of a mesh lie when half a stroke is `half` tile units wide. */
const triangles = (of: FlatMesh, half: number): Point[][] => {
  const corners = vertices(of).map(({ x, y, push }) => [x + push[0] * half, y + push[1] * half] as const);
  return Array.from({ length: of.index.length / 3 }, (_, t) =>
    [0, 1, 2].map((k) => corners[of.index[t * 3 + k] as number] as Point),
  );
};

const cross = ([ax, ay]: Point, [bx, by]: Point, [px, py]: Point) => (bx - ax) * (py - ay) - (by - ay) * (px - ax);

/** Whether a point lies in a triangle, whichever way round it is drawn; a hair outside counts, as bytes are rounded. */
const isIn = ([a, b, c]: readonly Point[], p: Point, slack: number): boolean => {
  const [u, v, w] = [
    cross(a as Point, b as Point, p),
    cross(b as Point, c as Point, p),
    cross(c as Point, a as Point, p),
  ];
  return (u >= -slack && v >= -slack && w >= -slack) || (u <= slack && v <= slack && w <= slack);
};

test("a straight line is one quad that reaches half a width beyond both ends", () => {
  const straight = mesh([
    [0, 0],
    [100, 0],
  ]);
  expect([...straight.index]).toEqual([0, 1, 2, 2, 1, 3]);
  expect(vertices(straight).map(({ push }) => push)).toEqual([
    [-1, 1],
    [-1, -1],
    [1, 1],
    [1, -1],
  ]);
  expect(vertices(straight).map(({ back, ahead }) => [back, ahead])).toEqual([
    [0, 100],
    [0, 100],
    [100, 0],
    [100, 0],
  ]);
  expect(vertices(straight)[0]).toMatchObject({ seq: 100, kind: 0 | (2 << 4), side: 1 });
});

test("a right angle is mitred: both edges meet at the corner", () => {
  const corner = vertices(
    mesh([
      [0, 0],
      [100, 0],
      [100, 100],
    ]),
  )[2];
  expect(corner?.push).toEqual([-1, 1]);
});

const place = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }));
const pathArb = fc.array(place, { minLength: 2, maxLength: 9 });

test("no corner is drawn out to a spike, none falls in", () => {
  fc.assert(
    fc.property(pathArb, (path) => {
      for (const { push } of vertices(mesh(path))) {
        expect(Math.hypot(...push)).toBeLessThan(2.1);
        expect(Math.hypot(...push)).toBeGreaterThan(0.95);
      }
    }),
  );
});

test("no notch: every point of a stroke, round at corners and ends, lies in a triangle", () => {
  const half = 2;
  // A stroke wider than its pieces are long folds over itself: not what is asked about here.
  const longPieces = pathArb.filter((path) =>
    path.every(
      (p, i) => i === 0 || Math.hypot(p[0] - (path[i - 1]?.[0] ?? 0), p[1] - (path[i - 1]?.[1] ?? 0)) > 6 * half,
    ),
  );
  fc.assert(
    fc.property(
      longPieces,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 6.3, noNaN: true }),
      (path, share, angle) => {
        const drawn = triangles(mesh(path), half);
        for (const [px, py] of path) {
          // A disc around each point: joins and ends.
          const r = half * share * 0.97;
          const p = [px + r * Math.cos(angle), py + r * Math.sin(angle)] as const;
          expect(drawn.some((triangle) => isIn(triangle, p, half * 3))).toBe(true);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test("where it begins and ends is told at the ends alone, and distances between rise", () => {
  fc.assert(
    fc.property(pathArb, (path) => {
      const all = vertices(mesh(path));
      for (const { back, ahead } of all) expect(back === 0 && ahead === 0).toBe(false);
      for (let v = 2; v < all.length; v += 2) {
        const [before, now] = [all[v - 2], all[v]];
        if (now?.back === 0) expect(before?.ahead).toBe(0);
        else expect(now?.back).toBeGreaterThan(before?.back ?? -1);
      }
    }),
  );
});

test("triangles refer to vertices there are, and each pipe keeps its own number; the lowest level is drawn first", () => {
  const several = mesh(
    [
      [0, 0],
      [5, 5],
      [10, 0],
      [0, 0],
      [10, 0],
    ],
    [
      [1, 1],
      [1, 1],
    ],
    [
      [3, 3],
      [9, 9],
    ],
  );
  const all = vertices(several);
  expect(Math.max(...several.index)).toBe(all.length - 1);
  expect([...new Set(all.map(({ seq }) => seq))]).toEqual([102, 100]);
});

test("a hundred thousand points are told apart by 32 bits, few by 16", () => {
  const zigzag = Array.from({ length: 40_000 }, (_, i) => [i % 2 === 0 ? 0 : 500, i % 30_000] as const);
  expect(mesh(zigzag).index).toBeInstanceOf(Uint32Array);
  expect(mesh(zigzag).index.length).toBe(39_999 * 6);
  expect(mesh(zigzag.slice(0, 9)).index).toBeInstanceOf(Uint16Array);
});

test("dashes run on across a tile's edge: the pattern begins anew there on both sides", () => {
  const inside = fc.integer({ min: 200, max: 3900 });
  const outside = fc.constantFrom(-64, 4160);
  fc.assert(
    fc.property(inside, inside, inside, outside, outside, (y0, y1, x, from, to) => {
      /** Pattern of a stroke where it crosses the line x = edge. */
      const at = (path: readonly Point[], edge: number) => {
        const all = vertices(mesh(path)).filter((_, v) => v % 2 === 0);
        const i = all.findIndex((v, k) => k > 0 && (v.x - edge) * ((all[k - 1]?.x ?? 0) - edge) <= 0);
        const [a, b] = [all[i - 1], all[i]];
        if (!a || !b) throw new Error("does not cross");
        return a.dash + ((edge - a.x) / (b.x - a.x)) * (b.dash - a.dash);
      };
      const off = (v: number) => Math.abs(v / DASH_UNITS - Math.round(v / DASH_UNITS)) * DASH_UNITS;
      const edgeOf = (end: number) => (end < 0 ? 0 : 4096);
      expect(
        off(
          at(
            [
              [from, y0],
              [x, y1],
            ],
            edgeOf(from),
          ),
        ),
      ).toBeLessThan(2);
      expect(
        off(
          at(
            [
              [x, y1],
              [to, y0],
            ],
            edgeOf(to),
          ),
        ),
      ).toBeLessThan(2);
      const through = [
        [-64, y0],
        [x, y1],
        [4160, y0],
      ] as const;
      expect(off(at(through, 0))).toBeLessThan(2);
      expect(off(at(through, 4096))).toBeLessThan(2);
    }),
  );
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { lineMesh, NORMAL_SCALE } from "./line-mesh.ts";
import type { PipeLines } from "./network-tile.ts";

const lines = (...paths: (readonly [number, number])[][]): PipeLines => ({
  offsets: Uint32Array.from([0, ...paths.map((_, i) => paths.slice(0, i + 1).flat().length)]),
  xy: Int16Array.from(paths.flat(2)),
  seq: Uint32Array.from(paths.map((_, i) => i + 100)),
  level: Uint8Array.from(paths.map((_, i) => i % 9)),
  material: Uint8Array.from(paths.map(() => 1)),
  status: Uint8Array.from(paths.map(() => 2)),
  dnMm: Uint16Array.from(paths.map(() => 110)),
});

test("a straight line is one quad, square at both ends", () => {
  const mesh = lineMesh(
    lines([
      [0, 0],
      [100, 0],
    ]),
  );
  expect([...mesh.index]).toEqual([0, 1, 2, 2, 1, 3]);
  const corner = (v: number) => [mesh.normal[v * 4], mesh.normal[v * 4 + 1]].map((n) => (n ?? 0) / NORMAL_SCALE);
  expect([0, 1, 2, 3].map(corner)).toEqual([
    [-1, 1],
    [-1, -1],
    [1, 1],
    [1, -1],
  ]);
  expect([...mesh.along]).toEqual([0, 0, 100, 100]);
  expect([...mesh.kind.slice(0, 4)]).toEqual([0, 1, 2, 0]);
});

test("a right angle is mitred: both edges meet at the corner", () => {
  const mesh = lineMesh(
    lines([
      [0, 0],
      [100, 0],
      [100, 100],
    ]),
  );
  expect([mesh.normal[8], mesh.normal[9]]).toEqual([-NORMAL_SCALE, NORMAL_SCALE]);
});

test("a hairpin is cut off, never drawn out to a spike", () => {
  const path = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 })), {
    minLength: 2,
    maxLength: 9,
  });
  fc.assert(
    fc.property(path, (points) => {
      const { normal, position } = lineMesh(lines(points));
      for (let v = 0; v < position.length / 2; v++) {
        const [x, y] = [(normal[v * 4] ?? 0) / NORMAL_SCALE, (normal[v * 4 + 1] ?? 0) / NORMAL_SCALE];
        expect(Math.hypot(x, y)).toBeLessThan(2.1);
        expect(Math.hypot(x, y)).toBeGreaterThan(0.95);
      }
    }),
  );
});

test("triangles refer to vertices there are, and each pipe keeps its own number", () => {
  const mesh = lineMesh(
    lines(
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
    ),
  );
  expect(Math.max(...mesh.index)).toBe(mesh.seq.length - 1);
  expect(new Set(mesh.seq)).toEqual(new Set([100, 102]));
  expect(mesh.count).toBe(2);
});

test("more corners than points foreseen still fit", () => {
  const zigzag = Array.from({ length: 400 }, (_, i) => [i % 2 === 0 ? 0 : 500, i] as const);
  const mesh = lineMesh(lines(zigzag));
  expect(mesh.index.length).toBe(399 * 6);
  expect(mesh.position.length / 2).toBe(mesh.seq.length);
});

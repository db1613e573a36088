import { VectorTile } from "@mapbox/vector-tile";
import fc from "fast-check";
import { PbfReader, PbfWriter } from "pbf";
import { expect, test } from "vitest";
import { type DrawnFeature, encodeTile } from "#lib/testing/encode-tile.ts";
import { decodeTile, tileBuffers } from "./decode-tile.ts";

const pipe = (id: number, path: readonly (readonly [number, number])[], level = 3): DrawnFeature => ({
  id,
  type: 2,
  points: path,
  tags: { level, material: 2, dn: 200, status: 0, county: 7 },
});
const tag = (id: number, at: readonly [number, number], slot = 0): DrawnFeature => ({
  id,
  type: 1,
  points: [at],
  tags: { kind: 5, station: 42, slot, county: 7 },
});

test("pipes keep their number, attributes and points", () => {
  const bytes = encodeTile({
    pipe: [
      pipe(
        70_000,
        [
          [10, 20],
          [30, 40],
          [-50, 4200],
        ],
        5,
      ),
    ],
  });
  const { lines, pipes } = decodeTile(bytes, 11, 1, 2);
  expect([...lines.seq]).toEqual([70_000]);
  expect([...lines.level, ...lines.material, ...lines.status, ...lines.dnMm]).toEqual([5, 2, 0, 200]);
  expect([...lines.xy]).toEqual([10, 20, 30, 40, -50, 4200]);
  expect(pipes.count).toBe(1);
  expect(new Set(pipes.seq)).toEqual(new Set([70_000]));
});

test("sensors keep their number, station and slot", () => {
  const { tags } = decodeTile(encodeTile({ tag: [tag(9, [100, 200], 1), tag(10, [5, 6])] }), 13, 0, 0);
  expect(tags.count).toBe(2);
  expect([...tags.station]).toEqual([42, 42]);
  expect([...tags.seq.slice(0, 5)]).toEqual([9, 9, 9, 9, 10]);
  expect([tags.kind[0], tags.kind[1], tags.kind[17]]).toEqual([5, 1, 0]);
});

test("an independent reader finds the same lines", () => {
  const point = fc.tuple(fc.integer({ min: -64, max: 4160 }), fc.integer({ min: -64, max: 4160 }));
  const paths = fc.array(fc.array(point, { minLength: 2, maxLength: 12 }), { maxLength: 20 });
  fc.assert(
    fc.property(paths, (drawn) => {
      const bytes = encodeTile({ pipe: drawn.map((path, i) => pipe(i, path, i % 9)) });
      const layer = new VectorTile(new PbfReader(bytes)).layers.pipe;
      const { lines } = decodeTile(bytes.slice(0), 12, 0, 0);
      expect(lines.seq.length).toBe(layer?.length ?? 0);
      drawn.forEach((_, p) => {
        const theirs = layer?.feature(p).loadGeometry()[0] ?? [];
        const ours = [...lines.xy.subarray(2 * (lines.offsets[p] ?? 0), 2 * (lines.offsets[p + 1] ?? 0))];
        expect(ours).toEqual(theirs.flatMap(({ x, y }) => [x, y]));
      });
    }),
    { numRuns: 60 },
  );
});

test("an empty tile, and one with other layers only, hold nothing", () => {
  expect(decodeTile(new ArrayBuffer(0), 5, 0, 0).pipes.count).toBe(0);
  expect(decodeTile(encodeTile({ station: [tag(1, [0, 0])] }), 5, 0, 0).tags.count).toBe(0);
});

test("bytes that are no tile are refused", () => {
  const writer = new PbfWriter();
  writer.writeBytesField(3, new Uint8Array([0x0a, 0xff, 0xff, 0xff, 0xff]));
  expect(() => decodeTile(writer.finish().slice().buffer, 0, 0, 0)).toThrow();
});

test("every buffer is handed over once", () => {
  const buffers = tileBuffers(
    decodeTile(
      encodeTile({
        pipe: [
          pipe(1, [
            [0, 0],
            [9, 9],
          ]),
        ],
      }),
      0,
      0,
      0,
    ),
  );
  expect(new Set(buffers).size).toBe(buffers.length);
  expect(buffers.length).toBe(19);
});

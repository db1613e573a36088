import { VectorTile } from "@mapbox/vector-tile";
import fc from "fast-check";
import { PbfReader, PbfWriter } from "pbf";
import { expect, test } from "vitest";
import { PIPE_STRIDE } from "#lib/line-mesh.ts";
import type { PipeColumns } from "#lib/network-tile.ts";
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

/** The points that each line of a tile was drawn through. */
function middles({ mesh }: PipeColumns): number[][] {
  const [short, long] = [new Int16Array(mesh.vertices.buffer), new Uint32Array(mesh.vertices.buffer)];
  const paths: number[][] = [];
  let [seq, last] = [-1, ""];
  for (let v = 0; v < mesh.vertices.length / PIPE_STRIDE; v += 2) {
    const [x, y] = [short[v * 10] as number, short[v * 10 + 1] as number];
    const isSame = long[v * 5 + 4] === seq;
    if (!isSame) paths.push([x, y]);
    else if (`${x} ${y}` !== last) paths.at(-1)?.push(x, y);
    [seq, last] = [long[v * 5 + 4] as number, `${x} ${y}`];
  }
  return paths;
}

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
  const { pipes } = decodeTile(bytes, 11, 1, 2);
  expect([...pipes.seq]).toEqual([70_000]);
  expect([...pipes.level, ...pipes.material, ...pipes.status, ...pipes.dnMm]).toEqual([5, 2, 0, 200]);
  expect(middles(pipes)).toEqual([[10, 20, 30, 40, -50, 4200]]);
});

test("sensors keep their number, station and slot", () => {
  const { tags } = decodeTile(encodeTile({ tag: [tag(9, [100, 200], 1), tag(10, [5, 6])] }), 13, 0, 0);
  expect([...tags.seq]).toEqual([9, 10]);
  expect([...tags.station]).toEqual([42, 42]);
  expect([...tags.kind, ...tags.slot]).toEqual([5, 5, 1, 0]);
  expect([...tags.xy]).toEqual([100, 200, 5, 6]);
  expect(tags.mesh.index.length).toBe(12);
});

test("stations keep their number, kind, gas and place", () => {
  const station = (id: number, kind: number): DrawnFeature => ({
    id,
    type: 1,
    points: [[7, 8]],
    tags: { kind, gas: 3, id: `S${id}`, name: "北门站", county: 1 },
  });
  const { stations } = decodeTile(encodeTile({ station: [station(300_000, 4), station(2, 0)] }), 13, 0, 0);
  expect([...stations.seq, ...stations.kind, ...stations.gas]).toEqual([300_000, 2, 4, 0, 3, 3]);
  expect([...stations.xy]).toEqual([7, 8, 7, 8]);
});

test("an independent reader finds the same lines", () => {
  const point = fc.tuple(fc.integer({ min: -64, max: 4160 }), fc.integer({ min: -64, max: 4160 }));
  const paths = fc.array(fc.array(point, { minLength: 2, maxLength: 12 }), { maxLength: 20 });
  fc.assert(
    fc.property(paths, (drawn) => {
      const bytes = encodeTile({ pipe: drawn.map((path, i) => pipe(i, path, i % 9)) });
      const layer = new VectorTile(new PbfReader(bytes)).layers.pipe;
      const { pipes } = decodeTile(bytes.slice(0), 12, 0, 0);
      expect([...pipes.seq]).toEqual(drawn.map((_, i) => i));
      const distinct = (xy: number[]) =>
        xy.filter((_, i) => {
          const p = i - (i % 2);
          return p === 0 || xy[p] !== xy[p - 2] || xy[p + 1] !== xy[p - 1];
        });
      const theirs = drawn.map((_, p) =>
        distinct((layer?.feature(p).loadGeometry()[0] ?? []).flatMap(({ x, y }) => [x, y])),
      );
      const byLevel = theirs.map((xy, i) => ({ xy, level: i % 9 })).toSorted((a, b) => b.level - a.level);
      expect(middles(pipes)).toEqual(byLevel.map(({ xy }) => xy).filter((xy) => xy.length >= 4));
    }),
    { numRuns: 60 },
  );
});

test("an empty tile, and one with other layers only, hold nothing", () => {
  expect(decodeTile(new ArrayBuffer(0), 5, 0, 0).pipes.seq.length).toBe(0);
  expect(decodeTile(encodeTile({ other: [tag(1, [0, 0])] }), 5, 0, 0).tags.seq.length).toBe(0);
});

test("bytes that are no tile are refused", () => {
  const writer = new PbfWriter();
  writer.writeBytesField(3, new Uint8Array([0x0a, 0xff, 0xff, 0xff, 0xff]));
  expect(() => decodeTile(writer.finish().slice().buffer, 0, 0, 0)).toThrow();
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), fc.nat(400), (noise, at) => {
      const bytes = new Uint8Array(
        encodeTile({
          pipe: [
            pipe(1, [
              [0, 0],
              [9, 9],
              [70, 4],
            ]),
          ],
          tag: [tag(2, [3, 4])],
        }),
      );
      bytes.set(noise.subarray(0, Math.max(0, bytes.length - at)), Math.min(at, bytes.length));
      // Whatever they say, it ends: with a tile or an error.
      try {
        expect(decodeTile(bytes.buffer, 0, 0, 0).pipes.seq.length).toBeLessThan(200);
      } catch (cause) {
        expect(cause).toBeInstanceOf(Error);
      }
    }),
  );
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
  expect(buffers.length).toBe(18);
});

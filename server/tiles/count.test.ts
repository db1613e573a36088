import * as fc from "fast-check";
import { expect, test } from "vitest";
import { COLOR_BYS, classCount, NO_FILTER, type PipeFilter } from "#contract/pipe-classes.ts";
import type { Bbox, LngLat } from "#contract/route.ts";
import { pipeLevelsAt } from "#contract/tiles.ts";
import { type Reading, todayAt } from "./classes.ts";
import { countPipes, type Sum, selectPipes } from "./count.ts";
import { TooIntricate } from "./found-pipes.ts";
import type { PipeRow } from "./pages-of-rows.ts";
import { PolygonRegion, type Region } from "./region.ts";
import { sightOf } from "./sight.ts";
import { packSteps } from "./steps.ts";
import { type ByHand, classByHand, NEW_YEAR, passesByHand } from "./testing/classes-by-hand.ts";
import { network, snapshotFrom, UNITS } from "./testing/network.ts";
import { mayHold, PROVINCE, scope } from "./testing/oracle.ts";
import { worldX, worldY } from "./world.ts";

const hand: fc.Arbitrary<ByHand> = fc.record({
  net: network,
  scope,
  at: fc.constant(NEW_YEAR),
  live: fc.constant(new Map()),
});

function readingOf({ net, scope: who, at }: ByHand): Reading {
  const snapshot = snapshotFrom(net);
  return { snapshot, sight: sightOf(who, snapshot, UNITS), today: todayAt(at.ms), live: null };
}

const lng = fc.double({ min: 114.25, max: 114.75, noNaN: true });
const lat = fc.double({ min: 37.85, max: 38.25, noNaN: true });
const box: fc.Arbitrary<Bbox> = fc
  .tuple(lng, lat, lng, lat)
  .map(([a, b, c, d]): Bbox => [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)]);
const filter: fc.Arbitrary<PipeFilter> = fc.constantFrom<PipeFilter>(
  NO_FILTER,
  { ...NO_FILTER, only: { material: [0, 1, 2], gas: [0, 2] } },
  { ...NO_FILTER, only: { enterprise: [0] }, laid: [1970, 2010] },
  { ...NO_FILTER, patrolled: ["2022-01-01", "2026-11-25"] },
);

type Xy = readonly [number, number];
const turn = (a: Xy, b: Xy, c: Xy) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

/** Whether a line meets a polygon, by all vertices and all edges: null where a unit of the world to either side decides. */
function meetsByHand(ring: readonly LngLat[], path: readonly LngLat[]): boolean | null {
  const flat = (at: readonly LngLat[]) => at.map(([x, y]): Xy => [worldX(x), worldY(y)]);
  const points = flat(ring);
  const edges = points.map((a, i) => [a, points[(i + 1) % points.length] as Xy] as const);
  const isIn = ([x, y]: Xy) =>
    edges.filter(([a, b]) => a[1] > y !== b[1] > y && a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0]) > x).length %
      2 ===
    1;
  const cross = (a: Xy, b: Xy, c: Xy, d: Xy) => turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
  const answers = [-1.3, 0, 1.3].flatMap((dx) =>
    [-1.3, 0, 1.3].map((dy) => {
      const line = flat(path).map(([x, y]): Xy => [x + dx, y + dy]);
      return line.some(isIn) || line.slice(1).some((b, i) => edges.some(([c, d]) => cross(line[i] as Xy, b, c, d)));
    }),
  );
  return answers.every((one) => one === answers[0]) ? (answers[0] as boolean) : null;
}

const corners = ([west, south, east, north]: Bbox): LngLat[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
];
const sum = (rows: readonly PipeRow[]): Sum => ({
  count: rows.length,
  lengthM: rows.reduce((total, row) => total + (row.length_m ?? 0), 0),
});

test("a count says of each pipe in sight that meets the box whether it is shown, left out by the zoom or filtered away", async () => {
  await fc.assert(
    fc.asyncProperty(
      hand,
      box,
      filter,
      fc.constantFrom(...COLOR_BYS),
      fc.integer({ min: 5, max: 14 }),
      async (one, bbox, asked, by, zoom) => {
        const reading = readingOf(one);
        const counts = await countPipes(reading, { bbox, zoom, by, filter: asked });
        const levels = pipeLevelsAt(zoom);
        const near = one.net.pipes
          .filter((row) => mayHold(one.scope, row))
          .map((row) => ({ row, isIn: meetsByHand(corners(bbox), row.path) }));
        fc.pre(near.every(({ isIn }) => isIn !== null));
        const found = near.filter(({ isIn }) => isIn).map(({ row }) => row);
        const passing = found.filter((row) => passesByHand(one, asked, row));
        const isDrawn = (row: PipeRow) => levels.includes(classByHand(one, "level", row));
        expect(counts.filteredAway).toEqual(sum(found.filter((row) => !passing.includes(row))));
        expect(counts.leftOut).toEqual(sum(passing.filter((row) => !isDrawn(row))));
        const shown = passing.filter(isDrawn);
        expect(counts.shown).toEqual(
          Array.from({ length: classCount(by) }, (_, k) => ({
            class: k,
            ...sum(shown.filter((row) => classByHand(one, by, row) === k)),
          })).filter(({ count }) => count > 0),
        );
      },
    ),
    { numRuns: 150 },
  );
});

test("a polygon chooses the pipes in sight that meet it and pass the filter, by number, level and material", async () => {
  await fc.assert(
    fc.asyncProperty(
      hand,
      fc.array(fc.tuple(lng, lat), { minLength: 3, maxLength: 7 }),
      filter,
      async (one, ring, asked) => {
        const reading = readingOf(one);
        const found = await selectPipes(reading, new PolygonRegion(ring), asked);
        const near = one.net.pipes
          .filter((row) => mayHold(one.scope, row) && passesByHand(one, asked, row))
          .map((row) => ({ row, isIn: meetsByHand(ring, row.path) }));
        fc.pre(near.every(({ isIn }) => isIn !== null));
        const rows = near.filter(({ isIn }) => isIn).map(({ row }) => row);
        expect({ count: found.count, lengthM: found.lengthM }).toEqual(sum(rows));
        expect([...found.seqs]).toEqual(
          rows.map(({ id }) => reading.snapshot.pipeSeq(id) as number).sort((a, b) => a - b),
        );
        for (const by of ["level", "material"] as const)
          expect(by === "level" ? found.byLevel : found.byMaterial).toEqual(
            Array.from({ length: classCount(by) }, (_, k) => ({
              class: k,
              ...sum(rows.filter((row) => classByHand(one, by, row) === k)),
            })).filter(({ count }) => count > 0),
          );
      },
    ),
    { numRuns: 150 },
  );
});

test("a region that costs more than any drawn by hand is refused, not searched to its end", async () => {
  const snapshot = snapshotFrom({
    pipes: [0, 1].map((i) => ({
      id: `P${i}`,
      area_code: "130102",
      enterprise_id: "E1",
      pressure_level: "LP",
      material: "PE100",
      status: "in_service",
      gas_kind: "urban_ng",
      dn_mm: 63,
      path: [
        [114.5, 38],
        [114.51, 38],
      ],
    })),
  });
  const reading = { snapshot, sight: sightOf(PROVINCE, snapshot, UNITS), today: todayAt(0), live: null };
  const costly: Region = { box: [0, 0, 2 ** 30, 2 ** 30], work: Number.MAX_SAFE_INTEGER, meets: () => true };
  await expect(selectPipes(reading, costly, NO_FILTER)).rejects.toBeInstanceOf(TooIntricate);
});

test("numbers come back from their steps", () => {
  const unpack = (bytes: Uint8Array) => {
    const out: number[] = [];
    let [value, step, scale] = [-1, 0, 1];
    for (const byte of bytes) {
      step += (byte & 0x7f) * scale;
      scale *= 128;
      if (byte & 0x80) continue;
      value += step;
      out.push(value);
      [step, scale] = [0, 1];
    }
    return out;
  };
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat({ max: 0xfffffffe }), { maxLength: 50 }), fc.nat({ max: 300 }), (some, dense) => {
      const numbers = [...new Set([...some, ...Array.from({ length: dense }, (_, i) => i)])].sort((a, b) => a - b);
      expect(unpack(packSteps(Uint32Array.from(numbers)))).toEqual(numbers);
    }),
  );
  expect(packSteps(Uint32Array.from({ length: 1000 }, (_, i) => i)).length).toBe(1000);
});

import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { LngLat } from "#contract/route.ts";
import { preciseWorld, type WorldBox, worldBox } from "./pipes-in.ts";
import { boxRegion, PolygonRegion, type Region } from "./region.ts";
import { latOf, lngOf, worldX, worldY } from "./world.ts";

type Xy = readonly [number, number];

/** A patch of the world of 64 units a side: on so few places, lines touch, run along each other and meet in corners. */
const [LEFT, TOP] = [worldX(114.5), worldY(38)];
const fine = fc.tuple(fc.integer({ min: 0, max: 64 }), fc.integer({ min: 0, max: 64 })) as fc.Arbitrary<Xy>;
const coarse = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })) as fc.Arbitrary<Xy>;
const place = (spots: fc.Arbitrary<Xy>) => spots.map(([x, y]): Xy => [LEFT + x, TOP + y]);
const lngLatOf = ([x, y]: Xy): LngLat => [lngOf(x), latOf(y)];

const turn = (a: Xy, b: Xy, c: Xy) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
const isOn = (a: Xy, b: Xy, p: Xy) =>
  turn(a, b, p) === 0 &&
  Math.min(a[0], b[0]) <= p[0] &&
  p[0] <= Math.max(a[0], b[0]) &&
  Math.min(a[1], b[1]) <= p[1] &&
  p[1] <= Math.max(a[1], b[1]);
const cross = (a: Xy, b: Xy, c: Xy, d: Xy) =>
  isOn(a, b, c) ||
  isOn(a, b, d) ||
  isOn(c, d, a) ||
  isOn(c, d, b) ||
  (Math.sign(turn(a, b, c)) * Math.sign(turn(a, b, d)) < 0 && Math.sign(turn(c, d, a)) * Math.sign(turn(c, d, b)) < 0);
const edgesOf = (ring: readonly Xy[]) => ring.map((a, i) => [a, ring[(i + 1) % ring.length] as Xy] as const);
const segmentsOf = (line: readonly Xy[]) => line.slice(1).map((b, i) => [line[i] as Xy, b] as const);
/** The even-odd rule by a ray to the east, over all edges. */
const isInside = (ring: readonly Xy[], [x, y]: Xy) =>
  edgesOf(ring).filter(([a, b]) => a[1] > y !== b[1] > y && a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0]) > x)
    .length %
    2 ===
  1;

/** By all edges and all vertices. */
const meetsByHand = (ring: readonly Xy[], line: readonly Xy[]) =>
  line.some((p) => isInside(ring, p)) ||
  segmentsOf(line).some(([a, b]) => edgesOf(ring).some(([c, d]) => cross(a, b, c, d)));
const meets = (region: Region, line: readonly Xy[]) => region.meets(Int32Array.from(line.flat()), 0, line.length);

const ringOf = (spots: fc.Arbitrary<Xy>, most: number) => fc.array(place(spots), { minLength: 3, maxLength: most });
const lineOf = (spots: fc.Arbitrary<Xy>) => fc.array(place(spots), { minLength: 2, maxLength: 5 });

/**
 * The corners come back from degrees to within 1e-6 of a unit, not exactly: the oracle works with what came back, and where a thousandth
 * of a unit decides, either answer is right.
 */
const cornersOf = (ring: readonly Xy[]) => ring.map((spot) => preciseWorld(...lngLatOf(spot)) as Xy);
const shifted = (line: readonly Xy[], dx: number, dy: number) => line.map(([x, y]): Xy => [x + dx, y + dy]);
const isClear = (ring: readonly Xy[], line: readonly Xy[]) => {
  const answers = [-1e-3, 0, 1e-3].flatMap((dx) =>
    [-1e-3, 0, 1e-3].map((dy) => meetsByHand(ring, shifted(line, dx, dy))),
  );
  return answers.every((one) => one === answers[0]);
};

test.each([
  ["few corners", fine, 6],
  ["many corners, crossing each other", fine, 60],
  ["corners and vertices in the same places", coarse, 9],
] as const)("a polygon meets a line as by hand: %s", (_, spots, most) => {
  let clear = 0;
  fc.assert(
    fc.property(ringOf(spots, most), fc.array(lineOf(fine), { minLength: 1, maxLength: 6 }), (ring, lines) => {
      const region = new PolygonRegion(ring.map(lngLatOf));
      const corners = cornersOf(ring);
      for (const line of lines) {
        if (!isClear(corners, line)) continue;
        clear++;
        expect(meets(region, line)).toBe(meetsByHand(corners, line));
      }
    }),
    { numRuns: 600 },
  );
  expect(clear).toBeGreaterThan(600);
});

test("a line inside a polygon that crosses itself twice over the same ground is outside by the even-odd rule", () => {
  const square: Xy[] = [
    [0, 0],
    [60, 0],
    [60, 60],
    [0, 60],
  ].map(([x, y]): Xy => [LEFT + (x as number), TOP + (y as number)]);
  const line: Xy[] = [
    [LEFT + 20, TOP + 20],
    [LEFT + 30, TOP + 31],
  ];
  expect(meets(new PolygonRegion(square.map(lngLatOf)), line)).toBe(true);
  expect(meets(new PolygonRegion([...square, ...square].map(lngLatOf)), line)).toBe(false);
});

test("a line that goes right through a polygon, with no vertex in it, meets it", () => {
  const tiny: Xy[] = [
    [30, 30],
    [31, 30],
    [30, 31],
  ].map(([x, y]): Xy => [LEFT + (x as number), TOP + (y as number)]);
  expect(
    meets(new PolygonRegion(tiny.map(lngLatOf)), [
      [LEFT, TOP],
      [LEFT + 64, TOP + 63],
    ]),
  ).toBe(true);
  expect(
    meets(new PolygonRegion(tiny.map(lngLatOf)), [
      [LEFT, TOP + 60],
      [LEFT + 64, TOP + 63],
    ]),
  ).toBe(false);
});

test("a line inside that begins on the very edge meets the polygon", () => {
  const at = (x: number, y: number): Xy => [LEFT + x, TOP + y];
  const triangle = [at(0, 0), at(6, 62), at(60, 44)];
  // (57, 45) lies on the edge from (6, 62) to (60, 44), to within what degrees can tell.
  expect(meets(new PolygonRegion(triangle.map(lngLatOf)), [at(57, 45), at(1, 1)])).toBe(true);
});

test("a polygon without area is a line, and meets what crosses it", () => {
  const flat: Xy[] = [
    [10, 10],
    [50, 10],
    [30, 10],
  ].map(([x, y]): Xy => [LEFT + (x as number), TOP + (y as number)]);
  const region = new PolygonRegion(flat.map(lngLatOf));
  expect(
    meets(region, [
      [LEFT + 20, TOP],
      [LEFT + 20, TOP + 20],
    ]),
  ).toBe(true);
  expect(
    meets(region, [
      [LEFT + 20, TOP + 12],
      [LEFT + 40, TOP + 12],
    ]),
  ).toBe(false);
  const point = new PolygonRegion([flat[0], flat[0], flat[0]].map((xy) => lngLatOf(xy as Xy)));
  expect(
    meets(point, [
      [LEFT, TOP + 20],
      [LEFT + 20, TOP + 20],
    ]),
  ).toBe(false);
});

test("a box meets a line as its four corners do as a polygon", () => {
  fc.assert(
    fc.property(place(fine), place(fine), lineOf(fine), (a, b, line) => {
      fc.pre(a[0] !== b[0] && a[1] !== b[1]);
      const box: WorldBox = [
        Math.min(a[0], b[0]) + 0.5,
        Math.min(a[1], b[1]) + 0.5,
        Math.max(a[0], b[0]) - 0.5,
        Math.max(a[1], b[1]) - 0.5,
      ];
      const [west, north, east, south] = box;
      const ring: Xy[] = [
        [west, north],
        [east, north],
        [east, south],
        [west, south],
      ];
      expect(meets(boxRegion(box), line)).toBe(meetsByHand(ring, line));
    }),
    { numRuns: 1500 },
  );
});

test("a box of degrees holds the places whose degrees lie in it", () => {
  const [west, north, east, south] = worldBox([114.5, 38, 114.6, 38.1]);
  expect([west, north]).toEqual(preciseWorld(114.5, 38.1));
  expect(Math.abs(worldX(114.5) - west)).toBeLessThanOrEqual(0.5);
  expect(Math.abs(worldY(38) - south)).toBeLessThanOrEqual(0.5);
  expect(east).toBeGreaterThan(west);
});

test("the work of a region grows with what is near its edges, not with all of its corners", () => {
  const star = Array.from({ length: 2000 }, (_, i): LngLat => {
    const [angle, r] = [(i / 2000) * 2 * Math.PI, i % 2 ? 0.3 : 0.29];
    return [114.5 + r * Math.cos(angle), 38 + r * Math.sin(angle)];
  });
  const region = new PolygonRegion(star);
  const [x, y] = [worldX(114.5), worldY(38)];
  expect(
    meets(region, [
      [x, y],
      [x + 100, y],
    ]),
  ).toBe(true);
  expect(region.work).toBeLessThan(20);
});

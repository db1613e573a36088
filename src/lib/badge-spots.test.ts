import fc from "fast-check";
import { expect, test } from "vitest";
import { badgeSpots } from "./badge-spots.ts";
import { fromWorld, toWorld } from "./mercator.ts";

const ZOOM = 11;
const WORLD = 512 * 2 ** ZOOM;
const [X0, Y0] = toWorld(114.5, 38);
/** A place so many pixels to the right of and below the middle. */
const place = (x: number, y: number) => fromWorld(X0 + x / WORLD, Y0 + y / WORLD);
const badge = (x: number, y: number) => ({ lngLat: place(x, y), width: 36, height: 18 });
const ABOVE = 32;

test("with nothing near, a badge stands over its place", () => {
  expect(badgeSpots([badge(0, 0)], [], ZOOM, ABOVE)).toEqual([[0, -ABOVE]]);
  expect(badgeSpots([badge(0, 0)], [place(0, 300)], ZOOM, ABOVE)).toEqual([[0, -ABOVE]]);
});

test("a badge over whose place a cluster's disc stands leaves the number free, at every zoom that the level is drawn for", () => {
  const pixel = fc.integer({ min: -70, max: 70 });
  fc.assert(
    fc.property(pixel, pixel, (x, y) => {
      const [spot] = badgeSpots([badge(0, 0)], [place(x, y)], ZOOM, ABOVE);
      const [dx, dy] = spot ?? [0, 0];
      for (const factor of [0.71, 1, 1.41]) {
        const isBeside = Math.abs(dx - x * factor) >= 18 + 10 - 0.01;
        const isOver = Math.abs(dy - y * factor) >= 9 + 10 - 0.01;
        expect(isBeside || isOver, `disc at ${x},${y}, badge at ${dx},${dy}, factor ${factor}`).toBe(true);
      }
    }),
  );
});

test("two badges at one place stand beside each other", () => {
  const spots = badgeSpots([badge(0, 0), badge(0, 0)], [], ZOOM, ABOVE);
  expect(spots[0]).not.toEqual(spots[1]);
});

test("among several clusters a badge covers a rim before it covers a number", () => {
  const pixel = fc.integer({ min: -90, max: 90 });
  const discs = fc.array(fc.tuple(pixel, pixel), { minLength: 2, maxLength: 5 });
  const hidesNumber = ([dx, dy]: readonly [number, number], places: readonly (readonly [number, number])[]) =>
    places.some(([x, y]) =>
      [0.71, 0.84, 1, 1.19, 1.41].some(
        (factor) => Math.abs(dx - x * factor) < 18 + 15 - 0.01 && Math.abs(dy - y * factor) < 9 + 9 - 0.01,
      ),
    );
  fc.assert(
    fc.property(discs, (places) => {
      const [spot] = badgeSpots(
        [badge(0, 0)],
        places.map(([x, y]) => place(x, y)),
        ZOOM,
        ABOVE,
      );
      // Over the place, under it, and higher up: where one of them hides no number, none is hidden.
      const hasRoom = [[0, -ABOVE] as const, [0, ABOVE + 8] as const, [0, -ABOVE - 22] as const].some(
        (free) => !hidesNumber(free, places),
      );
      expect(hasRoom && hidesNumber(spot ?? [0, 0], places)).toBe(false);
    }),
    { numRuns: 500 },
  );
});

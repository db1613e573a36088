import { expect, test } from "vitest";
import { SELECT_MOST_POINTS } from "#contract/network.ts";
import type { LngLat } from "#contract/route.ts";
import type { Spot } from "#lib/polyline.ts";
import {
  addCorner,
  beginStroke,
  closeCorners,
  closeStroke,
  NO_DRAFT,
  strokeOn,
  takeCornerBack,
} from "./region-draw.ts";

/** A map on which a degree is ten pixels. */
const spotOf = ([lng, lat]: LngLat): Spot => ({ x: lng * 10, y: -lat * 10 });
const placeAt = ({ x, y }: Spot): LngLat => [x / 10, -y / 10];
const corners = (...at: LngLat[]) => at.reduce((draft, corner) => addCorner(draft, corner, spotOf), NO_DRAFT);

test("three corners make a region, two do not; the last one can be taken back", () => {
  const draft = corners([0, 0], [10, 0], [10, 10]);
  expect(closeCorners(draft)).toEqual([
    [0, 0],
    [10, 0],
    [10, 10],
  ]);
  expect(closeCorners(takeCornerBack(draft))).toBeNull();
  expect(takeCornerBack(NO_DRAFT)).toEqual(NO_DRAFT);
});

test("a double click is one corner", () => {
  expect(corners([0, 0], [10, 0], [10, 10], [10.1, 10]).corners).toHaveLength(3);
});

test("a region may cross itself", () => {
  expect(closeCorners(corners([0, 0], [10, 10], [10, 0], [0, 10]))).toHaveLength(4);
});

const circle = (n: number, radius: number): Spot[] =>
  Array.from({ length: n }, (_, i) => ({
    x: 500 + radius * Math.cos((2 * Math.PI * i) / n),
    y: 500 + radius * Math.sin((2 * Math.PI * i) / n),
  }));

test("a stroke is a region of few points that looks the same", () => {
  const [first, ...rest] = circle(2000, 300);
  const region = closeStroke(strokeOn(beginStroke(NO_DRAFT, first as Spot), rest), placeAt) ?? [];
  expect(region.length).toBeGreaterThan(20);
  expect(region.length).toBeLessThan(200);
  for (const [lng, lat] of region) expect(Math.hypot(lng - 50, lat + 50)).toBeCloseTo(30, 3);
});

test("however long a hand draws, there are no more points than the server takes", () => {
  const jagged = Array.from({ length: 30_000 }, (_, i) => ({ x: i % 2000, y: i % 2 === 0 ? 0 : 900 + (i % 7) }));
  const region = closeStroke(strokeOn(beginStroke(NO_DRAFT, { x: 0, y: 50 }), jagged), placeAt) ?? [];
  expect(region.length).toBeGreaterThan(2);
  expect(region.length).toBeLessThanOrEqual(SELECT_MOST_POINTS);
});

test("a slip of the hand is no region, and a move without the button is none either", () => {
  const slip = strokeOn(beginStroke(NO_DRAFT, { x: 5, y: 5 }), [
    { x: 8, y: 6 },
    { x: 5, y: 7 },
  ]);
  expect(closeStroke(slip, placeAt)).toBeNull();
  expect(strokeOn(NO_DRAFT, [{ x: 1, y: 1 }])).toBe(NO_DRAFT);
  expect(closeStroke(NO_DRAFT, placeAt)).toBeNull();
});

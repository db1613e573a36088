import fc from "fast-check";
import { expect, test } from "vitest";
import { areaFill, classOf, colorIndex, FILL_CLASSES, quantileScale } from "./fill-scale.ts";
import { Lru } from "./lru.ts";
import { fromTile, fromWorld, metresPerPixel, tilesIn, toWorld } from "./mercator.ts";
import { scaleStep } from "./scale-step.ts";
import { HOVERED, SELECTED, StateBytes, UNKNOWN_STATE, writeTagStates } from "./state-bytes.ts";
import { through } from "./stroke.ts";

const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });

test("every value falls into a class, greater values into no lesser one, and all classes have a colour", () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 40 }), (values) => {
      const scale = quantileScale(values);
      if (!scale) throw new Error("no scale");
      expect(scale.breaks).toEqual([...new Set(scale.breaks)].toSorted((a, b) => a - b));
      const sorted = values.toSorted((a, b) => a - b);
      const classes = sorted.map((v) => classOf(scale, v));
      expect(classes).toEqual(classes.toSorted((a, b) => a - b));
      for (const cls of classes) expect(colorIndex(scale, cls)).toBeLessThan(FILL_CLASSES);
    }),
  );
});

test("an area without a number is in no class", () => {
  expect(areaFill({ a: 1, b: Number.NaN })?.values).toEqual({ a: 1 });
  expect(areaFill({ b: Number.NaN })).toBeNull();
});

test("degrees to the world and back", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -179, max: 179, noNaN: true }),
      fc.double({ min: -80, max: 80, noNaN: true }),
      (lng, lat) => {
        const [x, y] = fromWorld(...toWorld(lng, lat));
        expect(x).toBeCloseTo(lng, 9);
        expect(y).toBeCloseTo(lat, 9);
      },
    ),
  );
});

test("the tiles in a box hold the box's corners", () => {
  const tiles = tilesIn([114.3, 37.9, 114.7, 38.2], 11);
  for (const [lng, lat] of [
    [114.31, 38.19],
    [114.69, 37.91],
  ] as const) {
    const [x, y] = toWorld(lng, lat);
    expect(tiles).toContainEqual({ z: 11, x: Math.floor(x * 2048), y: Math.floor(y * 2048) });
  }
  const [lng, lat] = fromTile(0, 0, 0, 2048, 2048);
  expect([lng, lat].map(Math.round)).toEqual([0, 0]);
});

test("a scale bar is round, fits, and is longer than half of what it may be or a fifth less", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 36, max: 43, noNaN: true }),
      fc.double({ min: 4, max: 19, noNaN: true }),
      (lat, zoom) => {
        const { metres, pixels } = scaleStep(lat, zoom, 110);
        expect(pixels).toBeLessThanOrEqual(110);
        expect(pixels).toBeGreaterThan(43);
        expect(["1", "2", "5"]).toContain(metres.toExponential(0)[0]);
        expect(pixels * metresPerPixel(lat, zoom)).toBeCloseTo(metres, 3);
      },
    ),
  );
});

test("a line through stops meets them, and holds beyond", () => {
  const stops = [
    [5, 1],
    [10, 2],
    [12, 6],
  ] as const;
  expect([4, 5, 7.5, 10, 11, 20].map((x) => through(stops, x))).toEqual([1, 1, 1.5, 2, 4, 6]);
});

test("live states keep what is chosen and hovered, and out of sight is unknown", () => {
  const states = new StateBytes(4, UNKNOWN_STATE);
  states.move(SELECTED, null, 1);
  states.move(HOVERED, null, 2);
  const before = states.version;
  writeTagStates(states, Uint8Array.of(0, 2, 3, 255));
  expect([...states.bytes.slice(0, 4)]).toEqual([0, 2 | SELECTED, 3 | HOVERED, UNKNOWN_STATE]);
  expect(states.version).toBe(before + 1);
  states.move(SELECTED, 1, null);
  expect(states.bytes[1]).toBe(2);
});

test("what was used last is kept, up to the limit", () => {
  const kept = new Lru<string>(10);
  kept.set("a", "A", 4);
  kept.set("b", "B", 4);
  kept.get("a");
  kept.set("c", "C", 4);
  expect([kept.get("a"), kept.get("b"), kept.get("c")]).toEqual(["A", undefined, "C"]);
  kept.set("big", "X", 99);
  expect(kept.get("big")).toBe("X");
});

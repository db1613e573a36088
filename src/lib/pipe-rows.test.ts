import fc from "fast-check";
import { expect, test } from "vitest";
import { COLOR_BYS, classCount, classOf, NO_FILTER, PIPE_CLASSING } from "#contract/pipe-classes.ts";
import type { Bbox } from "#contract/route.ts";
import { pipeLevelsAt } from "#contract/tiles.ts";
import { leftOutAt, pipeRows, rangeOf, restClass, roundBox, totalOf } from "./pipe-rows.ts";

const ranges = COLOR_BYS.filter((by) => PIPE_CLASSING[by].kind === "range");

test("a value lies within the limits of its class, and in no other", () => {
  fc.assert(
    fc.property(fc.constantFrom(...ranges), fc.double({ min: 0, max: 10_000, noNaN: true }), (by, value) => {
      const holds = Array.from({ length: classCount(by) }, (_, k) => {
        const range = rangeOf(by, k);
        return range !== null && (range.from ?? -1) <= value && value < (range.to ?? Number.POSITIVE_INFINITY);
      });
      expect(holds.flatMap((isIn, k) => (isIn ? [k] : []))).toEqual([classOf(by, value)]);
    }),
  );
});

test("the class for what is not known has no limits", () => {
  for (const by of ranges) {
    const rest = restClass(by);
    if (rest === null) continue;
    expect(classOf(by, null)).toBe(rest);
    expect(rangeOf(by, rest)).toBeNull();
  }
});

test("every class has a row, in its order, and the rows add up to what is in view", () => {
  const shown = [
    { class: 2, count: 3, lengthM: 40 },
    { class: 5, count: 1, lengthM: 2.5 },
  ];
  const rows = pipeRows({ by: "material", filter: { ...NO_FILTER, only: { material: [2] } }, shown, owners: 0 });
  expect(rows.map(({ k }) => k)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(rows.filter(({ isOn }) => isOn).map(({ k }) => k)).toEqual([2]);
  expect(totalOf(rows)).toEqual({ count: 4, lengthM: 42.5 });
});

test("enterprises have a row as far as there are any; the others stand last where there are some", () => {
  const ask = { by: "enterprise" as const, filter: NO_FILTER, owners: 2 };
  const last = classCount("enterprise") - 1;
  expect(pipeRows({ ...ask, shown: [] }).map(({ k }) => k)).toEqual([0, 1]);
  const shown = [{ class: last, count: 4, lengthM: 9 }];
  expect(pipeRows({ ...ask, shown }).map(({ k }) => k)).toEqual([0, 1, last]);
});

test("what a zoom leaves out and draws is all there is, and the zoom named draws it", () => {
  for (let zoom = 0; zoom <= 18; zoom += 0.25) {
    const out = leftOutAt(zoom);
    const drawn = pipeLevelsAt(zoom).length;
    expect(drawn + (out?.levels.length ?? 0)).toBe(classCount("level"));
    if (!out) continue;
    expect(pipeLevelsAt(out.from)).toHaveLength(classCount("level"));
    expect(out.from).toBeGreaterThan(zoom);
  }
});

test("a rounded box holds the box, is hardly larger, and stays the same when rounded again", () => {
  const anyBox = fc
    .tuple(
      fc.double({ min: 110, max: 119, noNaN: true }),
      fc.double({ min: 36, max: 42, noNaN: true }),
      fc.double({ min: 0.001, max: 1, noNaN: true }),
      fc.integer({ min: 4, max: 18 }),
    )
    .map(([w, s, size, zoom]) => [[w, s, w + size, s + size] as Bbox, zoom] as const);
  fc.assert(
    fc.property(anyBox, ([box, zoom]) => {
      const [w, s, e, n] = roundBox(box, zoom);
      const slack = 1e-6;
      expect(w <= box[0] + slack && s <= box[1] + slack && e >= box[2] - slack && n >= box[3] - slack).toBe(true);
      const step = 360 / (1024 * 2 ** zoom);
      expect(box[0] - w + e - box[2]).toBeLessThan(2 * step + 4 * slack);
    }),
  );
});

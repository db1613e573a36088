import fc from "fast-check";
import { expect, test } from "vitest";
import { HAZARD_GRADES } from "#contract/gas.ts";
import { type Candidate, orderTasks } from "./order.ts";

const task = (id: string, over: Partial<Candidate> = {}): Candidate => ({
  id,
  lngLat: [114.5, 38],
  daysLeft: 10,
  tries: 0,
  isCritical: false,
  worstHazard: null,
  openHazards: 0,
  appointment: null,
  likelyHome: null,
  heatingDays: null,
  place: null,
  ...over,
});
const ids = (tasks: readonly Candidate[], from: [number, number] | null = null) =>
  orderTasks(tasks, from).map(({ id }) => id);

const any: fc.Arbitrary<Candidate> = fc.record({
  id: fc.uuid(),
  lngLat: fc.tuple(fc.double({ min: 114, max: 114.1, noNaN: true }), fc.double({ min: 38, max: 38.1, noNaN: true })),
  daysLeft: fc.integer({ min: -60, max: 30 }),
  tries: fc.nat(6),
  isCritical: fc.boolean(),
  worstHazard: fc.option(fc.constantFrom(...HAZARD_GRADES)),
  openHazards: fc.nat(3),
  appointment: fc.option(
    fc.record({ fromMin: fc.integer({ min: -600, max: 600 }), toMin: fc.integer({ min: -600, max: 900 }) }),
  ),
  likelyHome: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  heatingDays: fc.option(fc.integer({ min: 0, max: 60 })),
  place: fc.option(fc.constantFrom("3号楼", "曲阳桥村")),
});
const some = fc.uniqueArray(any, { maxLength: 25, selector: ({ id }) => id });

test("every task stands in the order once, whatever order they come in", () => {
  fc.assert(
    fc.property(some, (tasks) => {
      const order = ids(tasks, [114, 38]);
      expect([...order].sort()).toEqual(tasks.map(({ id }) => id).sort());
      expect(ids(tasks.toReversed(), [114, 38])).toEqual(order);
    }),
  );
});

test("the reasons add up to the points that put a task there, the strongest first", () => {
  fc.assert(
    fc.property(some, (tasks) => {
      for (const { points, why } of orderTasks(tasks, [114, 38])) {
        expect(why.reduce((sum, one) => sum + one.points, 0)).toBe(points);
        const sizes = why.map((one) => Math.abs(one.points));
        expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
      }
    }),
  );
});

test("an appointment that is near comes before all else, one that is hours away waits", () => {
  const tasks = [
    task("hazard", { worstHazard: "major", openHazards: 1 }),
    task("soon", { appointment: { fromMin: 20, toMin: 80 } }),
    task("later", { appointment: { fromMin: 300, toMin: 360 } }),
  ];
  expect(ids(tasks)).toEqual(["soon", "hazard", "later"]);
});

test("of tasks that differ in nothing else, the nearer is next, and from there the next", () => {
  const row = [3, 1, 2, 0].map((n) => task(`door-${n}`, { lngLat: [114.5 + n * 0.001, 38] }));
  expect(ids(row, [114.4995, 38])).toEqual(["door-0", "door-1", "door-2", "door-3"]);
});

test("a door that was tried in vain stands behind its like, a hazard before it", () => {
  expect(ids([task("a", { tries: 2 }), task("b")])).toEqual(["b", "a"]);
  expect(ids([task("a"), task("b", { worstHazard: "minor", openHazards: 1 })])).toEqual(["b", "a"]);
});

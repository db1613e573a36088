import fc from "fast-check";
import { expect, test } from "vitest";
import type { FieldTask } from "#contract/field/tasks.ts";
import { laidOut, metresTo, ORDERS } from "./order.ts";

const task = fc.record({
  id: fc.uuid(),
  order: fc.integer({ min: 1, max: 9 }),
  street: fc.constantFrom("中山路", "槐安路", null),
  building: fc.constantFrom("1号楼", "2号楼", null),
  lngLat: fc.tuple(fc.double({ min: 114, max: 115, noNaN: true }), fc.double({ min: 37, max: 39, noNaN: true })),
}) as unknown as fc.Arbitrary<FieldTask>;

const tasks = fc.uniqueArray(task, { selector: ({ id }) => id, maxLength: 30 });
const here = fc.constantFrom([114.5, 38] as [number, number], null);

test("however the day is laid out, every task is there once", () => {
  fc.assert(
    fc.property(tasks, fc.constantFrom(...ORDERS), here, (all, order, place) => {
      const ids = laidOut(all, order, place).flatMap((group) => group.tasks.map(({ id }) => id));
      expect([...ids].sort()).toEqual(all.map(({ id }) => id).sort());
    }),
  );
});

test("near me means nearer first", () => {
  fc.assert(
    fc.property(tasks, (all) => {
      const metres = laidOut(all, "near", [114.5, 38]).flatMap((g) => g.tasks.map((t) => metresTo([114.5, 38], t)));
      expect(metres).toEqual([...metres].sort((a, b) => a - b));
    }),
  );
});

test("a building's doors stand together", () => {
  fc.assert(
    fc.property(tasks, (all) => {
      const names = laidOut(all, "street", null).map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }),
  );
});

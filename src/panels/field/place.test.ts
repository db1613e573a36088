import fc from "fast-check";
import { expect, test } from "vitest";
import { FIELD_TABS, HOME, type Open, readPlace } from "./place.ts";

const open: fc.Arbitrary<Open | null> = fc.oneof(
  fc.constant(null),
  fc.string().map((draft) => ({ is: "check", draft }) as const),
  fc.string().map((record) => ({ is: "notice", record }) as const),
  fc.string().map((hazard) => ({ is: "hazard", hazard }) as const),
);

test("a reload finds the place that was left", () => {
  fc.assert(
    fc.property(fc.constantFrom(...FIELD_TABS), open, (tab, opened) => {
      expect(readPlace(JSON.stringify({ tab, open: opened }))).toEqual({ tab, open: opened });
    }),
  );
});

test("what cannot be read is home", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(FIELD_TABS).toContain(readPlace(text).tab);
    }),
  );
  expect(readPlace(null)).toEqual(HOME);
  expect(readPlace('{"tab":"mine","open":{"is":"check"}}')).toEqual({ tab: "mine", open: null });
});

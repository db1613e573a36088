import fc from "fast-check";
import { expect, test } from "vitest";
import { pageOf } from "./round.ts";

test("a round shows every camera once, in order, and then begins anew", () => {
  const ids = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(ids, fc.constantFrom(4, 9), fc.integer({ min: -50, max: 50 }), (cams, size, from) => {
      const { pages } = pageOf(cams, size, 0);
      const turns = Array.from({ length: pages }, (_, i) => pageOf(cams, size, i));
      expect(turns.flatMap((turn) => turn.ids)).toEqual(cams);
      expect(pageOf(cams, size, from + pages)).toEqual(pageOf(cams, size, from));
    }),
  );
});

test("no camera is one empty page", () => {
  expect(pageOf([], 4, 3)).toEqual({ page: 0, pages: 1, ids: [] });
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { SUPERVISE_PAGES, type SuperviseView } from "./supervise.ts";
import { readSupervise, superviseParts } from "./url-supervise.ts";

const id = fc.option(fc.stringMatching(/^[a-z0-9-]{1,40}$/));
const view: fc.Arbitrary<SuperviseView> = fc.record({
  page: fc.constantFrom(...SUPERVISE_PAGES),
  record: id,
  hazard: id,
  sampling: id,
  conflict: id,
  person: id,
  day: fc.option(fc.constantFrom("2026-11-25T16:00:00.000Z", "2026-01-31T16:00:00.000Z")),
});
const searchOf = (of: SuperviseView | undefined) =>
  new URLSearchParams(superviseParts(of).filter((part): part is [string, string] => part[1] !== null));

test("what the panel of field work shows comes back from its link", () => {
  fc.assert(
    fc.property(view, (of) => {
      expect(readSupervise(searchOf(of))).toEqual(of);
    }),
  );
});

test("a link that says nothing of field work, or nothing sound, opens nothing of it", () => {
  expect(readSupervise(searchOf(undefined))).toBeUndefined();
  expect(readSupervise(new URLSearchParams("work=yes&record=<x>&who=a"))).toBeUndefined();
});

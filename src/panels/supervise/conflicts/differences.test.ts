import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "#contract/field/canonical.ts";
import { entriesOf } from "./differences.ts";

const differing = (first: Json, other: Json) =>
  entriesOf(first, other)
    .filter(({ differs }) => differs)
    .map(({ path }) => path.join("."));

test("what differs is named by where it stands", () => {
  const first = { body: { outcome: "entered", note: "", answers: { A1: { value: true } } } };
  const other = { body: { outcome: "refused", note: "", answers: {} } };
  expect(differing(first, other)).toEqual(["body.outcome", "body.answers.A1.value"]);
});

test("things of a list are held against themselves, whatever their order", () => {
  const [a, b] = [
    { id: "a", grade: "major" },
    { id: "b", grade: "minor" },
  ];
  expect(differing({ hazards: [a, b] }, { hazards: [b, { ...a, grade: "general" }] })).toEqual(["hazards.a.grade"]);
  expect(differing({ hazards: [a] }, { hazards: [a, b] })).toEqual(["hazards.b.id", "hazards.b.grade"]);
});

test("a value in place of members is told as a whole", () => {
  expect(differing({ place: { lng: 1 } }, { place: null })).toEqual(["place"]);
  expect(differing({ photos: [] }, { photos: ["x"] })).toEqual(["photos"]);
});

test("a content differs from itself in nothing, and from another one in something", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(entriesOf(value as Json, structuredClone(value) as Json).every(({ differs }) => !differs)).toBe(true);
    }),
  );
});

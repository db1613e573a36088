import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeValue, parseArray } from "./values.ts";

const asText = (text: string) => text;

test("an array of any texts survives the way to PostgreSQL's literal and back", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.string({ unit: "binary" }))), (given) => {
      expect(parseArray(encodeValue(given) ?? "", asText)).toEqual(given);
    }),
  );
});

test("arrays within arrays keep their shape", () => {
  const nested = fc.array(fc.array(fc.integer(), { minLength: 1 }), { minLength: 1 });
  fc.assert(
    fc.property(nested, (given) => {
      expect(parseArray(encodeValue(given) ?? "", Number)).toEqual(given);
    }),
  );
});

test("a literal that ends early is an error, not a hang", () => {
  for (const text of ["{", '{"a', "{1,2", "{{1}", "{a,"]) expect(() => parseArray(text, asText)).toThrow(/ends early/);
});

test("what has no form in a query is refused", () => {
  expect(() => encodeValue(() => 1)).toThrow(TypeError);
  expect(() => encodeValue(new Date(Number.NaN))).toThrow(RangeError);
});

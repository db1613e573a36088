import fc from "fast-check";
import { expect, test } from "vitest";
import { deviceIdFaults } from "./device-id.ts";

const digits = (n: number) => fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: n, maxLength: n });
const rules = (id: string, area: string | null = null) => deviceIdFaults(id, area).map(({ rule }) => rule);

test("the id of a network camera in its county has no fault", () => {
  expect(rules("13012301121320000001", "130123")).toEqual([]);
});

test("a unit may be registered on the level of its city or province", () => {
  expect(rules("13010001121320000001", "130123")).toEqual([]);
  expect(rules("13000001121320000001", "130123")).toEqual([]);
});

test("an id of another division, or of a device without a picture, is named as that", () => {
  expect(rules("11010101121320000001", "130123")).toEqual(["device_id_area"]);
  expect(rules("13012301122000000001", "130123")).toEqual(["device_id_kind"]);
});

test("only twenty digits have the form", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), (text) => {
      fc.pre(!/^\d{20}$/.test(text));
      expect(rules(text)).toEqual(["device_id_form"]);
    }),
  );
  fc.assert(
    fc.property(digits(10), digits(7), (head, tail) => {
      expect(rules(`${head}132${tail}`)).toEqual([]);
    }),
  );
});

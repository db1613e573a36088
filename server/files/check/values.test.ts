import fc from "fast-check";
import { expect, test } from "vitest";
import { IMPORT_KINDS, type ImportField } from "#contract/import-fields.ts";
import { creditCodeCheck, creditCodeFault } from "./credit-code.ts";
import { fieldUnit, tagUnit } from "./units.ts";
import { Fault, readValue } from "./values.ts";

const field = (type: ImportField["type"], over: Partial<ImportField> = {}): ImportField => ({
  name: "x",
  type,
  required: false,
  ...over,
});
const rule = (value: unknown) => (value instanceof Fault ? value.rule : value);

test("no cell makes the reader throw, and what it gives is of the field's type or a named fault", () => {
  const fields = Object.values(IMPORT_KINDS).flatMap((kind) => kind.fields);
  fc.assert(
    fc.property(fc.constantFrom(...fields), fc.oneof(fc.anything(), fc.string()), (one, cell) => {
      const value = readValue(one, cell);
      if (value instanceof Fault || value === null) return;
      const type = { number: "number", integer: "number", boolean: "boolean" }[one.type as string] ?? "string";
      expect(typeof value).toBe(type);
      if (one.type === "choice") expect(one.choices).toContain(value);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ["1,234.5", 1234.5],
  [" 12 ", 12],
  ["1e3", 1000],
  ["12m", "type"],
  ["NaN", "type"],
  ["Infinity", "type"],
  ["0x10", "type"],
  ["", null],
  ["NULL", null],
])("number %j reads as %j", (cell, expected) => {
  expect(rule(readValue(field("number"), cell))).toBe(expected);
});

test("limits, whole numbers and required cells are named", () => {
  expect(rule(readValue(field("number", { min: 0, max: 10 }), 11))).toBe("range");
  expect(rule(readValue(field("integer"), 1.5))).toBe("type");
  expect(rule(readValue(field("text", { required: true }), "  "))).toBe("required");
  expect(rule(readValue(field("text"), "a\0b"))).toBe("type");
});

test.each([
  ["2024-02-29", "2024-02-29"],
  ["2023-02-29", "type"],
  ["20240105", "2024-01-05"],
  ["2024/1/5", "2024-01-05"],
  ["2024年1月5日", "2024-01-05"],
  ["2024-01-05T10:00:00+08:00", "2024-01-05"],
  ["05.01.2024", "type"],
])("date %j reads as %j", (cell, expected) => {
  expect(rule(readValue(field("date"), cell))).toBe(expected);
});

test.each([
  ["2026-11-01T08:00:00+08:00", "2026-11-01T00:00:00.000Z"],
  ["2026-11-01 08:00", "2026-11-01T00:00:00.000Z"],
  ["2026/11/1 8:00:00", "2026-11-01T00:00:00.000Z"],
  ["2026-11-01T00:00:00.5Z", "2026-11-01T00:00:00.500Z"],
  ["1793491200", "2026-11-01T00:00:00.000Z"],
  ["1793491200000", "2026-11-01T00:00:00.000Z"],
  ["2026-02-30T00:00:00Z", "type"],
  ["yesterday", "type"],
])("instant %j reads as %j, without an offset as China's", (cell, expected) => {
  expect(rule(readValue(field("instant"), cell))).toBe(expected);
});

test.each([
  ["130102", "130102"],
  [130102, "130102"],
  ["130102001", "130102"],
  ["130102001002", "130102"],
  ["156130102", "130102"],
  ["1301", "area_unknown"],
  ["长安区", "area_unknown"],
])("area %j reads as %j", (cell, expected) => {
  expect(rule(readValue(field("area"), cell))).toBe(expected);
});

test("words of the field are read by alias, in any case and in full width", () => {
  const level = IMPORT_KINDS.pipe.fields.find(({ name }) => name === "pressure_level") as ImportField;
  for (const word of ["MP_A", "mp_a", "中压A", "中压Ａ", "中压a"]) expect(readValue(level, word), word).toBe("MP_A");
  expect(readValue(level, "中压")).toBe("unknown");
  expect(rule(readValue(level, "特高压"))).toBe("choice");
});

test("a credit code is right with one check character and wrong with every other", () => {
  const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...alphabet), minLength: 17, maxLength: 17 }), (first) => {
      const right = [...alphabet].filter((char) => creditCodeFault(first + char) === null);
      expect(right).toEqual([creditCodeCheck(first)]);
    }),
  );
});

test("the credit code printed on a published licence is right", () => {
  // 华为技术有限公司 and 小米科技有限责任公司, from the public register (gsxt.gov.cn).
  for (const code of ["914403001922038216", "91110108551385082Q"]) expect(creditCodeFault(code), code).toBeNull();
  expect(creditCodeFault("914403001922038217")).toEqual({ expected: "check character 6 (GB 32100)" });
  expect(creditCodeFault("9144030019220382I6")?.expected).toContain("characters of");
});

test("units come to the one unit of their kind, what measures something else does not", () => {
  expect(tagUnit("pressure", "MPa")).toEqual({ factor: 1000, offset: 0 });
  expect(tagUnit("flow", "Nm³/h")).toEqual({ factor: 1, offset: 0 });
  expect(tagUnit("temperature", "K")).toEqual({ factor: 1, offset: -273.15 });
  expect(tagUnit("pressure", "℃")).toBeNull();
  expect(fieldUnit("dn_mm", "m")).toEqual({ factor: 1000, offset: 0 });
  expect(fieldUnit("design_kpa", "MPa")).toEqual({ factor: 1000, offset: 0 });
  expect(fieldUnit("material", "m")).toBeNull();
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { readCsvText } from "./testing/read-csv.ts";
import { csvCell, formulaSafe } from "./csv.ts";

test.each(["=1+1", "+8613800000000", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1"])(
  "%j is text to a spreadsheet, not a formula",
  (text) => {
    expect(formulaSafe(text)).toBe(`'${text}`);
    expect(csvCell(text).replace(/^"/, "")).toMatch(/^'/);
  },
);

test("numbers stay numbers, a minus before them too", () => {
  expect([csvCell(-5), csvCell(1.5), csvCell(null), csvCell(true), csvCell(Number.NaN)]).toEqual([
    "-5",
    "1.5",
    "",
    "true",
    "",
  ]);
});

test("whatever a text holds, it comes back as one cell, and never begins a formula", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 5 }), (cells) => {
      const [line] = readCsvText(`${cells.map(csvCell).join(",")}\r\n`);
      expect(line).toEqual(cells.map(formulaSafe));
      for (const cell of line ?? []) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
});

import { expect, test } from "vitest";
import { csvCell, csvText } from "./csv.ts";

test("what a spreadsheet would take for a formula is text; numbers stay numbers", () => {
  expect(["=1+1", "@x", "-cmd", "+1a", "\tx"].map(csvCell)).toEqual(["'=1+1", "'@x", "'-cmd", "'+1a", "'\tx"]);
  expect(["-3.5", "2026-11-25 03:10", -3.5, null].map(csvCell)).toEqual(["-3.5", "2026-11-25 03:10", "-3.5", ""]);
});

test("commas, quotes and lines are held together", () => {
  expect(
    csvText([
      ["a,b", 'c"d'],
      ["e\nf", 1],
    ]),
  ).toBe('\uFEFF"a,b","c""d"\r\n"e\nf",1\r\n');
});

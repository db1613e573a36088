import { expect, test } from "vitest";
import { readTilesOptions, WrongTilesOption } from "./tiles-options.ts";

test("the whole province from zoom 4 to 14 into public/tiles, unless told otherwise", () => {
  expect(readTilesOptions([])).toEqual({ out: "public/tiles", area: null, minZoom: 4, maxZoom: 14 });
  expect(readTilesOptions(["--area", "130100", "--out", "x", "--min-zoom", "6", "--max-zoom", "15"])).toEqual({
    out: "x",
    area: "130100",
    minZoom: 6,
    maxZoom: 15,
  });
  expect(readTilesOptions(["-h"])).toBe("help");
});

test.each([
  ["--max-zoom", "16"],
  ["--min-zoom", "3"],
  ["--max-zoom", "1e1"],
  ["--area", "石家庄"],
  ["--zoom", "5"],
  ["somewhere"],
])("says what is wrong with %s %s", (...args) => {
  expect(() => readTilesOptions(args)).toThrow(WrongTilesOption);
});

test("refuses zooms that go backwards", () => {
  expect(() => readTilesOptions(["--min-zoom", "9", "--max-zoom", "8"])).toThrow("--min-zoom 9 > --max-zoom 8");
});

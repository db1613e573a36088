import fc from "fast-check";
import { expect, test } from "vitest";
import { regionCsv, regionText } from "./region-text.ts";

const HEADS = ["分组", "类别", "条数", "km"];

test("a region copied is a table of tabs, in kilometres", () => {
  const rows = [{ group: "压力级别", name: "中压A", count: 1234, lengthM: 56_789.4 }];
  expect(regionText(HEADS, rows)).toBe("分组\t类别\t条数\tkm\n压力级别\t中压A\t1234\t56.789");
});

test("a name with commas, quotes or line breaks stays one cell of the file", () => {
  fc.assert(
    fc.property(
      fc.string().filter((name) => !name.includes("\u0000")),
      (name) => {
        const csv = regionCsv(HEADS, [{ group: "g", name, count: 1, lengthM: 0 }]);
        const line = csv.slice(csv.indexOf("\r\n") + 2, -2);
        const cell = line.slice("g,".length, -",1,0.000".length);
        const read = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
        expect(read).toBe(name);
        if (/[,"\r\n]/.test(name)) expect(cell.startsWith('"')).toBe(true);
      },
    ),
  );
});

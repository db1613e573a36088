import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { csvCell, summary } from "./report.ts";
import { RULE_WORDS } from "./words.ts";

const HERE = import.meta.dirname;
const sources = readdirSync(HERE, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
  .map((name) => readFileSync(join(HERE, name), "utf8"));

const RULES = [
  /new FileProblem\(\s*"(\w+)"/g,
  /new Fault\("(\w+)"/g,
  /fault\(\s*"(\w+)"/g,
  /broken\(\s*"(\w+_\w+)"/g,
  /rule: "(\w+)"/g,
  /(?:report|finding)\(\s*"(?:reject|warn|note)",\s*\w+,\s*"(\w+)"/g,
];

test("every rule that the importer can name has words in both languages, and no words stand without a rule", () => {
  const used = new Set(
    sources.flatMap((text) => RULES.flatMap((rule) => [...text.matchAll(rule)].map(([, name]) => name))),
  );
  expect(used.size).toBeGreaterThan(50);
  expect([...used].filter((rule) => !RULE_WORDS[String(rule)])).toEqual([]);
  expect(Object.keys(RULE_WORDS).filter((rule) => !used.has(rule))).toEqual([]);
});

test("a report opened in a spreadsheet runs nothing and keeps its numbers", () => {
  expect(csvCell('=cmd|"/c calc"!A1')).toBe(`"'=cmd|""/c calc""!A1"`);
  expect(csvCell("-12.5")).toBe("-12.5");
  expect(csvCell("@SUM(A1)")).toBe("'@SUM(A1)");
  expect(csvCell(null)).toBe("");
});

test("a summary says how many rows were read, taken and refused, and shows the first faults of each rule", () => {
  const fault = {
    severity: "reject",
    field: "dn_mm",
    rule: "range",
    expected: "6 … 2000",
    areaCode: null,
    enterpriseId: null,
  } as const;
  const rejects = [1, 2, 3, 4].map((line) => ({ ...fault, line, received: String(9000 + line) }));
  const text = summary({
    dataset: "pipes",
    kind: "pipe",
    outcome: "imported",
    version: 3,
    rowsRead: 10,
    accepted: 6,
    rejectedRows: 4,
    format: "csv",
    encoding: "UTF-8",
    sourceCrs: null,
    said: [],
    rejects,
    remarks: [],
    counts: new Map([["range", 4]]),
    ms: 100,
  }).join("\n");
  expect(text).toContain("read 10 = 接受 accepted 6 + 拒绝 rejected 4");
  expect(text).toContain("×4  range");
  expect(text).toContain("line 3 dn_mm");
  expect(text).not.toContain("9004");
});

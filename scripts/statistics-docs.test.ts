import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withTable } from "./statistics-table.ts";
import { ROOT } from "./steps.ts";

test("the document of statistics holds the catalogue as it is: node scripts/statistics-docs.ts writes it", () => {
  const text = readFileSync(join(ROOT, "docs/statistics.md"), "utf8");
  expect(withTable(text)).toBe(text);
});

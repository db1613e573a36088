/** Writes the catalogue of measures into docs/statistics.md: `node scripts/statistics-docs.ts`. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withTable } from "./statistics-table.ts";
import { ROOT } from "./steps.ts";

const path = join(ROOT, "docs/statistics.md");
writeFileSync(path, withTable(readFileSync(path, "utf8")));

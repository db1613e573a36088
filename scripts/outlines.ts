/**
 * Makes contract/facts/indicative-outlines.json: outlines of province, cities, counties and neighbours for a map that has no
 * official boundary file yet. Not an official boundary: always drawn with 示意. How and why: docs/decisions/2026-11-22-indicative-outlines.md.
 * Needs the package registry once (`npm pack echarts@4.9.0`, Apache-2.0); `--from DIR` reads an unpacked package instead.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readDivisions, readUnits } from "./outlines/divisions.ts";
import type { EchartsMap } from "./outlines/echarts-map.ts";
import { makeOutlines } from "./outlines/make.ts";

const OUT = new URL("../contract/facts/indicative-outlines.json", import.meta.url);
const PACKAGE = "echarts@4.9.0";

function unpack(into: string): string {
  const [archive] = execFileSync("npm", ["pack", PACKAGE, "--silent"], { cwd: into, encoding: "utf8" })
    .trim()
    .split("\n");
  execFileSync("tar", ["xzf", archive as string, "package/map/json"], { cwd: into });
  return join(into, "package");
}

const { values } = parseArgs({ options: { from: { type: "string" } } });
const scratch = mkdtempSync(join(tmpdir(), "outlines-"));
try {
  const folder = values.from ?? unpack(scratch);
  const map = (name: string): EchartsMap => JSON.parse(readFileSync(join(folder, "map/json", name), "utf8"));
  const facts = (name: string) => readFileSync(new URL(`../contract/facts/${name}`, import.meta.url), "utf8");
  const { collection, report } = makeOutlines(
    map("province/hebei.json"),
    map("china.json"),
    readDivisions(facts("hebei-divisions.csv")),
    readUnits(facts("supervision-units.csv")),
  );
  const lines = collection.features.map((feature) => JSON.stringify(feature)).join(",\n");
  writeFileSync(OUT, `{"type":"FeatureCollection","name":"indicative-outlines","features":[\n${lines}\n]}\n`);
  for (const line of report) console.log(line);
  console.log(`${collection.features.length} outlines written to ${OUT.pathname}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

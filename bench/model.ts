/**
 * The network model: every transcribed case within its tolerance, exact counts on generated grids, and pace beside pandapipes 0.14
 * (figures measured on such a machine, not in the same run). `node bench/model.ts [grid …]`, default all of 1k 10k 100k 1M; the last takes two minutes and 1.5 GB.
 */
import { readdir, readFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { type AnyCase, checkCase } from "./model/check-cases.ts";
import { graphPace } from "./model/graph-pace.ts";
import { GRID_ITEMS } from "./model/grid-items.ts";
import { hardPace, manyRegulators, memoryOf } from "./model/hard-pace.ts";
import { solvePace } from "./model/solve-pace.ts";

const asked = process.argv.slice(2);
const tags = asked.length > 0 ? asked : GRID_ITEMS.map(({ tag }) => tag);
const misses: string[] = [];
const goal = (name: string, isMet: boolean): string => {
  if (!isMet) misses.push(name);
  return isMet ? "met" : "MISSED";
};

console.log(`load ${loadavg()[0]?.toFixed(1)}; where the machine is busy, processor time is the better figure`);
console.log("cases");
const folder = new URL("../model/cases/", import.meta.url);
for (const file of (await readdir(folder)).sort()) {
  const verdict = await checkCase(JSON.parse(await readFile(new URL(file, folder), "utf8")) as AnyCase);
  console.log(
    `  ${goal(verdict.id, verdict.ok).padEnd(6)} ${verdict.id.padEnd(34)} ${verdict.words}; ${verdict.iterations} steps`,
  );
}
for (const [title, run] of [
  ["graph", graphPace],
  ["hydraulics", solvePace],
] as const) {
  console.log(title);
  for (const item of GRID_ITEMS) if (tags.includes(item.tag)) run(item, goal);
}
console.log("regulators and starving customers");
for (const item of GRID_ITEMS) if (item.tag === "1k" && tags.includes(item.tag)) hardPace(item, goal);
manyRegulators(goal);
console.log("memory");
for (const item of GRID_ITEMS) if (tags.includes(item.tag)) memoryOf(item, goal);
if (misses.length > 0) console.log(`missed: ${misses.join(", ")} (load ${loadavg()[0]?.toFixed(1)})`);
process.exitCode = misses.length === 0 ? 0 : 1;

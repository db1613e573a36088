/**
 * `node bench/model/run-cases.ts FILE…`: answers reference cases of networks from where they lie and compares within each one's own
 * tolerance. Other schemas are passed by. Exit code 1 when one does not hold.
 */
import { readFile } from "node:fs/promises";
import { type AnyCase, checkCase } from "./check-cases.ts";

for (const file of process.argv.slice(2)) {
  const verdict = await checkCase(JSON.parse(await readFile(file, "utf8")) as AnyCase);
  if (!verdict) continue;
  console.log(
    `${verdict.ok ? "ok   " : "WRONG"} ${verdict.id.padEnd(34)} ${verdict.words}; ${verdict.iterations} iterations`,
  );
  if (!verdict.ok) process.exitCode = 1;
}

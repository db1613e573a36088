import { readdirSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { ROOT, runStep } from "#scripts/steps.ts";

/**
 * `npm run bench [-- name …]`: each bench prints its figures beside a baseline measured in the same run. Exit code 1 when one misses its goal.
 * Arguments after `--` name benches; without any, all run, each in a process of its own so that memory figures are its own.
 */
const all = readdirSync(join(ROOT, "bench"))
  .filter((file) => file.endsWith(".ts") && file !== "run.ts" && !file.endsWith(".test.ts"))
  .map((file) => file.replace(/\.ts$/, ""));
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !all.includes(name));
if (unknown.length > 0) throw new Error(`no bench named ${unknown.join(", ")}; there are ${all.join(", ")}`);

const gib = (totalmem() / 2 ** 30).toFixed(0);
console.log(`${cpus().length} cores (${cpus()[0]?.model ?? "unknown"}), ${gib} GiB, Node ${process.version}`);
let missed = 0;
for (const name of asked.length > 0 ? asked : all) {
  console.log(`\n── ${name} · load ${loadavg()[0]?.toFixed(2)} ──`);
  const result = await runStep({ name, command: "node", args: ["--expose-gc", `bench/${name}.ts`] });
  if (!result.ok) missed += 1;
}
process.exitCode = missed === 0 ? 0 : 1;

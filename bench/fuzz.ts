/**
 * Junk to every parameter of `/ogc` and `/sensorthings`, many inputs each, in rounds with numbers of their own: a run that is stopped has tried
 * all parameters alike, and goes on with `--from`.
 *
 *     node bench/fuzz.ts [--inputs 20000] [--round 1000] [--from 1] [--engine native|embedded] [--workers 1]
 *
 * Each round is the two tests with `FUZZ_INPUTS` and `FC_SEED`. Goal: no answer of 500 or above, no row out of sight. Exit code 1 with what a test
 * said when one is red; the seed that it says draws the same again.
 */
import { spawn } from "node:child_process";
import { loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "#scripts/steps.ts";

const FILES = ["server/ogc/fuzz.db.test.ts", "server/sensorthings/fuzz.db.test.ts"];
const VITEST = join(ROOT, "node_modules/vitest/vitest.mjs");

const { values } = parseArgs({
  options: {
    inputs: { type: "string", default: "20000" },
    round: { type: "string", default: "1000" },
    from: { type: "string", default: "1" },
    engine: { type: "string", default: "native" },
    workers: { type: "string", default: "1" },
  },
});
const [inputs, each, from] = [Number(values.inputs), Number(values.round), Number(values.from)];

interface Round {
  readonly code: number | null;
  readonly said: string;
}

function round(seed: number): Promise<Round> {
  const args = ["run", "--project", "db", ...FILES, "-t", values.engine, "--maxWorkers", values.workers];
  const env = { ...process.env, FUZZ_INPUTS: String(each), FC_SEED: String(seed), NO_COLOR: "1" };
  const child = spawn(process.execPath, [VITEST, ...args], { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => (said += String(bytes)));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, said }));
  });
}

const load = () => (loadavg()[0] ?? 0).toFixed(1);

const rounds = Math.ceil(inputs / each);
console.log(`${values.engine}: ${rounds} rounds of ${each} inputs to each parameter; load ${load()}`);
for (let seed = from; seed < from + rounds; seed++) {
  const begun = performance.now();
  const { code, said } = await round(seed);
  const tests = /Tests\s+(.*)/.exec(said)?.[1] ?? "no test was run";
  console.log(`seed ${seed}: ${tests}; ${Math.round((performance.now() - begun) / 1000)} s; load ${load()}`);
  // A test that is red at first and green at its second try has still seen something.
  if (code !== 0 || /retry|flaky/i.test(said)) {
    console.log(said);
    process.exitCode = 1;
    break;
  }
}

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { ROOT, runStep } from "#scripts/steps.ts";
import { createContext, type Goal, loadNow } from "./method/context.ts";
import { isFailure, judge, type Line, ratioOf } from "./method/judge.ts";
import { tableOf } from "./method/table.ts";
import { buildPages } from "./pages/build.ts";
import { PAGES } from "./server/start.ts";

const RESULTS = join(ROOT, "bench/results");

async function step(name: string, command: string, args: readonly string[]): Promise<void> {
  const { ok } = await runStep({ name, command, args });
  if (!ok) throw new Error(`${name} failed`);
}

/** Snapshots, pages and packages that these goals need. */
async function prepare(goals: readonly Goal[], say: (text: string) => void): Promise<void> {
  if (goals.some((goal) => goal.needsPeers) && !existsSync(join(ROOT, "bench/peers/node_modules/.package-lock.json"))) {
    say("installing peers that the product does not use (bench/peers, 1.3 GB)");
    const args = ["ci", "--prefix", "bench/peers", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    // Without them one goal cannot be measured, and says so; the others can.
    await step("peers", "npm", args).catch((cause: unknown) => say(String(cause)));
  }
  const scales = [...new Set(goals.flatMap((goal) => goal.scales))];
  if (scales.length > 0) {
    say("making the province");
    await step("province", "node", ["--max-old-space-size=8192", "bench/province/prepare.ts", ...scales]);
  }
  if (goals.some((goal) => goal.needsPages)) {
    say("building the pages");
    await buildPages(PAGES);
  }
}

async function measure(goal: Goal, context: ReturnType<typeof createContext>): Promise<Line[]> {
  context.say(`${goal.id}: ${goal.title} · load ${loadNow().toFixed(1)}`);
  try {
    return await goal.run(context);
  } catch (cause) {
    const note = cause instanceof Error ? cause.message : String(cause);
    context.say(`${goal.id} failed: ${note}`);
    return [
      {
        goal: goal.id,
        what: goal.title,
        ours: null,
        peer: null,
        unit: "",
        target: { most: 0 },
        n: 0,
        load: loadNow(),
        note,
      },
    ];
  }
}

const machine = () => ({
  cores: cpus().length,
  cpu: cpus()[0]?.model ?? "unknown",
  gib: Math.round(totalmem() / 2 ** 30),
  node: process.version,
});

function writeResults(lines: readonly Line[], seconds: number, json: string | undefined): string {
  const at = new Date().toISOString();
  const file = json ?? join(RESULTS, `${at.replaceAll(":", "-").slice(0, 19)}.json`);
  mkdirSync(dirname(file), { recursive: true });
  const results = lines.map((line) => ({ ...line, ratio: ratioOf(line), verdict: judge(line) }));
  writeFileSync(file, `${JSON.stringify({ at, seconds, ...machine(), results }, null, 2)}\n`);
  return file;
}

/** Runs goals one after the other, prints their table and writes it as JSON. @returns true when none was missed. */
export async function runGoals(goals: readonly Goal[], json?: string): Promise<boolean> {
  const began = performance.now();
  const context = createContext(began);
  const lines: Line[] = [];
  const { cores, cpu, gib, node } = machine();
  console.log(`${cores} cores (${cpu}), ${gib} GiB, Node ${node}`);
  try {
    await prepare(goals, context.say);
    for (const goal of goals) lines.push(...(await measure(goal, context)));
  } finally {
    await context.close();
  }
  const seconds = Math.round((performance.now() - began) / 1000);
  const file = writeResults(lines, seconds, json);
  const missed = lines.filter(isFailure);
  console.log(`\n${tableOf(lines)}\n`);
  console.log(
    `${lines.length} lines in ${Math.floor(seconds / 60)} min ${seconds % 60} s, ${missed.length} missed; as JSON in ${file}`,
  );
  return missed.length === 0;
}

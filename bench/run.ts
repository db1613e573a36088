/**
 * `npm run bench [-- name …] [--json file]`: the goals of the map engine, each beside a peer measured in the same run, as a table and as JSON.
 * Names are goals (`G5 G7`) or benches of their own (`anomaly`, `export`, `field`, `history`, `import`, `live`, `live-hours`, `snapshot`), which run in a process each. Exit code 1 when a goal is missed.
 */
import { parseArgs } from "node:util";
import { runStep } from "#scripts/steps.ts";
import { GOALS } from "./goals/all.ts";
import { loadNow } from "./method/context.ts";
import { runGoals } from "./run-goals.ts";

/** Not in the table: each prints its own figures. */
const OTHERS = [
  "alarms",
  "anomaly",
  "export",
  "field",
  "history",
  "import",
  "live",
  "live-hours",
  "matching",
  "model",
  "network-now",
  "plan",
  "snapshot",
  "statistics",
  "telemetry",
  "trend",
] as const;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: "string" } } });
const asked = positionals.map((name) => (/^g\d+$/i.test(name) ? name.toUpperCase() : name));
const names = [...GOALS.map((goal) => goal.id), ...OTHERS];
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0) throw new Error(`no bench named ${unknown.join(", ")}; there are ${names.join(", ")}`);

const goals = asked.length === 0 ? GOALS : GOALS.filter((goal) => asked.includes(goal.id));
let isMet = true;
for (const name of OTHERS.filter((other) => asked.includes(other))) {
  console.log(`\n── ${name} · load ${loadNow().toFixed(2)} ──`);
  const { ok } = await runStep({ name, command: "node", args: ["--expose-gc", `bench/${name}.ts`] });
  isMet = isMet && ok;
}
if (goals.length > 0) isMet = (await runGoals(goals, values.json)) && isMet;
process.exit(isMet ? 0 : 1);

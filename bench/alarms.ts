/**
 * The alarm engine: a million steps of its laws, a square wave, folding against the made-up province's planted faults, and a flood of ten thousand
 * alarms in ten minutes written to a database, and the same flood before a page in a real Chromium.
 * `node bench/alarms.ts [laws|wave|folding|flood|page …] [--steps 1000000] [--tier demo] [--seconds 60]`; all when none is named. `--seconds 600` lives the
 * page's flood as it would come; 60 is ten times as fast.
 */
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { readFacts } from "#mocks/files/facts.ts";
import { TIERS, type Tier } from "#mocks/world/tiers.ts";
import { buildWorld } from "#mocks/world/world.ts";
import { runFlood } from "./alarms/flood.ts";
import { scoreFolding } from "./alarms/folding.ts";
import { runLaws, runSkewedLaws } from "./alarms/laws.ts";
import { runPageFlood } from "./alarms/page-flood.ts";
import { ringsOfWave } from "./alarms/wave.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    steps: { type: "string", default: "1000000" },
    tier: { type: "string", default: "demo" },
    seed: { type: "string", default: "1" },
    seconds: { type: "string", default: "60" },
  },
});
const isAsked = (name: string) => positionals.length === 0 || positionals.includes(name);
const misses: string[] = [];
const goal = (name: string, isMet: boolean) => {
  if (!isMet) misses.push(name);
  return `goal ${name}: ${isMet ? "met" : "MISSED"}`;
};
const since = (at: number) => `${((performance.now() - at) / 1000).toFixed(1)} s`;
const share = (x: number) => `${(100 * x).toFixed(1)} %`;

if (isAsked("laws")) {
  const at = performance.now();
  const steps = Number(values.steps);
  const done = runLaws(steps, Number(values.seed));
  console.log(`laws: ${done.steps} steps, ${done.events} entries of the journal, none broken, in ${since(at)}`);
  console.log(`  ${goal("steps", done.steps >= steps)}`);
  const skewedAt = performance.now();
  const skewed = runSkewedLaws(steps, Number(values.seed));
  console.log(
    `laws under device clocks wrong by up to 26 h: ${skewed.steps} steps, ${skewed.events} entries in the server's order, none another than under right clocks, in ${since(skewedAt)}`,
  );
  console.log(`  ${goal("steps under wrong clocks", skewed.steps >= steps)}`);
}
if (isAsked("wave")) {
  const quick = ringsOfWave({ periodS: 20, minutes: 30 });
  const slow = ringsOfWave({ periodS: 240, minutes: 120 });
  console.log(
    `square wave about the limit: period 20 s for 30 min rings ${quick.heard} ×; period 4 min for 2 h rings ${slow.heard} × of ${slow.begins} begins`,
  );
  console.log(`  ${goal("a square wave rings once", quick.heard === 1)}`);
  console.log(`  ${goal("a slow one is called chattering", slow.heard <= 3 && slow.isChattering)}`);
}
if (isAsked("folding")) {
  const tier = TIERS.find((name): name is Tier => name === values.tier);
  if (tier === undefined) throw new Error(`no tier ${values.tier}; there are ${TIERS.join(", ")}`);
  const at = performance.now();
  const { divisions, outlines } = readFacts();
  const asOf = Date.UTC(2026, 10, 22);
  const { parts } = buildWorld({ tier, seed: Number(values.seed), asOf, divisions, outlines });
  const score = scoreFolding(parts, Number(values.seed), asOf);
  console.log(
    `folding, ${tier}: ${score.tags} tags, ${score.faults} faults planted, ${score.alarms} alarms (${score.explained} of faults) in ${score.incidents} incidents, in ${since(at)}`,
  );
  console.log(
    `  pairs: precision ${share(score.precision)}, recall ${share(score.recall)}; cause named right: ${score.named} of ${score.caused}`,
  );
  const told = (x: number | null) => (x === null ? "nothing to judge by" : share(x));
  for (const { kind, faults, alarms, recall, precision } of score.kinds)
    console.log(`  ${kind}: ${faults} planted, ${alarms} alarms, recall ${told(recall)}, precision ${told(precision)}`);
  console.log(
    `  ${goal(
      "recall ≥ 80 % of each kind, none without alarms to judge by",
      score.kinds.every(({ recall }) => recall !== null && recall >= 0.8),
    )}`,
  );
  const wells = score.kinds.find(({ kind }) => kind === "wells");
  console.log(
    `  ${goal("neighbouring wells: precision ≥ 90 %, strangers beside them", (wells?.precision ?? 0) >= 0.9)}`,
  );
  console.log(`  ${goal("precision ≥ 90 %", score.precision >= 0.9)}`);
  console.log(`  ${goal("recall ≥ 90 %", score.recall >= 0.9)}`);
}
if (isAsked("flood")) {
  const at = performance.now();
  const flood = await runFlood();
  console.log(
    `flood: ${flood.alarms} alarms in ${flood.minutes} min of ${flood.tags} tags, ${flood.groups} groups, ${flood.entries} entries written, in ${since(at)}`,
  );
  console.log(
    `  engine ${flood.engineMs.toFixed(0)} ms in all, ${flood.usPerReading.toFixed(1)} µs a reading; slowest second ${flood.worstMs.toFixed(0)} ms`,
  );
  console.log(`  after a restart: ${flood.openAfter} open of ${flood.openBefore}, ${flood.doubled} doubled`);
  console.log(`  ${goal("10 000 alarms", flood.alarms >= 10_000)}`);
  console.log(`  ${goal("groups ≤ 20", flood.groups <= 20)}`);
  console.log(`  ${goal("journal whole", flood.isWhole)}`);
  console.log(
    `  ${goal("restart loses and doubles none", flood.openAfter === flood.openBefore && flood.doubled === 0)}`,
  );
}
if (isAsked("page")) {
  const at = performance.now();
  const page = await runPageFlood(Number(values.seconds));
  const ms = (x: number) => `${x.toFixed(1)} ms`;
  console.log(
    `\rpage: ${page.alarms} alarms in ${page.seconds} s before a page of list and map, in ${since(at)}; CPU of a frame p50 ${ms(page.p50)}, p95 ${ms(page.p95)}, ` +
      `worst ${ms(page.worst)} of ${page.frames}`,
  );
  console.log(
    `  ${page.listed} listed and ${page.onMap} on the map ${ms(page.lagMs)} after the last was sent, in ${page.incidents} incidents; complaints: ${page.complaints.join("; ") || "none"}`,
  );
  console.log(`  ${goal("p95 of a frame's work ≤ 50 ms", page.frames > 0 && page.p95 <= 50)}`);
  console.log(
    `  ${goal("all listed and counted on the map", page.listed === page.alarms && page.onMap === page.alarms)}`,
  );
  console.log(`  ${goal("incidents ≤ 20 and the flood named", page.incidents <= 20 && page.isFloodTold)}`);
  console.log(`  ${goal("the page's journal whole", page.isJournalWhole && page.complaints.length === 0)}`);
}
if (misses.length > 0) console.log(`missed: ${misses.join(", ")} (load ${loadavg()[0]?.toFixed(1)})`);
process.exitCode = misses.length === 0 ? 0 : 1;

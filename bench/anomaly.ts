/**
 * Leaks and sensor faults in districts made from seeds, which no rule was tuned on: `node bench/anomaly.ts [--series 25] [--normal 5] [--seed 100]`.
 * The normal ones, after the others, have no leak and no fault: only stations turned and large customers' peaks, which must raise none.
 * Prints each series as it is judged, then all together beside the goals. Exit code 1 when one is missed.
 */
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { caseSeries } from "#model/anomaly/case-series.ts";
import { detect } from "#model/anomaly/detect.ts";
import { pipeDistances } from "#model/anomaly/pipe-distance.ts";
import { metricsOf, type Score, scoreOf, sumScores } from "#model/anomaly/score.ts";
import { makeSeries } from "#model/anomaly/testing/make-series.ts";

const { values: asked } = parseArgs({
  options: {
    series: { type: "string", default: "25" },
    normal: { type: "string", default: "5" },
    seed: { type: "string", default: "100" },
  },
});
const [count, normal, first] = [Number(asked.series), Number(asked.normal), Number(asked.seed)];
const NORMAL = { leaks: 0, faults: 0, operations: 4 } as const;

const GOALS = [
  { name: "leaks found in 8 h", of: "recall", goal: 5 / 6, isLeast: true },
  { name: "of those of 10 mm and more", of: "largeRecall", goal: 1, isLeast: true },
  { name: "median delay, steps", of: "medianDelay", goal: 4, isLeast: false },
  { name: "false leak alarms a week", of: "falseLeaksPerWeek", goal: 0.2, isLeast: false },
  { name: "first place within 500 m", of: "top1", goal: 0.5, isLeast: true },
  { name: "one of five within 500 m", of: "top5", goal: 0.85, isLeast: true },
  { name: "sensor faults, F1", of: "faultF1", goal: 0.85, isLeast: true },
] as const;

const scores: Score[] = [];
let [steps, ms] = [0, 0];
console.log(`load ${loadavg()[0]?.toFixed(1)}`);
for (let seed = first; seed < first + count + normal; seed++) {
  const made = makeSeries({ seed, ...(seed >= first + count && NORMAL) });
  const { district, series } = caseSeries(made);
  const began = performance.now();
  const { events } = detect(district, series);
  ms += performance.now() - began;
  steps += made.rows.length;
  const score = scoreOf(events, made.labels ?? [], made.rows.length, {
    nodeIds: district.nodeIds,
    sensorIds: district.sensors.map(({ id }) => id),
    distance: pipeDistances(district.network),
  });
  scores.push(score);
  console.log(
    `${made.id}: leaks ${score.leaksFound}/${score.leaks}${score.missedMm.map((mm) => ` (${mm} mm missed)`).join("")}, delays ${score.delays.join(" ") || "–"}, ` +
      `false ${score.falseLeaks}, faults ${score.faultsFound}/${score.faults}, fault alarms right ${score.faultEventsRight}/${score.faultEvents}`,
  );
}
const all = sumScores(scores);
const quiet = sumScores(scores.slice(count));
const metrics = metricsOf(all);
let isMet = true;
console.log(
  `\n${count} series and ${normal} normal ones, load ${loadavg()[0]?.toFixed(1)}, ${all.weeks.toFixed(1)} weeks, ${(ms / steps).toFixed(1)} ms a step`,
);
for (const { name, of, goal, isLeast } of GOALS) {
  const value = metrics[of];
  const isGood = value === null || (isLeast ? value >= goal : value <= goal);
  isMet &&= isGood;
  console.log(
    `${isGood ? "met   " : "missed"}  ${name.padEnd(26)} ${value === null ? "–" : value.toFixed(2)}  (goal ${isLeast ? "≥" : "≤"} ${goal.toFixed(2)})`,
  );
}
isMet &&= quiet.falseLeaks === 0;
console.log(
  `${quiet.falseLeaks === 0 ? "met   " : "missed"}  leak alarms in normal series ${quiet.falseLeaks}  (goal 0)`,
);
process.exit(isMet ? 0 : 1);

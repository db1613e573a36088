/**
 * Tracks laid upon the network, scored against where people really walked: `node bench/matching.ts [--walks 200] [--seed 7] [--metres 3000]`.
 * The ways are made in the county that is there whole; the matcher is given what phones told of them alone. Exit code 1 when a goal is missed.
 */
import { parseArgs } from "node:util";
import { readFacts } from "#mocks/files/facts.ts";
import { planWorld } from "#mocks/world/plan.ts";
import { WHOLE_COUNTY } from "#mocks/world/tiers.ts";
import { makeWalk, walkable } from "#mocks/world/walks.ts";
import { buildCounty } from "#mocks/world/world.ts";
import { matchWay, walkedTruly } from "#model/matching/match.ts";
import { matchNetwork, planeAt } from "#model/matching/network.ts";
import { precisionOf, recallOf, scoreMatch, sumScores } from "#model/matching/score.ts";

const { values: asked } = parseArgs({
  options: {
    walks: { type: "string", default: "200" },
    seed: { type: "string", default: "7" },
    metres: { type: "string", default: "3000" },
  },
});
const [walks, seed, metres] = [Number(asked.walks), Number(asked.seed), Number(asked.metres)];
const GOAL = { precision: 0.95, recall: 0.95, msPerKm: 50 };

const plan = planWorld({ ...readFacts(), tier: "demo", seed: 1, asOf: Date.UTC(2026, 10, 26) });
const pipes = walkable(buildCounty(plan, WHOLE_COUNTY).pipes);
const [lng, lat] = pipes[0]?.path[0] ?? [114.5, 38];
const plane = planeAt(lng, lat);
const network = matchNetwork(pipes, plane);
const made = Array.from({ length: walks }, (_, i) => makeWalk(seed, String(i), pipes, plane, metres));
const truth = made.map((walk) => walkedTruly(network, walk.true));
const began = performance.now();
const found = made.map(({ told }) => matchWay(network, told));
const ms = performance.now() - began;

const scores = found.map((walked, i) => scoreMatch(walked, truth[i] ?? []));
const sum = sumScores(scores);
const fixes = made.reduce((n, { told }) => n + told.t.length, 0);
const worst = scores.map(recallOf).sort((a, b) => a - b);
const rows = [
  ["precision of metres", precisionOf(sum), GOAL.precision, true],
  ["recall of metres", recallOf(sum), GOAL.recall, true],
  ["ms for a km walked", ms / (sum.walked / 1000), GOAL.msPerKm, false],
] as const;
console.log(
  `${walks} walks, ${fixes} fixes, ${(sum.walked / 1000).toFixed(1)} km of pipe walked of ${pipes.length} pipes; recall of the worst tenth of walks ≤ ${(worst[Math.floor(walks / 10)] ?? 1).toFixed(3)}`,
);
let isMet = true;
for (const [name, value, goal, isLeast] of rows) {
  const isGood = isLeast ? value >= goal : value <= goal;
  isMet &&= isGood;
  console.log(
    `${isGood ? "met   " : "missed"}  ${name.padEnd(22)} ${value.toFixed(3)}  (goal ${isLeast ? "≥" : "≤"} ${goal})`,
  );
}
process.exit(isMet ? 0 : 1);

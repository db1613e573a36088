import type { metricsOf, Score } from "#model/anomaly/score.ts";
import { MODEL_COMMANDS } from "#scripts/model-commands.ts";
import type { AnyCase, Verdict } from "./check-cases.ts";

/** What `npm run model -- anomaly` says of a series with labels. */
interface Scored {
  readonly converged: boolean;
  readonly iterations: number;
  readonly score?: ReturnType<typeof metricsOf> & { readonly counts: Score };
}

/** The goals of `model.md` §7 for one series; the figure is left out where the series has nothing to count. */
const GOALS = [
  ["leaks found", "recall", 5 / 6, "least"],
  ["leaks of 10 mm and more found", "largeRecall", 1, "least"],
  ["median delay", "medianDelay", 4, "most"],
  ["false leaks a week", "falseLeaksPerWeek", 0.2, "most"],
  ["first place", "top1", 0.5, "least"],
  ["one of five places", "top5", 0.85, "least"],
  ["sensor faults, F1", "faultF1", 0.85, "least"],
] as const;

/** A series of readings, judged by its own `scoring` against the goals. */
export async function checkSeries(given: AnyCase): Promise<Verdict> {
  const answer: unknown = await MODEL_COMMANDS.anomaly?.(given);
  const { converged, iterations, score } = answer as Scored;
  if (!score) return { id: given.id, ok: false, words: "no labels to judge by", iterations };
  const { counts } = score;
  const wrong = GOALS.flatMap(([name, key, goal, side]) => {
    const value = score[key];
    if (value === null || (side === "least" ? value >= goal : value <= goal)) return [];
    return [`${name} ${value.toFixed(2)}, goal ${side === "least" ? "≥" : "≤"} ${goal.toFixed(2)}`];
  });
  if (!converged) wrong.push("steps without a solution");
  const words =
    `leaks ${counts.leaksFound}/${counts.leaks} (delays ${counts.delays.join(" ") || "–"}, near ${counts.top1}, of five ${counts.top5}), ` +
    `${counts.falseLeaks} false; sensor faults ${counts.faultsFound}/${counts.faults}`;
  return { id: given.id, ok: wrong.length === 0, words: wrong.join(", ") || words, iterations };
}

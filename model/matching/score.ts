import type { Walked } from "./match.ts";
import { metresIn, sharedMetres, unionOf } from "./spans.ts";

/** Metres found, metres walked, and metres that are both. */
export interface MatchScore {
  readonly found: number;
  readonly walked: number;
  readonly right: number;
}

export function scoreMatch(found: readonly Walked[], truth: readonly Walked[]): MatchScore {
  const spansOf = (list: readonly Walked[]) => new Map(list.map(({ id, spans }) => [id, unionOf(spans)]));
  const [one, two] = [spansOf(found), spansOf(truth)];
  let right = 0;
  for (const [id, spans] of one) right += sharedMetres(spans, two.get(id) ?? []);
  const sum = (of: typeof one) => [...of.values()].reduce((metres, spans) => metres + metresIn(spans), 0);
  return { found: sum(one), walked: sum(two), right };
}

export const sumScores = (scores: readonly MatchScore[]): MatchScore =>
  scores.reduce(
    (sum, { found, walked, right }) => ({
      found: sum.found + found,
      walked: sum.walked + walked,
      right: sum.right + right,
    }),
    { found: 0, walked: 0, right: 0 },
  );

/** Of what was found, how much was walked. */
export const precisionOf = ({ found, right }: MatchScore): number => (found === 0 ? 1 : right / found);
/** Of what was walked, how much was found. */
export const recallOf = ({ walked, right }: MatchScore): number => (walked === 0 ? 1 : right / walked);

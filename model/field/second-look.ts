/* 抽查: what a second look at a door says of the first. */

/** A visit as far as two of them can be held against each other. */
export interface Look {
  readonly outcome: string;
  readonly answers: Readonly<Record<string, { readonly value: unknown }>>;
  /** Codes of the hazards that it told of. */
  readonly hazards: readonly string[];
}

export interface LookDifference {
  readonly what: "outcome" | "answers" | "hazards";
  readonly count: number;
}

/** Nobody was let in: that says nothing of the visit before, and the second look is still to be taken. */
const SAYS_NOTHING: ReadonlySet<string> = new Set(["nobody_home", "refused"]);
export const isConclusive = (outcome: string): boolean => !SAYS_NOTHING.has(outcome);

/** Measured numbers and dates are others on another day; what was found right, wrong or of a kind is not. */
const isOther = (a: unknown, b: unknown): boolean =>
  (typeof a === "boolean" || typeof a === "string") && typeof a === typeof b && a !== b && !isDay(a) && !isDay(b);

const isDay = (value: unknown): boolean => typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);

/**
 * In what a second look differs from the first; empty = they agree. Hazards count where the second tells of one that the first did not: one that
 * has been repaired since is no fault of the first.
 */
export function differencesOf(first: Look, second: Look): LookDifference[] {
  const answers = Object.entries(second.answers).filter(([item, { value }]) => {
    return Object.hasOwn(first.answers, item) && isOther(first.answers[item]?.value, value);
  }).length;
  const known = new Set(first.hazards);
  const hazards = new Set(second.hazards.filter((code) => !known.has(code))).size;
  const counts = { outcome: first.outcome === second.outcome ? 0 : 1, answers, hazards };
  return (["outcome", "answers", "hazards"] as const).flatMap((what) =>
    counts[what] === 0 ? [] : [{ what, count: counts[what] }],
  );
}

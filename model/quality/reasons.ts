/** Why a tag's values are not to be trusted, in the order of their bits. */
export const REASONS = ["stuck", "jumping", "out_of_range", "neighbours", "late"] as const;
export type Reason = (typeof REASONS)[number];

export const bitOf = (reason: Reason): number => 1 << REASONS.indexOf(reason);

export const reasonsOf = (bits: number): Reason[] => REASONS.filter((reason) => (bits & bitOf(reason)) !== 0);

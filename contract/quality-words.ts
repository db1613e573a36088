/**
 * Why a tag is suspect: it repeats itself, it leaps, its value cannot be, its neighbours on the network contradict it, or its readings come late.
 */
export const QUALITY_REASONS = ["stuck", "jumping", "out_of_range", "neighbours", "late"] as const;

/** What counts as having walked along a pipe. Product defaults, to be set by who runs the product; domain.md gives no figures. */
export interface MatchRules {
  /** A pipe is walked where the way runs along it within this, metres. Parallel pipes of one street are one walk. */
  readonly reachM: number;
  /** The way runs along a pipe, and not across it, below this angle, degrees. */
  readonly alongDeg: number;
  /** Fixes that the system is less sure of prove nothing, metres at 68 %. */
  readonly worstAccuracyM: number;
  /** Nobody who looks at the ground goes faster; slower drives count: high-pressure lines are patrolled by car. */
  readonly fastestKmh: number;
  /** What lies between two fixes farther apart is not proven. */
  readonly longestGapS: number;
  readonly longestGapM: number;
}

export const MATCH_RULES: MatchRules = {
  reachM: 15,
  alongDeg: 45,
  worstAccuracyM: 50,
  fastestKmh: 45,
  longestGapS: 120,
  longestGapM: 250,
};

/** Levels of incidents and of warnings, worst first. */
export const INCIDENT_LEVELS = ["I", "II", "III", "IV"] as const;
export type IncidentLevel = (typeof INCIDENT_LEVELS)[number];

/** One row of a city's plan: what makes an incident of this level. Null: this does not. */
export interface LevelRule {
  readonly level: IncidentLevel;
  readonly color: "red" | "orange" | "yellow" | "blue";
  /** Households without gas. */
  readonly households: number | null;
  /** The outage must last that long, h, for households to count; 0 for any duration. */
  readonly outageH: number;
  readonly deaths: number | null;
  readonly seriousInjuries: number | null;
  readonly lossCny: number | null;
}

/**
 * A sample only: 余杭区 2025 for I and II, a plan like 宁波's for III and IV. Cities differ (others have 1 k/10 k/30 k/50 k
 * households and 48 h), so an installation loads its own.
 */
export const SAMPLE_LEVELS: readonly LevelRule[] = [
  { level: "I", color: "red", households: 30_000, outageH: 24, deaths: 30, seriousInjuries: 100, lossCny: 1e8 },
  { level: "II", color: "orange", households: 10_000, outageH: 24, deaths: 10, seriousInjuries: 50, lossCny: 5e7 },
  { level: "III", color: "yellow", households: 5000, outageH: 24, deaths: 3, seriousInjuries: 10, lossCny: 1e7 },
  { level: "IV", color: "blue", households: 2000, outageH: 0, deaths: 2, seriousInjuries: 3, lossCny: null },
];

export interface IncidentFacts {
  readonly households: number;
  readonly outageH: number;
  readonly deaths: number;
  readonly seriousInjuries: number;
  readonly lossCny: number;
}

/** The worst level any of whose conditions is met; null when none is. The table may be in any order. */
export function incidentLevel(facts: IncidentFacts, table: readonly LevelRule[]): LevelRule | null {
  const reaches = (value: number, least: number | null): boolean => least !== null && value >= least;
  const met = table.filter(
    (rule) =>
      (reaches(facts.households, rule.households) && facts.outageH >= rule.outageH) ||
      reaches(facts.deaths, rule.deaths) ||
      reaches(facts.seriousInjuries, rule.seriousInjuries) ||
      reaches(facts.lossCny, rule.lossCny),
  );
  const rank = (rule: LevelRule): number => INCIDENT_LEVELS.indexOf(rule.level);
  return met.reduce<LevelRule | null>((worst, rule) => (!worst || rank(rule) < rank(worst) ? rule : worst), null);
}

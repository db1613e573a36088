/* When a door is due. Days are YYYY-MM-DD (Asia/Shanghai); arithmetic is of days, so that no clock and no zone is asked. */

/** How often doors of a kind are visited. */
export interface VisitRule {
  readonly id: string;
  /** null = of every kind. */
  readonly gasKinds: readonly string[] | null;
  readonly classes: readonly string[] | null;
  readonly perYear: number;
  /** A visit is due within this window of each year besides, MM-DD. */
  readonly heating: { readonly from: string; readonly until: string } | null;
}

const DAY_MS = 86_400_000;

export const addDays = (day: string, n: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + n * DAY_MS).toISOString().slice(0, 10);

export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);

/** The day in Asia/Shanghai of an instant. China has one zone and no summer time. */
export const dayIn = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10);

/** The rule for a door: the first of the list that names its kind and class. */
export const ruleFor = (rules: readonly VisitRule[], gasKind: string, klass: string): VisitRule | null =>
  rules.find(
    ({ gasKinds, classes }) =>
      (gasKinds === null || gasKinds.includes(gasKind)) && (classes === null || classes.includes(klass)),
  ) ?? null;

/** The end of the first window that no visit has fallen into since `entered`. */
function windowEnd({ from, until }: { from: string; until: string }, entered: string): string {
  const year = Number(entered.slice(0, 4));
  return entered < `${year}-${from}` ? `${year}-${until}` : `${year + 1}-${until}`;
}

/**
 * The day by which a door is to be entered again: so long after it was entered last, and by the end of the next window that it was not
 * entered in, whichever comes first. One that nobody ever entered is due on the day it is asked for.
 */
export function dueOn(rule: VisitRule, entered: string | null, today: string): string {
  if (entered === null) return today;
  const byInterval = addDays(entered, Math.floor(365 / rule.perYear));
  if (rule.heating === null) return byInterval;
  const byWindow = windowEnd(rule.heating, entered);
  return byWindow < byInterval ? byWindow : byInterval;
}

/** Visits a year that a rule asks for at one door; a window costs one where the interval alone would not fall into it. */
export function visitsPerYear({ perYear, heating }: VisitRule): number {
  if (heating === null) return perYear;
  const windowDays = daysBetween(`2001-${heating.from}`, `2001-${heating.until}`);
  // The share of years in which an interval visit falls into the window by itself.
  const byItself = Math.min(1, (windowDays * perYear) / 365);
  return perYear + (1 - byItself);
}

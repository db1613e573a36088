import { ruleFor, type VisitRule, visitsPerYear } from "./due.ts";

/* How much work a year rules ask for. Lists of rules are looked through in order: the first that is for a thing holds. */

/** How often pipes of some pressure levels are walked. */
export interface PatrolRule {
  readonly id: string;
  readonly levels: readonly string[];
  readonly everyDays: number;
}

/** How often pipes of some materials are surveyed: those older than half of their design life at `agedFactor` of the interval. */
export interface LeakRule {
  readonly id: string;
  readonly materials: readonly string[];
  readonly everyDays: number;
  readonly designLifeY: number;
  readonly agedFactor: number;
}

const YEAR_DAYS = 365;

/** Visits a year at one door of a kind; 0 where no rule is for it. */
export function visitsAYear(rules: readonly VisitRule[], gasKind: string, klass: string): number {
  const rule = ruleFor(rules, gasKind, klass);
  return rule === null ? 0 : visitsPerYear(rule);
}

/** How often a year a pipe of a pressure level is walked; 0 where no rule is for it. */
export function walksAYear(rules: readonly PatrolRule[], level: string): number {
  const rule = rules.find(({ levels }) => levels.includes(level));
  return rule === undefined ? 0 : YEAR_DAYS / rule.everyDays;
}

/** Whether a pipe is older than half of the life it was made for. One whose year nobody knows is taken for old. */
export const isAged = (
  { designLifeY }: Pick<LeakRule, "designLifeY">,
  laidYear: number | null,
  year: number,
): boolean => laidYear === null || year - laidYear > designLifeY / 2;

/** How often a year a pipe is surveyed for leaks; 0 where no rule is for it. */
export function surveysAYear(
  rules: readonly LeakRule[],
  { material, laidYear }: { readonly material: string; readonly laidYear: number | null },
  year: number,
): number {
  const rule = rules.find(({ materials }) => materials.includes(material));
  if (rule === undefined) return 0;
  return YEAR_DAYS / (rule.everyDays * (isAged(rule, laidYear, year) ? rule.agedFactor : 1));
}

/** A list with one rule put in the place of that of its id; at the end where there was none. */
export const withRule = <R extends { readonly id: string }>(rules: readonly R[], changed: R): readonly R[] =>
  rules.some(({ id }) => id === changed.id)
    ? rules.map((rule) => (rule.id === changed.id ? changed : rule))
    : [...rules, changed];

/** Things alike (doors, or metres of pipe) of one area, and how often a year each is visited now and with a change. */
export interface Portion {
  readonly areaCode: string;
  /** What they are alike in. */
  readonly key: readonly string[];
  readonly size: number;
  readonly before: number;
  readonly after: number;
}

export interface Work {
  readonly size: number;
  /** Visits, or metres walked, a year. */
  readonly before: number;
  readonly after: number;
}

const NONE: Work = { size: 0, before: 0, after: 0 };
const plus = (work: Work, { size, before, after }: Portion): Work => ({
  size: work.size + size,
  before: work.before + size * before,
  after: work.after + size * after,
});
const difference = ({ before, after }: Work): number => Math.abs(after - before);

function by<K>(portions: readonly Portion[], keyOf: (portion: Portion) => string, told: (portion: Portion) => K) {
  const sums = new Map<string, Work & K>();
  for (const portion of portions) {
    const key = keyOf(portion);
    const before = sums.get(key);
    sums.set(key, { ...told(portion), ...plus(before ?? NONE, portion) });
  }
  return [...sums.values()].sort((a, b) => difference(b) - difference(a));
}

/** Sums of what a change asks for: in all, by area and by kind, the largest difference first. */
export const sumPortions = (portions: readonly Portion[]) => ({
  total: portions.reduce(plus, NONE),
  areas: by(
    portions,
    ({ areaCode }) => areaCode,
    ({ areaCode }) => ({ areaCode }),
  ),
  parts: by(
    portions,
    ({ key }) => key.join("\n"),
    ({ key }) => ({ key: [...key] }),
  ),
});

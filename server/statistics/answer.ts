import type { Scope } from "#contract/scope.ts";
import { DIMENSION_WORDS, type Dimension, type WordDimension } from "#contract/statistics-dimensions.ts";
import { MeasureId } from "#contract/statistics-measures.ts";
import { type Statistics, type StatisticsKey, type StatisticsQuery, whereText } from "#contract/statistics.ts";
import type { Tx } from "#server/db/db.ts";
import { coverageOf } from "./coverage.ts";
import { dayOf } from "#server/db/overview.ts";
import { dayNumber, dayText } from "./days.ts";
import { countOf, figureOf, noSums, runningTotals, type Sums, tidy } from "./figures.ts";
import { isPlace, isTime, NONE } from "./keys.ts";
import { overWhole } from "./plans.ts";
import { type Question, understand } from "./question.ts";
import { type FactLine, readFacts } from "./read-facts.ts";
import { suppressed } from "./suppress.ts";

/** The key of a fact in a dimension that is no time. */
function keyOf({ facts, geography }: Question, dimension: Dimension, { words }: FactLine): string {
  if (isPlace(dimension)) return geography.keyOf(dimension, words.area_code ?? "", words.enterprise_id ?? "") || NONE;
  const column = facts.dimensions[dimension];
  return (column && words[column]) || NONE;
}

/** Times of the question's own cuts, in their order; the opening of a stock has none. */
function timeKeys(question: Question, at: number): string[] {
  const { segments, hasOpening } = question;
  const keys = segments.slice(hasOpening ? 1 : 0).map((segment) => segment.keys[at]);
  return [...new Set(keys)].filter((key): key is string => typeof key === "string");
}

/** Where a dimension of time stands among the keys of segments. */
const timeAt = ({ rows }: Question, side: "rows" | "columns"): number => (side === "rows" || !isTime(rows) ? 0 : 1);

/** Keys of one side: those known beforehand, then those met, in the catalogue's or the place's order; times in theirs. */
function keysOf(question: Question, side: "rows" | "columns", met: ReadonlySet<string>): string[] {
  const dimension = question[side];
  if (dimension === null) return [""];
  if (isTime(dimension)) return timeKeys(question, timeAt(question, side));
  if (isPlace(dimension)) {
    const known = side === "rows" ? question.geography.keys(dimension) : [];
    const order = question.geography.keys(dimension);
    const others = [...met].filter((key) => !known.includes(key));
    return [...known, ...others.toSorted((a, b) => order.indexOf(a) - order.indexOf(b) || (a < b ? -1 : 1))];
  }
  const order = [...DIMENSION_WORDS[dimension as WordDimension], NONE];
  return [...met].toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
}

/** The sums of a question by row and column, times left open: they are in the segments, of a stock as running totals. */
function gather(question: Question, facts: readonly FactLine[]) {
  const sums = new Map<string, Map<string, Sums>>();
  const met = { rows: new Set<string>(), columns: new Set<string>() };
  const side = (of: "rows" | "columns", fact: FactLine): string => {
    const dimension = question[of];
    if (dimension === null || isTime(dimension)) return "";
    const key = keyOf(question, dimension, fact);
    met[of].add(key);
    return key;
  };
  for (const fact of facts) {
    const [row, column] = [side("rows", fact), side("columns", fact)];
    const line = sums.get(row) ?? new Map<string, Sums>();
    const cell = line.get(column) ?? noSums(question.segments.length);
    for (const { segment, n, amount } of fact.sums) {
      cell.n[segment] = (cell.n[segment] as number) + n;
      cell.amount[segment] = (cell.amount[segment] as number) + amount;
    }
    line.set(column, cell);
    sums.set(row, line);
  }
  if (question.hasOpening) for (const line of sums.values()) for (const cell of line.values()) runningTotals(cell);
  return { sums, met };
}

interface Met {
  readonly row: number;
  readonly column: number;
  readonly count: number;
  readonly value: number;
}

/** A table of figures: rows by columns with totals, reckoned from the sums so that a ratio's total is a ratio of totals. */
class Table {
  readonly rowKeys: readonly string[];
  readonly columnKeys: readonly string[];
  readonly #question: Question;
  readonly #sums: ReadonlyMap<string, ReadonlyMap<string, Sums>>;
  readonly #segments = new Map<string, readonly number[]>();
  readonly #below: Table | null;
  readonly #today: number;
  #last: { readonly row: string | null; readonly column: string | null; readonly sums: readonly Sums[] } | null = null;

  /** `below`: what a rate stands in proportion to, by the same rows and columns. `today`: the first day that has not ended. */
  constructor(question: Question, facts: readonly FactLine[], below: Table | null, today: number) {
    const { sums, met } = gather(question, facts);
    this.#question = question;
    this.#sums = sums;
    this.#below = below;
    this.#today = today;
    this.rowKeys = keysOf(question, "rows", met.rows);
    this.columnKeys = keysOf(question, "columns", met.columns);
  }

  /** Segments of a row's and column's time; those in no season are in none. Rising. */
  #segmentsOf(row: string | null, column: string | null): readonly number[] {
    const { rows, columns, segments, hasOpening } = this.#question;
    const wants: (string | null)[] = [];
    if (isTime(rows)) wants.push(row);
    if (isTime(columns)) wants.push(column);
    const name = wants.join("|");
    const kept = this.#segments.get(name);
    if (kept) return kept;
    const found = segments.flatMap(({ keys }, s) => {
      if (hasOpening && s === 0) return [];
      return wants.every((want, i) => keys[i] !== null && (want === null || keys[i] === want)) ? [s] : [];
    });
    this.#segments.set(name, found);
    return found;
  }

  /** All sums of a line's part and a column's; null stands for all. Each time of a line asks for the same ones as the time before. */
  #sumsOf(row: string | null, column: string | null): readonly Sums[] {
    if (this.#last?.row === row && this.#last.column === column) return this.#last.sums;
    const lines = row === null ? [...this.#sums.values()] : [this.#sums.get(row)];
    const sums = lines.flatMap((line) => {
      if (line === undefined) return [];
      const one = column === null ? [...line.values()] : [line.get(column)];
      return one.filter((found) => found !== undefined);
    });
    this.#last = { row, column, sums };
    return sums;
  }

  #ask(row: string | null, column: string | null) {
    const { rows, columns, measure, hasOpening } = this.#question;
    const sums = this.#sumsOf(isTime(rows) ? "" : row, columns === null || isTime(columns) ? "" : column);
    const km2 = measure.formula.kind === "per_km2" ? this.#km2Of(row, column) : 0;
    const segments = this.#segmentsOf(row, column);
    const by = this.#below === null ? 0 : this.#below.figure(row, column) * this.#daysOf(segments);
    return { formula: measure.formula, sums, segments, isStock: hasOpening, km2, by };
  }

  #km2Of(row: string | null, column: string | null): number {
    const { rows, columns, geography } = this.#question;
    if (row !== null && isPlace(rows)) return geography.km2(rows, row);
    if (column !== null && isPlace(columns)) return geography.km2(columns, column);
    return geography.place.areaKm2;
  }

  /** Days of some segments that have ended, where a rate is told a day; else 1. */
  #daysOf(segments: readonly number[]): number {
    const { measure, segments: all } = this.#question;
    const { formula } = measure;
    if (formula.kind !== "rate" || !formula.perDay) return 1;
    return segments.reduce((sum, s) => {
      const { from, until } = all[s] ?? { from: 0, until: 0 };
      return sum + Math.max(0, Math.min(until, this.#today) - from);
    }, 0);
  }

  /** Places of the cells that hold facts; where a side is a time, every time of a line that does. */
  *#places(): Generator<readonly [number, number]> {
    const { rows, columns } = this.#question;
    const columnAt = new Map(this.columnKeys.map((key, c) => [key, c]));
    const all = this.columnKeys.map((_, c) => c);
    for (const [r, row] of this.rowKeys.entries()) {
      const line = this.#sums.get(isTime(rows) ? "" : row);
      if (line === undefined) continue;
      const places = isTime(columns) ? all : [...line.keys()].map((key) => columnAt.get(key) ?? 0);
      for (const c of places.toSorted((a, b) => a - b)) yield [r, c];
    }
  }

  /** null stands for all. */
  figure = (row: string | null, column: string | null): number => tidy(figureOf(this.#ask(row, column)));

  /** The cells that hold anything, with how many facts each is made of. */
  cells(): Met[] {
    const met: Met[] = [];
    for (const [row, column] of this.#places()) {
      const ask = this.#ask(this.rowKeys[row] ?? "", this.columnKeys[column] ?? "");
      const [count, value] = [countOf(ask), tidy(figureOf(ask))];
      if (count !== 0 || value !== 0) met.push({ row, column, count, value });
    }
    return met;
  }
}

const named = (
  { geography }: Question,
  dimension: Dimension | null,
  key: string,
  enterprises: ReadonlyMap<string, string>,
): StatisticsKey => {
  if (!isPlace(dimension) || key === NONE) return { key, name: null };
  const name = enterprises.get(key) ?? geography.nameOf(dimension, key);
  return { key, name };
};

async function enterpriseNames(
  tx: Tx,
  question: Question,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const has = [question.rows, question.columns].some((dimension) => dimension === "enterprise" || dimension === "area");
  if (!has) return new Map();
  const rows = await tx.query<{ id: string; name: string }>("select id, name from enterprise where id = any($1)", [
    keys,
  ]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Whether small cells are kept back from this caller: an enterprise knows its own households. */
export const keepsBack = ({ measure }: Question, scope: Scope): boolean =>
  measure.isPersonal && scope.level !== "enterprise";

/** What a rate stands in proportion to; null for what is no rate. */
async function readBelow(tx: Tx, scope: Scope, { query, measure }: Question, now: Date): Promise<Table | null> {
  if (measure.formula.kind !== "rate") return null;
  const below = await understand(tx, scope, { ...query, measure: MeasureId.parse(measure.formula.by) }, now);
  return new Table(below, await readFacts(tx, below), null, 0);
}

/** Answers a question that has been understood, in the caller's transaction and so from the rows of the caller's scope alone. */
export async function answerQuestion(tx: Tx, scope: Scope, question: Question, now: Date): Promise<Statistics> {
  const today = dayNumber(dayOf(now));
  const { facts, below, coverage } = await overWhole(tx, async () => ({
    facts: await readFacts(tx, question),
    below: await readBelow(tx, scope, question, now),
    coverage: await coverageOf(tx, question, now),
  }));
  const table = new Table(question, facts, below, today);
  const { rowKeys, columnKeys } = table;
  const met = table.cells();
  const hidden = keepsBack(question, scope) ? suppressed(rowKeys.length, columnKeys.length, met) : null;
  const names = await enterpriseNames(tx, question, [...rowKeys, ...columnKeys]);
  const cells = met.map(({ row, column, value }) => ({
    row,
    column,
    value: hidden?.isHidden(row, column) ? null : value,
  }));
  const { query, geography, enterprise, rows, columns, from, until, known } = question;
  return {
    measure: query.measure,
    area: geography.place.area,
    enterprise,
    rows,
    columns,
    from: dayText(from),
    to: dayText(until - 1),
    known: (known ?? now).toISOString(),
    where: whereText(query.where ?? {}),
    at: now.toISOString(),
    rowKeys: rowKeys.map((key, i) => ({
      ...named(question, rows, key, names),
      total: hidden?.rows[i] ? null : table.figure(key, null),
      completeness: coverage.of(key),
    })),
    columnKeys: columnKeys.map((key, i) => ({
      ...named(question, columns, key, names),
      total: hidden?.columns[i] ? null : table.figure(null, key),
    })),
    cells,
    total: hidden !== null && hidden.rows.filter(Boolean).length === 1 ? null : table.figure(null, null),
    completeness: coverage.all,
    suppressed: cells.filter(({ value }) => value === null).length,
  };
}

/** Understands and answers. @throws {ProblemError} as `understand` does. */
export const readStatistics = async (tx: Tx, scope: Scope, query: StatisticsQuery, now: Date): Promise<Statistics> =>
  answerQuestion(tx, scope, await understand(tx, scope, query, now), now);

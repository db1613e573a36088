import type { Scope } from "#contract/scope.ts";
import { DIMENSION_WORDS, type Dimension, type WordDimension } from "#contract/statistics-dimensions.ts";
import { measureOf } from "#contract/statistics-measures.ts";
import { isStock, type Measure } from "#contract/statistics-topics.ts";
import { FIRST_DAY, type StatisticsQuery, type Where } from "#contract/statistics.ts";
import type { Tx } from "#server/db/db.ts";
import { dayOf } from "#server/db/overview.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import { type DayNumber, dayNumber, monthStart, segmentsOf, type Segment } from "./days.ts";
import { type Geography, readGeography } from "./geography.ts";
import { isTime } from "./keys.ts";
import type { FactColumn, TopicFacts } from "./topic-facts.ts";
import { TOPIC_FACTS } from "./topics.ts";

/** Days by days of more than this would be a table that nobody reads. */
const MOST_SEGMENTS = 1200;

/** A question with all its defaults filled in, held against the catalogue and the caller's place. */
export interface Question {
  readonly query: StatisticsQuery;
  readonly measure: Measure;
  readonly facts: TopicFacts;
  readonly geography: Geography;
  readonly enterprise: string | null;
  /** The province asks about all of itself. */
  readonly isWholeProvince: boolean;
  readonly rows: Dimension;
  readonly columns: Dimension | null;
  readonly from: DayNumber;
  /** The day after the last. */
  readonly until: DayNumber;
  /** null: as known now. */
  readonly known: Date | null;
  /** What alone counts, by column of the facts: the measure's own words and the caller's. */
  readonly words: ReadonlyMap<FactColumn, readonly string[]>;
  /** In time, first the opening of a stock: all days before `from`. */
  readonly segments: readonly Segment[];
  readonly hasOpening: boolean;
}

function refuse(at: string, expected: string, received: string): never {
  throw new ProblemError("bad_request", `${at}: expected ${expected}, received ${received}.`, {
    issues: [{ at, expected, received }],
  });
}

/** Dimensions that a measure may be cut by, beside places and times. */
const wordsOf = (measure: Measure): readonly Dimension[] => measure.by;

function checkDimension(measure: Measure, at: "rows" | "columns", dimension: Dimension | undefined): void {
  if (dimension === undefined || !Object.hasOwn(DIMENSION_WORDS, dimension)) return;
  if (!wordsOf(measure).includes(dimension))
    refuse(at, `a place, a time or one of ${wordsOf(measure).join(", ") || "no words"}`, dimension);
}

/** The measure's own words narrowed by the caller's. */
function narrowed(measure: Measure, facts: TopicFacts, where: Where): Map<FactColumn, readonly string[]> {
  const words = new Map<FactColumn, readonly string[]>();
  const both = [...Object.entries(measure.only ?? {}), ...Object.entries(where)] as [
    WordDimension,
    readonly string[],
  ][];
  for (const [dimension, list] of both) {
    const column = facts.dimensions[dimension];
    if (column === undefined || (Object.hasOwn(where, dimension) && !measure.by.includes(dimension)))
      refuse("where", `one of ${measure.by.join(", ") || "no dimensions"}`, dimension);
    const before = words.get(column);
    words.set(column, before ? before.filter((word) => list.includes(word)) : list);
  }
  return words;
}

/** The last twelve months, whole but for this one: [first day, day after the last]. */
function period(query: StatisticsQuery, now: Date): { from: DayNumber; until: DayNumber } {
  const today = dayNumber(dayOf(now));
  const last = query.to === undefined ? today : dayNumber(query.to);
  const from = query.from === undefined ? monthStart(monthStart(last) - 330) : dayNumber(query.from);
  if (from > last) refuse("from", `a day not after ${query.to ?? dayOf(now)}`, query.from ?? "");
  return { from, until: last + 1 };
}

/**
 * Understands a question within the caller's transaction.
 * @throws {ProblemError} 400 for what the catalogue does not allow, 404 for a place or enterprise out of sight.
 */
export async function understand(tx: Tx, scope: Scope, query: StatisticsQuery, now: Date): Promise<Question> {
  const measure = measureOf(query.measure);
  const facts = TOPIC_FACTS[measure.topic];
  checkDimension(measure, "rows", query.rows);
  checkDimension(measure, "columns", query.columns);
  if (query.rows === query.columns) refuse("columns", "another dimension than that of the rows", query.rows);
  const words = narrowed(measure, facts, query.where ?? {});
  const { from, until } = period(query, now);
  const known = query.known === undefined || Date.parse(query.known) >= now.getTime() ? null : new Date(query.known);
  const enterprise = query.enterprise ?? scope.enterpriseId;
  if (enterprise !== null && enterprise !== scope.enterpriseId) {
    const [found] = await tx.query("select 1 from enterprise where id = $1", [enterprise]);
    if (!found) throw notFound("enterprise");
  }
  const geography = await readGeography(tx, scope, query.area);
  if (geography === null) throw notFound("area");
  const times = [query.rows, query.columns ?? null].filter(isTime);
  const { kind } = measure.formula;
  const segments = segmentsOf(kind === "peak" ? [...times, "day"] : times, from, until);
  if (segments.length > MOST_SEGMENTS)
    refuse("from", `at most ${MOST_SEGMENTS} columns of time`, String(segments.length));
  const hasOpening = isStock(measure.formula);
  const opening = { from: dayNumber(FIRST_DAY), until: from, keys: times.map(() => null) };
  return {
    query,
    measure,
    facts,
    geography,
    enterprise,
    isWholeProvince: scope.level === "province" && enterprise === null && geography.place.areas === null,
    rows: query.rows,
    columns: query.columns ?? null,
    from,
    until,
    known,
    words,
    segments: hasOpening ? [opening, ...segments] : segments,
    hasOpening,
  };
}

import type { Scope } from "#contract/scope.ts";
import type { Statistics, StatisticsQuery } from "#contract/statistics.ts";
import type { StatisticsRow } from "#contract/statistics-behind.ts";
import type { Tx } from "#server/db/db.ts";
import { answerQuestion, keepsBack } from "./answer.ts";
import { understand } from "./question.ts";
import { type CellKeys, movedSince, type RecordPlace, readRecords } from "./records.ts";
import type { ToldLately } from "./told-lately.ts";

export interface OpenCell {
  readonly query: StatisticsQuery;
  readonly cell: CellKeys;
  /** The place of the last record before; null at the beginning. */
  readonly after: RecordPlace | null;
  readonly limit: number;
}

export interface Opened {
  readonly rows: readonly StatisticsRow[];
  readonly next: RecordPlace | null;
  /** Records have been replaced since the question's `known`. */
  readonly isLaterState: boolean;
}

const NOTHING: Opened = { rows: [], next: null, isLaterState: false };

/** Answers a question and keeps in mind what of it was not told. */
export async function answerAndRemember(
  tx: Tx,
  scope: Scope,
  query: StatisticsQuery,
  told: ToldLately,
  now: Date,
): Promise<Statistics> {
  const question = await understand(tx, scope, query, now);
  const answer = await answerQuestion(tx, scope, question, now);
  if (keepsBack(question, scope)) told.remember(scope, question, answer, now.getTime());
  return answer;
}

/**
 * The records behind a cell, in pages; none where its figure is kept back from this caller.
 * @throws {ProblemError} as `understand` does.
 */
export async function openCell(tx: Tx, scope: Scope, ask: OpenCell, told: ToldLately, now: Date): Promise<Opened> {
  const { query, cell, after, limit } = ask;
  const question = await understand(tx, scope, query, now);
  if (keepsBack(question, scope)) {
    const at = now.getTime();
    if (told.isKeptBack(scope, question, cell, at) === null)
      told.remember(scope, question, await answerQuestion(tx, scope, question, now), at);
    if (told.isKeptBack(scope, question, cell, at) !== false) return NOTHING;
  }
  const { rows, next } = await readRecords(tx, question, cell, after, limit);
  return { rows, next, isLaterState: await movedSince(tx, question) };
}

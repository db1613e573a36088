import { createHash } from "node:crypto";
import type { z } from "zod";
import type { Scope } from "#contract/scope.ts";
import { type Statistics, type StatisticsAsk, StatisticsQuery, whereText } from "#contract/statistics.ts";
import { FrozenText } from "#contract/statistics-routes.ts";
import type { Db, Tx } from "#server/db/db.ts";
import { ProblemError } from "#server/http/problem.ts";
import { readStatistics } from "./answer.ts";
import type { WholeReport } from "./keep.ts";

/** A question as it is written down: texts alone, narrowing as text. */
export function asked(query: StatisticsQuery): StatisticsAsk {
  const { where, ...others } = query;
  const text = where === undefined ? "" : whereText(where);
  return text === "" ? others : { ...others, where: text };
}

export const sha256Of = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

export interface Frozen {
  readonly answer: Statistics;
  readonly text: string;
  readonly sha256: string;
}

/** As in the migration of the ledger: whoever posts holds it shared. */
const POSTING = 1_309_000_011;
const TRIES = 25;
const WAIT_MS = 200;

/**
 * Waits until nobody posts to the ledger, and lets nobody until this transaction ends: what is known now stays what was known now. Asks again and
 * again rather than queue, so that those who post do not wait behind it.
 * @throws {ProblemError} 503 when imports go on for longer than some seconds.
 */
async function holdPosting(tx: Tx): Promise<void> {
  for (let i = 0; i < TRIES; i += 1) {
    const [row] = await tx.query<{ got: boolean }>("select pg_try_advisory_xact_lock($1) as got", [POSTING]);
    if (row?.got) return;
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
  throw new ProblemError("overloaded", "Data are being taken in at this moment; freeze again when that is done.");
}

/** The clock that entries are known by: the database's, rounded up to what a link and a report can say. */
async function ledgerClock(tx: Tx): Promise<Date> {
  const [row] = await tx.query<{ at: Date }>(
    "select date_trunc('milliseconds', clock_timestamp()) + interval '1 ms' as at",
  );
  if (!row) throw new Error("the database told no time");
  return row.at;
}

/** Answers a question as known at this moment, in the caller's transaction, and fixes its defaults so that it can be asked again. */
export async function freeze(tx: Tx, scope: Scope, query: StatisticsQuery): Promise<Frozen> {
  await holdPosting(tx);
  const answer = await readStatistics(tx, scope, query, await ledgerClock(tx));
  const { from, to, known } = answer;
  const text = JSON.stringify({ query: { ...asked(query), from, to, known }, answer });
  return { answer, text, sha256: sha256Of(text) };
}

/** Every figure of an answer by the keys of its line and column. */
function figures({ rowKeys, columnKeys, cells, total }: Statistics): Map<string, number | null> {
  return new Map<string, number | null>([
    ["", total],
    ...rowKeys.map(({ key, total: sum }) => [`row ${key}`, sum] as const),
    ...cells.map(({ row, column, value }) => [`${rowKeys[row]?.key} ${columnKeys[column]?.key ?? ""}`, value] as const),
  ]);
}

/** Figures that are others in two answers to one question. */
export function differences(before: Statistics, after: Statistics): number {
  const [a, b] = [figures(before), figures(after)];
  return [...new Set([...a.keys(), ...b.keys()])].filter((key) => (a.get(key) ?? 0) !== (b.get(key) ?? 0)).length;
}

/** What a report's text says; null where it is none of ours any more. */
function readFrozen(text: string): z.output<typeof FrozenText> | null {
  try {
    return FrozenText.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Holds a frozen report against its hash, and its figures against the ledger asked again as known then, under the scope it was frozen in. */
export async function verify(db: Db, report: WholeReport, now: Date) {
  const isIntact = sha256Of(report.text) === report.sha256;
  const frozen = readFrozen(report.text);
  if (frozen === null) return { isIntact, isReproduced: false, differences: 0 };
  const { query, answer } = frozen;
  const scope: Scope = { level: report.level, areaCode: report.area, enterpriseId: report.enterpriseId || null };
  const again = await db.as(scope, (tx) => readStatistics(tx, scope, StatisticsQuery.parse(query), now));
  const count = differences(answer, again);
  return { isIntact, isReproduced: count === 0, differences: count };
}

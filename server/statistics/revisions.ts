import type { Revision, RevisionReason } from "#contract/statistics-behind.ts";
import { SMALLEST_CELL } from "#contract/statistics.ts";
import type { Tx } from "#server/db/db.ts";
import { dayOf } from "#server/db/overview.ts";
import { ageSql } from "./ages.ts";
import { dayNumber, dayText } from "./days.ts";
import { tidy } from "./figures.ts";
import type { Question } from "./question.ts";
import { type CellKeys, narrowTo } from "./records.ts";
import { Values } from "./sql-values.ts";

/** What is told within so many days of its day is in time. */
export const IN_TIME_DAYS = 3;
const MOST = 200;

interface Row {
  readonly known_at: Date;
  readonly area_code: string;
  readonly enterprise_id: string;
  readonly enterpriseName: string | null;
  readonly source: string;
  readonly fileName: string | null;
  readonly first: string;
  readonly last: string;
  readonly n: number;
  readonly amount: number;
  readonly isDated: boolean;
}

/** Why a sum moved. A register's facts have no day on which they were due. */
function reasonOf({ n, last, known_at, isDated }: Row): RevisionReason {
  if (n < 0) return "withdrawn";
  if (n === 0) return "corrected";
  const learnt = dayNumber(dayOf(known_at));
  return isDated && dayNumber(last) < learnt - IN_TIME_DAYS ? "late" : "added";
}

/** What of a ratio or a density moved is told of what is above its line. */
function changeOf({ measure: { formula } }: Question, { n, amount }: Row): number {
  return tidy((formula.part === "n" ? n : amount) * formula.scale);
}

/**
 * What became known after `since` and until the question's `known`, of the facts of a line, newest first: entries of one transaction, place and
 * source are one revision. `others` is the sum of what the list leaves out.
 */
export async function readRevisions(
  tx: Tx,
  question: Question,
  cell: CellKeys,
  since: Date,
  hides: boolean,
): Promise<{ revisions: Revision[]; others: number }> {
  if (question.facts.relation !== null) return { revisions: [], others: 0 };
  const { areas, enterprises, words, spans } = narrowTo(question, cell);
  const values = new Values();
  const topic = values.add(question.measure.topic);
  const cells = [`c.topic = ${topic}`];
  if (areas) cells.push(`c.area_code = any(${values.add(areas)}::text[])`);
  if (enterprises) cells.push(`c.enterprise_id = any(${values.add(enterprises)}::text[])`);
  for (const [column, list] of words) {
    const sql = column === "age" ? ageSql("e.day", question.until) : `c.${column}`;
    cells.push(`${sql} = any(${values.add(list)}::text[])`);
  }
  const days = spans.map(
    ({ from, until }) =>
      `(e.day >= ${values.add(dayText(from))}::date and e.day < ${values.add(dayText(until))}::date)`,
  );
  const until = question.known ? `and e.known_at <= ${values.add(question.known)}::timestamptz` : "";
  const isDated = question.facts.records.day !== null && question.facts.coverage !== "register";
  const rows = await tx.query<Row>(
    `select r.*, (select e.name from enterprise e where e.id = r.enterprise_id) as "enterpriseName",
            (select d.file_name from dataset d where d.name = r.source and d.imported_at <= r.known_at) as "fileName"
       from (select e.known_at, c.area_code, c.enterprise_id, c.source, min(e.day) as first, max(e.day) as last,
                    sum(e.n) as n, sum(e.amount) as amount, ${isDated} as "isDated"
               from stat_entry e join stat_cell c on c.id = e.cell
              where e.topic = ${topic} and ${cells.join(" and ")} and (${days.join(" or ") || "false"})
                and e.known_at > ${values.add(since)}::timestamptz ${until}
              group by 1, 2, 3, 4
             having sum(e.n) <> 0 or sum(e.amount) <> 0
              order by 1 desc, 2, 3, 4) r`,
    values.list,
  );
  const change = (row: Row) =>
    hides && Math.abs(row.n) > 0 && Math.abs(row.n) < SMALLEST_CELL ? null : changeOf(question, row);
  return {
    revisions: rows.slice(0, MOST).map((row) => ({
      knownAt: row.known_at.toISOString(),
      reason: reasonOf(row),
      areaCode: row.area_code,
      areaName: question.geography.areaName(row.area_code),
      enterpriseId: row.enterprise_id,
      enterpriseName: row.enterpriseName,
      source: row.source,
      fileName: row.fileName,
      from: row.first,
      to: row.last,
      change: change(row),
    })),
    others: tidy(rows.slice(MOST).reduce((sum, row) => sum + (change(row) ?? 0), 0)),
  };
}

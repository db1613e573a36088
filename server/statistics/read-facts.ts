import type { Tx } from "#server/db/db.ts";
import { dayOf } from "#server/db/overview.ts";
import { type DayNumber, dayNumber, dayText, monthStart, type Span, splitMonths } from "./days.ts";
import { isPlace } from "./keys.ts";
import type { Question } from "./question.ts";
import { Values } from "./sql-values.ts";
import type { FactColumn } from "./topics.ts";

/** The sum of some facts: of the same words, and of days within one segment. */
export interface FactSum {
  readonly words: Readonly<Partial<Record<FactColumn, string>>>;
  readonly segment: number;
  readonly n: number;
  readonly amount: number;
}

type Row = Readonly<Record<FactColumn, string>> & {
  readonly src: number;
  readonly s: number;
  readonly n: number;
  readonly amount: number;
};

/** Which columns tell the keys of the rows and columns apart. */
export function groupColumns({ rows, columns, facts, geography: { place } }: Question): readonly FactColumn[] {
  const group = new Set<FactColumn>();
  for (const dimension of [rows, columns]) {
    if (dimension === null) continue;
    if (isPlace(dimension)) {
      const isOwner = dimension === "enterprise" || (dimension === "area" && place.binBy === "enterprise_id");
      group.add(isOwner ? "enterprise_id" : "area_code");
    } else {
      const column = facts.dimensions[dimension];
      if (column !== undefined) group.add(column);
    }
  }
  return [...group];
}

/** What of a topic's cells counts: the place, the enterprise, the words. */
export function cellConditions({ geography: { place }, enterprise, words }: Question, values: Values): string {
  const parts: string[] = [];
  if (place.areas) parts.push(`area_code = any(${values.add(place.areas)}::text[])`);
  if (enterprise !== null) parts.push(`enterprise_id = ${values.add(enterprise)}`);
  for (const [column, list] of words) parts.push(`${column} = any(${values.add(list)}::text[])`);
  return parts.length > 0 ? parts.join(" and ") : "true";
}

/** Spans as bounds for `width_bucket`, and the segment of each bucket: -1 for what lies between spans. */
function bucketsOf(spans: readonly (Span & { readonly segment: number })[]) {
  const sorted = spans.toSorted((a, b) => a.from - b.from);
  const bounds: DayNumber[] = [];
  const segments: number[] = [-1];
  for (const { from, until, segment } of sorted) {
    if (bounds.at(-1) === from) segments[segments.length - 1] = segment;
    else {
      bounds.push(from);
      segments.push(segment);
    }
    bounds.push(until);
    segments.push(-1);
  }
  return { bounds: bounds.map(dayText), segments };
}

type Part = Span & { readonly segment: number };

/** Where the days of a question are read: whole months from the months' sums, the others from the entries. */
function partsOf({ segments, measure }: Question): { months: Part[]; days: Part[] } {
  const isByDay = measure.formula.kind === "peak";
  const months: Part[] = [];
  const days: Part[] = [];
  segments.forEach((span, segment) => {
    if (span.from >= span.until) return;
    const split = isByDay ? { months: null, days: [span] } : splitMonths(span);
    if (split.months) months.push({ ...split.months, segment });
    for (const part of split.days) days.push({ ...part, segment });
  });
  return { months, days };
}

/** Bounds next to each other as one: conditions on days stay few. */
function joined(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const { from, until } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last && last.until >= from) all[all.length - 1] = { from: last.from, until: Math.max(last.until, until) };
    else all.push({ from, until });
  }
  return all;
}

const within = (column: string, spans: readonly Span[], values: Values): string =>
  `(${joined(spans)
    .map(
      ({ from, until }) =>
        `${column} >= ${values.add(dayText(from))}::date and ${column} < ${values.add(dayText(until))}::date`,
    )
    .join(" or ")})`;

interface Source {
  readonly table: "stat_month" | "stat_entry";
  readonly parts: readonly Part[];
  readonly and: (values: Values) => string;
}

/** One source's sums as a part of the one statement: all parts are read from the same state of the ledger. */
function selectOf(question: Question, source: Source, at: number, values: Values, topic: string) {
  const { parts, table } = source;
  const column = table === "stat_month" ? "month" : "day";
  const { bounds, segments } = bucketsOf(parts);
  const isNarrow = question.geography.place.areas !== null || question.enterprise !== null;
  const cells = isNarrow
    ? `and cell in (select id from stat_cell where topic = ${topic} and ${cellConditions(question, values)})`
    : "";
  const text = `select ${at} as src, cell, width_bucket(${column}, ${values.add(bounds)}::date[]) as s, sum(n) as n, sum(amount) as amount
      from ${table} where topic = ${topic} and ${within(column, parts, values)} and ${source.and(values)} ${cells} group by 2, 3`;
  return { text, segments };
}

async function readSources(tx: Tx, question: Question, sources: readonly Source[]): Promise<FactSum[]> {
  const values = new Values();
  const topic = values.add(question.measure.topic);
  const group = groupColumns(question);
  const parts = sources
    .filter((source) => source.parts.length > 0)
    .map((source, at) => selectOf(question, source, at, values, topic));
  if (parts.length === 0) return [];
  const by = [...group.map((name) => `c.${name}`), "e.src", "e.s"].join(", ");
  const rows = await tx.query<Row>(
    `select ${by}, sum(e.n) as n, sum(e.amount) as amount
       from (${parts.map(({ text }) => text).join(" union all ")}) e
       join stat_cell c on c.id = e.cell
      where c.topic = ${topic} and ${cellConditions(question, values)}
      group by ${by}`,
    values.list,
  );
  return factSums(rows, group, ({ src, s }) => parts[src]?.segments[s] ?? -1);
}

const factSums = (rows: readonly Row[], group: readonly FactColumn[], segmentOf: (row: Row) => number): FactSum[] =>
  rows.flatMap((row) => {
    const segment = segmentOf(row);
    if (segment < 0) return [];
    const words = Object.fromEntries(group.map((name) => [name, row[name]]));
    return [{ words, segment, n: Number(row.n), amount: Number(row.amount) }];
  });

/** Facts of a topic that no ledger keeps: grouped from its own relation. */
async function readRelation(tx: Tx, question: Question, relation: string): Promise<FactSum[]> {
  const { months, days } = partsOf(question);
  const parts = [...months, ...days];
  if (parts.length === 0) return [];
  const values = new Values();
  const group = groupColumns(question);
  const { bounds, segments } = bucketsOf(parts);
  const known = question.known ? `known_at <= ${values.add(question.known)}::timestamptz` : "true";
  const by = [...group, "s"].join(", ");
  const rows = await tx.query<Row>(
    `select ${by}, sum(n) as n, sum(amount) as amount
       from (select *, width_bucket(day, ${values.add(bounds)}::date[]) as s from ${relation} f
              where ${within("day", parts, values)} and ${known} and ${cellConditions(question, values)}) f
      group by ${by}`,
    values.list,
  );
  return factSums(rows, group, ({ s }) => segments[s] ?? -1);
}

/** The month (Asia/Shanghai) in which an instant lies, as the ledger's `known_month` has it. */
const knownMonth = (at: Date): string => dayText(monthStart(dayNumber(dayOf(at))));
/** When it begins. Asia/Shanghai has no summer time. */
const beginOf = (month: string): Date => new Date(`${month}T00:00:00+08:00`);

/**
 * The sums behind a question, in the caller's transaction. As known now, whole months come from the months' sums and the days at the ends from
 * the entries. As known then, the months' sums of knowing before that month are taken and the entries of that month added.
 */
export async function readFacts(tx: Tx, question: Question): Promise<FactSum[]> {
  const { relation } = question.facts;
  if (relation !== null) return await readRelation(tx, question, relation);
  const { months, days } = partsOf(question);
  const { known } = question;
  const all = () => "true";
  if (known === null)
    return await readSources(tx, question, [
      { table: "stat_month", parts: months, and: all },
      { table: "stat_entry", parts: days, and: all },
    ]);
  const month = knownMonth(known);
  const begin = beginOf(month);
  const before = (values: Values) => `known_month < ${values.add(month)}::date`;
  const early = (values: Values) => `known_at < ${values.add(begin)}::timestamptz`;
  const late = (values: Values) =>
    `known_at >= ${values.add(begin)}::timestamptz and known_at <= ${values.add(known)}::timestamptz`;
  return await readSources(tx, question, [
    { table: "stat_month", parts: months, and: before },
    { table: "stat_entry", parts: days, and: early },
    { table: "stat_entry", parts: [...months, ...days], and: late },
  ]);
}

import type { Tx } from "#server/db/db.ts";
import { dayOf } from "#server/db/overview.ts";
import { ageSql } from "./ages.ts";
import { type DayNumber, dayNumber, dayText, joined, monthStart, type Span, splitMonths } from "./days.ts";
import { isPlace } from "./keys.ts";
import type { Question } from "./question.ts";
import { Values } from "./sql-values.ts";
import type { FactColumn } from "./topic-facts.ts";

/** Sums of facts of the same words, those of the days within one segment each. */
export interface FactLine {
  readonly words: Readonly<Partial<Record<FactColumn, string>>>;
  readonly sums: readonly FactSum[];
}

export interface FactSum {
  readonly segment: number;
  readonly n: number;
  readonly amount: number;
}

type Row = Readonly<Record<FactColumn, string>> & {
  readonly src: number;
  /** Bucket, n and amount of each sum, one after the other; null where there is none. */
  readonly sums: string | null;
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

/** How the columns of some facts `f` are told apart: as a list to select, as one to group by, and what must be joined for it. */
interface Grouping {
  readonly select: string;
  readonly by: string;
  readonly join: string;
}

/**
 * Areas that fall into the same part are one to the database, so that a city's figures of a year are 365 rows and not those of each of its counties:
 * one of them stands for all.
 */
function groupingOf({ rows, columns, geography }: Question, group: readonly FactColumn[], values: Values): Grouping {
  const places = [rows, columns].filter(isPlace);
  const twins = group.includes("area_code") && !places.includes("county") ? geography.twins(places) : [];
  const column = (name: FactColumn) =>
    name === "area_code" && twins.length > 0 ? "coalesce(t.other, f.area_code)" : `f.${name}`;
  const list = (areas: readonly string[]) => `${values.add(areas)}::text[]`;
  return {
    select: group.map((name) => `${column(name)} as ${name}, `).join(""),
    by: group.map((name) => `${column(name)}, `).join(""),
    join:
      twins.length === 0
        ? ""
        : `left join unnest(${list(twins.map(([area]) => area))}, ${list(twins.map(([, other]) => other))}) t (twin, other) on t.twin = f.area_code`,
  };
}

/** What of a topic's cells counts: the place, the enterprise, the words. */
export function cellConditions({ geography: { place }, enterprise, words }: Question, values: Values): string {
  const parts: string[] = [];
  if (place.areas) parts.push(`area_code = any(${values.add(place.areas)}::text[])`);
  if (enterprise !== null) parts.push(`enterprise_id = ${values.add(enterprise)}`);
  for (const [column, list] of words) if (column !== "age") parts.push(`${column} = any(${values.add(list)}::text[])`);
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

const within = (column: string, spans: readonly Span[], values: Values): string =>
  `(${joined(spans)
    .map(
      ({ from, until }) =>
        `${column} >= ${values.add(dayText(from))}::date and ${column} < ${values.add(dayText(until))}::date`,
    )
    .join(" or ")})`;

/** Where sums are read: whole months, single entries, or days folded by owner or by word. */
type Table = "stat_month" | "stat_entry" | "stat_day_owner" | "stat_day_word";

interface Source {
  readonly table: Table;
  readonly parts: readonly Part[];
  readonly and: (values: Values) => string;
  /** What becomes known is little, and its rows are found by that before their days are looked at. */
  readonly isLate?: boolean;
}

const isFolded = (table: Table): boolean => table === "stat_day_owner" || table === "stat_day_word";

/** One source's sums as a part of the one statement: all parts are read from the same state of the ledger. */
function selectOf(question: Question, source: Source, values: Values, topic: string) {
  const { parts, table } = source;
  const column = table === "stat_month" ? "month" : "day";
  const { bounds, segments } = bucketsOf(parts);
  const bucket = `width_bucket(${column}, ${values.add(bounds)}::date[])`;
  const age = ageSql(column, question.until);
  const ages = question.words.get("age");
  const ofAge = ages ? `and ${age} = any(${values.add(ages)}::text[])` : "";
  const known = source.and(values);
  const days = `${within(column, parts, values)} ${ofAge}`;
  // The planner does not know how little is late and would read all entries of these days: `offset 0` keeps their condition out of it.
  const from = source.isLate ? `(select * from ${table} where topic = ${topic} and ${known} offset 0) late` : table;
  const when = source.isLate ? days : `topic = ${topic} and ${known} and ${days}`;
  const cells = cellConditions(question, values);
  const columns = groupColumns(question);
  const hasAge = columns.includes("age");
  const { select, by, join } = groupingOf(question, columns, values);
  if (isFolded(table)) {
    const text = `select ${select} ${bucket} as s, sum(n)::bigint as n, sum(amount)::bigint as amount
      from ${table} f ${join} where ${when} and ${cells} group by ${by} s`;
    return { text, segments };
  }
  const narrow = cells === "true" ? "" : `and cell in (select id from stat_cell where topic = ${topic} and ${cells})`;
  // Of a cell first: the words are looked up once for each, not for each entry.
  const text = `select ${select} f.s, sum(f.n)::bigint as n, sum(f.amount)::bigint as amount
      from (select c.*, e.s, e.age, e.n, e.amount
              from (select cell, ${bucket} as s, ${hasAge ? age : "''"} as age, sum(n)::bigint as n, sum(amount)::bigint as amount
                      from ${from} where ${when} ${narrow} group by 1, 2, 3) e
              join stat_cell c on c.id = e.cell where c.topic = ${topic} and ${cells}) f
      ${join} group by ${by} f.s`;
  return { text, segments };
}

/**
 * Sums of the same words as one row: a year of enterprises is 400 rows and not 146 000, each of which would be read, named and kept by itself. The
 * sums are a text, which both engines hand over as it is.
 */
const linesOf = (text: string, group: readonly FactColumn[], src: number): string => {
  const columns = group.map((name) => `${name}, `).join("");
  return `select ${columns} ${src} as src, string_agg(concat(s, ' ', n, ' ', amount), ' ') as sums
    from (${text}) g ${group.length > 0 ? `group by ${group.join(", ")}` : ""}`;
};

async function readSources(tx: Tx, question: Question, sources: readonly Source[]): Promise<FactLine[]> {
  const values = new Values();
  const topic = values.add(question.measure.topic);
  const group = groupColumns(question);
  const parts = sources
    .filter((source) => source.parts.length > 0)
    .map((source) => selectOf(question, source, values, topic));
  if (parts.length === 0) return [];
  const text = parts.map((part, src) => `(${linesOf(part.text, group, src)})`).join(" union all ");
  const rows = await tx.query<Row>(text, values.list);
  return rows.map((row) => factLine(row, group, parts[row.src]?.segments ?? []));
}

function factLine(row: Row, group: readonly FactColumn[], segments: readonly number[]): FactLine {
  const told = row.sums === null ? [] : row.sums.split(" ").map(Number);
  const sums: FactSum[] = [];
  for (let i = 0; i < told.length; i += 3) {
    const segment = segments[told[i] as number] ?? -1;
    if (segment >= 0) sums.push({ segment, n: told[i + 1] as number, amount: told[i + 2] as number });
  }
  return { words: Object.fromEntries(group.map((name) => [name, row[name]])), sums };
}

/** Facts of a topic that no ledger keeps: grouped from its own relation. */
async function readRelation(tx: Tx, question: Question, relation: string): Promise<FactLine[]> {
  const { months, days } = partsOf(question);
  const parts = [...months, ...days];
  if (parts.length === 0) return [];
  const values = new Values();
  const group = groupColumns(question);
  const { bounds, segments } = bucketsOf(parts);
  const known = question.known ? `known_at <= ${values.add(question.known)}::timestamptz` : "true";
  const { select, by, join } = groupingOf(question, group, values);
  const sums = `select ${select} s, sum(n) as n, sum(amount) as amount
       from (select *, width_bucket(day, ${values.add(bounds)}::date[]) as s from ${relation} f
              where ${within("day", parts, values)} and ${known} and ${cellConditions(question, values)}) f ${join}
      group by ${by} s`;
  const rows = await tx.query<Row>(linesOf(sums, group, 0), values.list);
  return rows.map((row) => factLine(row, group, segments));
}

/** More days than this are read from the folded ones. */
const FEW_DAYS = 3;

/** The folded days that can answer a question as known now; null where only entries can: by owner and by word at once. */
function foldedFor(question: Question, days: readonly Part[]): Table | null {
  const { known, words, rows, columns, isWholeProvince } = question;
  if (known !== null || days.reduce((sum, { from, until }) => sum + until - from, 0) <= FEW_DAYS) return null;
  const hasWords =
    words.size > 0 || groupColumns(question).some((name) => name !== "area_code" && name !== "enterprise_id");
  if (!hasWords) return "stat_day_owner";
  // Its rows are of supervision units: of the parts of the province and no other places.
  const places = [rows, columns].filter(isPlace);
  if (words.has("age") || groupColumns(question).includes("age")) return null;
  return isWholeProvince && places.every((one) => one === "area" || one === "unit") ? "stat_day_word" : null;
}

/** Days as known now: those that have been folded, and what has become known since. */
function daySources(question: Question, days: readonly Part[]): Source[] {
  const table = foldedFor(question, days);
  if (table === null) return [{ table: "stat_entry", parts: days, and: () => "true" }];
  const { topic } = question.measure;
  // `coalesce` within the question: around it, row-level security would keep the condition out of the index.
  const since = (values: Values) =>
    `known_at > (select coalesce(max(until), '-infinity') from stat_fold where topic = ${values.add(topic)})`;
  return [
    { table, parts: days, and: () => "true" },
    { table: "stat_entry", parts: days, and: since, isLate: true },
  ];
}

/** The month (Asia/Shanghai) in which an instant lies, as the ledger's `known_month` has it. */
const knownMonth = (at: Date): string => dayText(monthStart(dayNumber(dayOf(at))));
/** When it begins. Asia/Shanghai has no summer time. */
const beginOf = (month: string): Date => new Date(`${month}T00:00:00+08:00`);

/**
 * The sums behind a question, in the caller's transaction. As known now, whole months come from the months' sums and the days at the ends from
 * folded days and the entries. As known then, the months' sums of knowing before that month are taken and the entries of that month added.
 */
export async function readFacts(tx: Tx, question: Question): Promise<FactLine[]> {
  const { relation } = question.facts;
  if (relation !== null) return await readRelation(tx, question, relation);
  const { months, days } = partsOf(question);
  const { known } = question;
  const all = () => "true";
  if (known === null)
    return await readSources(tx, question, [
      { table: "stat_month", parts: months, and: all },
      ...daySources(question, days),
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

import { DIMENSION_WORDS, type WordDimension } from "#contract/statistics-dimensions.ts";
import type { Tx } from "#server/db/db.ts";
import { ageSql } from "./ages.ts";
import { type DayNumber, dayText, type Span } from "./days.ts";
import { isPlace } from "./keys.ts";
import type { Question } from "./question.ts";
import { plainSources, groupColumns, partsOf, type Source, sourcesOf, type Table, within } from "./sources.ts";
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

/** Whether as good as all of a topic's cells count: then it is quicker to add up all of them, and to leave out some sums. */
function countsMost({ geography: { place }, enterprise, words, facts: { dimensions } }: Question): boolean {
  if (place.areas !== null || enterprise !== null) return false;
  const lists = Object.entries(DIMENSION_WORDS) as [WordDimension, readonly string[]][];
  return lists.every(([dimension, all]) => {
    const column = dimensions[dimension];
    const list = column === undefined ? undefined : words.get(column);
    return list === undefined || 2 * list.length > all.length;
  });
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

const isFolded = (table: Table): boolean => table === "stat_day_owner" || table === "stat_day_word";

/**
 * A source's rows. The planner does not know how little is late, or of how few days something was taken back, and would read all entries of all days:
 * `offset 0` keeps the other condition out of it.
 */
function foundBy(
  { table, isLate, firstDay }: Source,
  where: Record<"topic" | "known" | "days", string>,
  values: Values,
) {
  const { known, days } = where;
  const first = (condition: string) =>
    `(select * from ${table} where topic = ${where.topic} and ${condition} offset 0) found`;
  if (isLate) return { from: first(known), when: days };
  if (firstDay) return { from: first(`day >= ${firstDay(values)} and ${days}`), when: known };
  return { from: table, when: `topic = ${where.topic} and ${known} and ${days}` };
}

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
  const { from, when } = foundBy(source, { topic, known, days }, values);
  const cells = cellConditions(question, values);
  const columns = groupColumns(question);
  const hasAge = columns.includes("age");
  const { select, by, join } = groupingOf(question, columns, values);
  const sum = source.isTakenBack ? "- sum" : "sum";
  if (isFolded(table)) {
    const text = `select ${select} ${bucket} as s, sum(n)::bigint as n, sum(amount)::bigint as amount
      from ${table} f ${join} where ${when} and ${cells} group by ${by} s`;
    return { text, segments };
  }
  const narrow =
    cells === "true" || countsMost(question)
      ? ""
      : `and cell in (select id from stat_cell where topic = ${topic} and ${cells})`;
  // Of a cell first: the words are looked up once for each, not for each entry.
  const text = `select ${select} f.s, sum(f.n)::bigint as n, sum(f.amount)::bigint as amount
      from (select c.*, e.s, e.age, e.n, e.amount
              from (select cell, ${bucket} as s, ${hasAge ? age : "''"} as age, (${sum}(n))::bigint as n, (${sum}(amount))::bigint as amount
                      from ${from} where ${when} ${narrow} group by ${hasAge ? "1, 2, 3" : "1, 2"}) e
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

interface Read {
  readonly lines: FactLine[];
  /** Those of sums that were taken back. */
  readonly takenBack: readonly FactLine[];
}

async function readSources(tx: Tx, question: Question, told: readonly Source[]): Promise<Read> {
  const values = new Values();
  const topic = values.add(question.measure.topic);
  const group = groupColumns(question);
  const sources = told.filter((source) => source.parts.length > 0);
  const parts = sources.map((source) => selectOf(question, source, values, topic));
  if (parts.length === 0) return { lines: [], takenBack: [] };
  const text = parts.map((part, src) => `(${linesOf(part.text, group, src)})`).join(" union all ");
  const rows = await tx.query<Row>(text, values.list);
  const lines = rows.map((row) => factLine(row, group, parts[row.src]?.segments ?? []));
  return { lines, takenBack: lines.filter((_, i) => sources[rows[i]?.src ?? 0]?.isTakenBack) };
}

/** Whether nothing is left of some line by what was taken back: then it is not told whether anybody knew of its words at that time. */
function isAnyGone({ lines, takenBack }: Read): boolean {
  const keyOf = ({ words }: FactLine) => Object.values(words).join("\n");
  const left = new Map(takenBack.map((line) => [keyOf(line), new Map<string, number>()]));
  for (const line of lines) {
    const sums = left.get(keyOf(line));
    if (sums === undefined) continue;
    for (const { segment, n, amount } of line.sums) {
      sums.set(`${segment} n`, n + (sums.get(`${segment} n`) ?? 0));
      sums.set(`${segment} amount`, amount + (sums.get(`${segment} amount`) ?? 0));
    }
  }
  return [...left.values()].some((sums) => [...sums.values()].every((sum) => sum === 0));
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

/** The sums behind a question, in the caller's transaction, as one statement: all of it is read from the same state of the ledger. */
export async function readFacts(tx: Tx, question: Question): Promise<FactLine[]> {
  const { relation } = question.facts;
  if (relation !== null) return await readRelation(tx, question, relation);
  const read = await readSources(tx, question, await sourcesOf(tx, question));
  return isAnyGone(read) ? (await readSources(tx, question, plainSources(question))).lines : read.lines;
}

import { type Dimension, DIMENSION_WORDS, type WordDimension } from "#contract/statistics-dimensions.ts";
import type { StatisticsRow } from "#contract/statistics-behind.ts";
import type { Tx } from "#server/db/db.ts";
import { ageSql } from "./ages.ts";
import { dayText, joined, type Segment, type Span } from "./days.ts";
import { isPlace, isTime, NONE } from "./keys.ts";
import type { Question } from "./question.ts";
import { cellConditions } from "./read-facts.ts";
import { Values } from "./sql-values.ts";
import type { FactColumn } from "./topic-facts.ts";

/** Which cell of a question's table is opened; null = the whole line. */
export interface CellKeys {
  readonly row: string | null;
  readonly column: string | null;
}

/** What the keys of a cell leave of the question: places, an enterprise, words and days. */
export interface Narrowed {
  readonly areas: readonly string[] | null;
  readonly enterprises: readonly string[] | null;
  readonly words: ReadonlyMap<FactColumn, readonly string[]>;
  readonly spans: readonly Span[];
}

function spansOf(question: Question, times: readonly (string | null)[]): readonly Segment[] {
  const { segments, hasOpening } = question;
  const dated = segments
    .slice(hasOpening ? 1 : 0)
    .filter(({ keys }) => times.every((time, i) => keys[i] !== null && (time === null || keys[i] === time)));
  const last = dated.at(-1);
  if (!hasOpening || last === undefined) return dated;
  const [opening] = segments;
  return [{ from: opening?.from ?? last.from, until: last.until, keys: [] }];
}

/** The conditions that a cell's keys put on the question's facts. */
export function narrowTo(question: Question, cell: CellKeys): Narrowed {
  const { geography, facts } = question;
  let areas: readonly string[] | null = geography.place.areas;
  let enterprises: readonly string[] | null = question.enterprise === null ? null : [question.enterprise];
  const words = new Map(question.words);
  const times: (string | null)[] = [];
  const sides: readonly (readonly [Dimension | null, string | null])[] = [
    [question.rows, cell.row],
    [question.columns, cell.column],
  ];
  for (const [dimension, key] of sides) {
    if (isTime(dimension)) times.push(key);
    else if (dimension !== null && key !== null) {
      const word = key === NONE ? "" : key;
      if (isPlace(dimension)) {
        const isOwner =
          dimension === "enterprise" || (dimension === "area" && geography.place.binBy === "enterprise_id");
        if (isOwner) enterprises = enterprises === null || enterprises.includes(word) ? [word] : [];
        else {
          const inside = geography.areasOf(dimension, word) ?? [];
          areas = areas === null ? inside : inside.filter((code) => areas?.includes(code));
        }
      } else {
        const column = facts.dimensions[dimension];
        if (column !== undefined) {
          const before = words.get(column);
          words.set(column, before && !before.includes(word) ? [] : [word]);
        }
      }
    }
  }
  return { areas, enterprises, words, spans: spansOf(question, times) };
}

/** Where a page of records ends. */
export interface RecordPlace {
  /** Area and id of the row before, in the order of the list. */
  readonly area: string;
  readonly id: string;
}

const DELIMITER = "\n";
export const placeText = ({ area, id }: RecordPlace): string => `${area}${DELIMITER}${id}`;
export function readPlace(text: string | undefined): RecordPlace | null {
  if (text === undefined) return null;
  const at = text.indexOf(DELIMITER);
  return at < 0 ? null : { area: text.slice(0, at), id: text.slice(at + 1) };
}

interface Found {
  readonly id: string;
  readonly area_code: string;
  readonly enterprise_id: string;
  readonly enterpriseName: string | null;
  readonly day: string | null;
  readonly knownAt: Date | null;
  readonly amount: number;
  readonly lng: number | null;
  readonly lat: number | null;
  readonly source: string;
  readonly recordId: string | null;
  readonly [word: `w${number}`]: string;
}

/** The word of a record in a dimension, as SQL. */
function wordSql({ facts, until }: Question, word: Dimension): string | undefined {
  const sql = facts.records.words[word];
  return sql !== undefined && facts.dimensions[word] === "age" ? ageSql(sql, until) : sql;
}

function selectOf(question: Question): { readonly select: string; readonly words: readonly WordDimension[] } {
  const { records } = question.facts;
  const words = (Object.keys(records.words) as WordDimension[]).filter((word) => Object.hasOwn(DIMENSION_WORDS, word));
  const point = records.hasPlace ? "st_pointonsurface(t.geom)" : null;
  const select = [
    `${records.id} as id`,
    "t.area_code",
    `t.${records.enterprise} as enterprise_id`,
    `(select e.name from enterprise e where e.id = t.${records.enterprise}) as "enterpriseName"`,
    `${records.day?.day ?? "null::date"} as day`,
    `${records.knownAt ?? `(select d.imported_at from dataset d where d.name = ${records.source})`} as "knownAt"`,
    `${records.amount} as amount`,
    point ? `st_x(${point}) as lng, st_y(${point}) as lat` : "null::float8 as lng, null::float8 as lat",
    `${records.source} as source`,
    `${records.recordId ?? "null::text"} as "recordId"`,
    ...words.map((word, i) => `${wordSql(question, word)} as w${i}`),
  ];
  return { select: select.join(", "), words };
}

/** What makes a record, `t`, one of a question's: whose, its words, its days and when it became known; its area is left to the caller. */
export function recordConditions(question: Question, narrowed: Narrowed, values: Values): string[] {
  const { records, dimensions } = question.facts;
  const { formula } = question.measure;
  const conditions = [records.and ?? "true"];
  // Behind a share stand those that were counted as well.
  if (formula.kind === "flow" && formula.part === "amount" && records.ofAmount) conditions.push(records.ofAmount);
  if (narrowed.enterprises)
    conditions.push(`t.${records.enterprise} = any(${values.add(narrowed.enterprises)}::text[])`);
  for (const [column, list] of narrowed.words) {
    const dimension = (Object.keys(dimensions) as Dimension[]).find((one) => dimensions[one] === column);
    const sql = dimension && wordSql(question, dimension);
    if (sql) conditions.push(`${sql} = any(${values.add(list)}::text[])`);
  }
  if (records.day !== null) {
    const { column, begin } = records.day;
    const days = joined(narrowed.spans).map(
      ({ from, until }) =>
        `(${column} >= ${begin(values.add(dayText(from)))} and ${column} < ${begin(values.add(dayText(until)))})`,
    );
    conditions.push(days.length > 0 ? `(${days.join(" or ")})` : "false");
  }
  if (records.knownAt !== null && question.known)
    conditions.push(`${records.knownAt} <= ${values.add(question.known)}::timestamptz`);
  return conditions;
}

/** Areas that hold facts of the cell, in order: a record of a rare word is not looked for where there is none. */
async function areasOf(
  tx: Tx,
  question: Question,
  narrowed: Narrowed,
  after: string | null,
): Promise<readonly string[]> {
  const { measure, facts } = question;
  const values = new Values();
  const conditions: string[] = [];
  if (facts.relation !== null) conditions.push(...recordConditions(question, narrowed, values));
  else {
    conditions.push(`topic = ${values.add(measure.topic)}`);
    if (narrowed.enterprises) conditions.push(`enterprise_id = any(${values.add(narrowed.enterprises)}::text[])`);
    for (const [column, list] of narrowed.words)
      if (column !== "age") conditions.push(`${column} = any(${values.add(list)}::text[])`);
  }
  if (narrowed.areas) conditions.push(`area_code = any(${values.add(narrowed.areas)}::text[])`);
  if (after !== null) conditions.push(`area_code >= ${values.add(after)}`);
  const from = facts.relation === null ? "stat_cell" : facts.records.table;
  const rows = await tx.query<{ area_code: string }>(
    `select distinct area_code from ${from} t where ${conditions.join(" and ")} order by 1`,
    values.list,
  );
  return rows.map((row) => row.area_code);
}

/** The first records of some areas, by area and id; `after` is the id before, in the first of them. */
async function readAreas(
  tx: Tx,
  question: Question,
  narrowed: Narrowed,
  areas: readonly string[],
  after: string | null,
  limit: number,
) {
  const { records } = question.facts;
  const { select, words } = selectOf(question);
  const values = new Values();
  const conditions = ["t.area_code = a.area", ...recordConditions(question, narrowed, values)];
  if (after !== null) conditions.push(`${records.id} > ${values.add(after)}`);
  const most = `limit ${values.add(limit)}::int`;
  const found = await tx.query<Found>(
    `select r.* from unnest(${values.add(areas)}::text[]) a (area)
      cross join lateral (select ${select} from ${records.table} t where ${conditions.join(" and ")} order by ${records.id} ${most}) r
      order by r.area_code, r.id ${most}`,
    values.list,
  );
  return found.map((row) => rowOf(row, question, words));
}

const rowOf = (row: Found, { facts }: Question, words: readonly WordDimension[]): StatisticsRow => ({
  id: row.id,
  kind: facts.records.opens,
  recordId: row.recordId,
  areaCode: row.area_code,
  enterpriseId: row.enterprise_id,
  enterpriseName: row.enterpriseName,
  day: row.day === null || row.day <= "1900-01-01" ? null : row.day,
  knownAt: row.knownAt?.toISOString() ?? null,
  amount: Number(row.amount),
  words: Object.fromEntries(words.map((word, i) => [word, row[`w${i}`] ?? ""])),
  lngLat: row.lng === null || row.lat === null ? null : [row.lng, row.lat],
  source: row.source,
});

const MORE_AREAS = 4;

/**
 * The records behind a cell, by area and id, as they stand now: registers keep no rows that were replaced, and what has moved since is told by
 * the revisions. `after` is the place of the last row before.
 */
export async function readRecords(
  tx: Tx,
  question: Question,
  cell: CellKeys,
  after: RecordPlace | null,
  limit: number,
): Promise<{ rows: StatisticsRow[]; next: RecordPlace | null }> {
  const narrowed = narrowTo(question, cell);
  const areas = await areasOf(tx, question, narrowed, after?.area ?? null);
  const rows: StatisticsRow[] = [];
  // The first area alone, which is most often enough; then of ever more at once, for a province's day has one record in each.
  for (let from = 0, count = 1; from < areas.length && rows.length <= limit; from += count, count = from * MORE_AREAS) {
    const some = areas.slice(from, from + count);
    const begin = after !== null && some[0] === after.area ? after.id : null;
    rows.push(...(await readAreas(tx, question, narrowed, some, begin, limit + 1 - rows.length)));
  }
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last ? { area: last.areaCode, id: last.id } : null };
}

/** How many facts of a cell became known after `known`: rows have been replaced since. Only the ledger's topics may. */
export async function movedSince(tx: Tx, question: Question): Promise<boolean> {
  const { known, measure, facts } = question;
  if (known === null || facts.relation !== null) return false;
  const values = new Values();
  const topic = values.add(measure.topic);
  const cells = cellConditions(question, values);
  const since = `known_at > ${values.add(known)}::timestamptz`;
  // Of an enterprise from its few cells. Of a place from what became known, nearly all of which is its own: `offset 0` keeps the planner to that.
  const [found] = await tx.query(
    question.enterprise === null
      ? `select 1 from (select cell from stat_entry where topic = ${topic} and ${since} offset 0) e join stat_cell c on c.id = e.cell
          where topic = ${topic} and ${cells} limit 1`
      : `select 1 from stat_cell c where topic = ${topic} and ${cells}
            and exists (select from stat_entry e where e.cell = c.id and e.${since}) limit 1`,
    values.list,
  );
  return found !== undefined;
}

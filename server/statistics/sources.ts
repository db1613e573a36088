import type { Tx } from "#server/db/db.ts";
import { dayOf } from "#server/db/overview.ts";
import { dayNumber, dayText, joined, monthStart, nextMonth, type Span, splitMonths } from "./days.ts";
import { isPlace } from "./keys.ts";
import type { Question } from "./question.ts";
import { Values } from "./sql-values.ts";
import type { FactColumn } from "./topic-facts.ts";

/** Where sums are read: whole months, single entries, or days folded by owner or by word. */
export type Table = "stat_month" | "stat_entry" | "stat_day_owner" | "stat_day_word";

export interface Source {
  readonly table: Table;
  readonly parts: readonly Part[];
  readonly and: (values: Values) => string;
  /** Its sums are taken off. */
  readonly isTakenBack?: boolean;
  /** The first day of its rows, which are found by their days before it is looked when they became known. */
  readonly firstDay?: (values: Values) => string;
  /** What becomes known is little, and its rows are found by that before their days are looked at. */
  readonly isLate?: boolean;
}

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

export type Part = Span & { readonly segment: number };

/** Where the days of a question are read: whole months from the months' sums, the others from the entries. */
export function partsOf({ segments, measure }: Question): { months: Part[]; days: Part[] } {
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

export const within = (column: string, spans: readonly Span[], values: Values): string =>
  `(${joined(spans)
    .map(
      ({ from, until }) =>
        `${column} >= ${values.add(dayText(from))}::date and ${column} < ${values.add(dayText(until))}::date`,
    )
    .join(" or ")})`;

/** More days than this are read from the folded ones. */
const FEW_DAYS = 3;

/** The folded days that can answer a question; null where only entries can: by owner and by word at once. */
function foldedFor(question: Question, days: readonly Part[]): Table | null {
  const { words, rows, columns, isWholeProvince } = question;
  if (days.reduce((sum, { from, until }) => sum + until - from, 0) <= FEW_DAYS) return null;
  const hasWords =
    words.size > 0 || groupColumns(question).some((name) => name !== "area_code" && name !== "enterprise_id");
  if (!hasWords) return "stat_day_owner";
  // Its rows are of supervision units: of the parts of the province and no other places.
  const places = [rows, columns].filter(isPlace);
  if (words.has("age") || groupColumns(question).includes("age")) return null;
  return isWholeProvince && places.every((one) => one === "area" || one === "unit") ? "stat_day_word" : null;
}

/** The month (Asia/Shanghai) in which an instant lies, as the ledger's `known_month` has it. */
const knownMonth = (at: Date): string => dayText(monthStart(dayNumber(dayOf(at))));
/** When it begins. Asia/Shanghai has no summer time. */
const beginOf = (month: string): Date => new Date(`${month}T00:00:00+08:00`);

/** Until when a topic's days are folded; before all time where they are not. Of another form, row-level security would keep it out of an index. */
const foldedUntil = (topic: string) =>
  `(select coalesce(max(until), '-infinity') from stat_fold where topic = ${topic})`;

/** The first month of these days of which anything has become known in the month of `known` or since, as SQL. */
function movedSql({ measure }: Question, days: readonly Span[], known: Date, values: Values): string {
  const from = monthStart(Math.min(...days.map((day) => day.from)));
  const until = Math.max(...days.map((day) => day.until));
  return `(select coalesce(min(month), 'infinity') from stat_month where topic = ${values.add(measure.topic)}
      and known_month >= ${values.add(knownMonth(known))}::date and ${within("month", [{ from, until }], values)})`;
}

/** Of how many days folded sums would have to be taken back to be as known then: a guess, for what is read is right either way. */
async function daysMoved(tx: Tx, question: Question, days: readonly Span[], known: Date): Promise<number> {
  const values = new Values();
  const [row] = await tx.query<{ first: string }>(
    `select ${movedSql(question, days, known, values)}::text as first`,
    values.list,
  );
  const first = row === undefined || row.first === "infinity" ? Number.POSITIVE_INFINITY : dayNumber(row.first);
  return days.reduce((sum, { from, until }) => sum + Math.max(0, until - Math.max(from, first)), 0);
}

/**
 * Days by day: those that have been folded, and what has become known since. As known then, what became known between then and the folding is taken
 * back, which is little where reports come soon after their days.
 */
function foldedSources(question: Question, table: Table, days: readonly Part[]): Source[] {
  const { measure, known } = question;
  const late = { table: "stat_entry", parts: days, isLate: true } as const;
  const folded: Source = { table, parts: days, and: () => "true" };
  const until = (values: Values) => foldedUntil(values.add(measure.topic));
  if (known === null) return [folded, { ...late, and: (values) => `known_at > ${until(values)}` }];
  const at = (values: Values) => `${values.add(known)}::timestamptz`;
  return [
    folded,
    { ...late, and: (values) => `known_at > ${until(values)} and known_at <= ${at(values)}` },
    {
      table: "stat_entry",
      parts: days,
      isTakenBack: true,
      firstDay: (values) => movedSql(question, days, known, values),
      and: (values) => `known_at > ${at(values)} and known_at <= ${until(values)}`,
    },
  ];
}

interface Parts {
  readonly months: readonly Part[];
  readonly days: readonly Part[];
  /** Days that the months hold too much. */
  readonly over: readonly Part[];
}

/** Days that are more than half of their month as that month and the days that it holds too much: of a month that is not over there are none. */
function byWholeMonths({ months, days }: Pick<Parts, "months" | "days">): Parts {
  const isMost = ({ from, until }: Part) => {
    const begin = monthStart(from);
    return nextMonth(begin) >= until && 2 * (until - from) > nextMonth(begin) - begin;
  };
  const most = days.filter(isMost);
  const whole = most.map((part) => ({ ...part, from: monthStart(part.from), until: nextMonth(part.from) }));
  return {
    months: [...months, ...whole],
    days: days.filter((part) => !isMost(part)),
    over: most
      .flatMap((part) => [
        { ...part, from: monthStart(part.from), until: part.from },
        { ...part, from: part.until, until: nextMonth(part.from) },
      ])
      .filter(({ from, until }) => from < until),
  };
}

/**
 * Where sums are read without folded days. As known now, whole months come from the months' sums and the other days from the entries. As known then,
 * the months' sums of knowing before that month are taken and the entries of that month added.
 */
function entrySources({ known }: Question, { months, days, over }: Parts): readonly Source[] {
  const month = known === null ? null : knownMonth(known);
  const until = (values: Values) => (known === null ? "true" : `known_at <= ${values.add(known)}::timestamptz`);
  const before = (values: Values) => (month === null ? "true" : `known_month < ${values.add(month)}::date`);
  const sources: Source[] = [
    { table: "stat_month", parts: months, and: before },
    { table: "stat_entry", parts: days, and: until },
    { table: "stat_entry", parts: over, and: until, isTakenBack: true },
  ];
  if (month === null) return sources;
  const late = (values: Values) => `known_at >= ${values.add(beginOf(month))}::timestamptz and ${until(values)}`;
  return [...sources, { table: "stat_entry", parts: months, and: late, isLate: true }];
}

/** Where the sums behind a question are read with nothing taken back. */
export const plainSources = (question: Question): readonly Source[] =>
  entrySources(question, { ...partsOf(question), over: [] });

/** Where the sums behind a question are read: days by day from the folded ones, where that is less to read than their entries. */
export async function sourcesOf(tx: Tx, question: Question): Promise<readonly Source[]> {
  const parts = partsOf(question);
  const { months, days } = parts;
  const table = foldedFor(question, days);
  if (table === null) return entrySources(question, byWholeMonths(parts));
  const all = days.reduce((sum, { from, until }) => sum + until - from, 0);
  if (question.known !== null && (await daysMoved(tx, question, days, question.known)) > all / 2)
    return entrySources(question, byWholeMonths(parts));
  return [...entrySources(question, { months, days: [], over: [] }), ...foldedSources(question, table, days)];
}

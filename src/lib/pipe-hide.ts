import { COLOR_BYS, type ColumnName, OUT_OF_SIGHT, type PipeFilter } from "#contract/pipe-classes.ts";

/** Columns that a filter reads. */
export const columnsOf = ({ only, laid, patrolled }: PipeFilter): readonly ColumnName[] => [
  ...COLOR_BYS.filter((by) => only[by] !== undefined),
  ...(laid ? (["laidYear"] as const) : []),
  ...(patrolled ? (["patrolDay"] as const) : []),
];

/** Days since 1970-01-01 of a day as YYYY-MM-DD. */
export const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

/** `laidYear` counts from here; 0 is not known. */
const FIRST_YEAR = 1900;
/** A patrol day's `OUT_OF_SIGHT`. */
const NEVER_SEEN = 0xffff;

/** Hides what is in none of the bytes named. */
function hideBytes(column: ArrayLike<number>, shown: Iterable<number>, hidden: Uint8Array): void {
  const isOut = new Uint8Array(256).fill(1);
  for (const k of shown) if (k < OUT_OF_SIGHT) isOut[k] = 0;
  for (let i = 0; i < hidden.length; i++) hidden[i] = (hidden[i] as number) | (isOut[column[i] as number] as number);
}

/** Hides what is outside `from…to`; 0 (never) and what is out of sight are outside too. */
function hideOutside(column: ArrayLike<number>, from: number, to: number, hidden: Uint8Array): void {
  for (let i = 0; i < hidden.length; i++) {
    const value = column[i] as number;
    if (value < from || value > to) hidden[i] = 1;
  }
}

/** Whole numbers from one to another, both included. */
const span = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);

/**
 * Which pipes a filter takes away: 1 for each that is in none of the classes named of some attribute, or laid or patrolled outside the
 * spans. A class of 255 is never shown. `columns` has all that {@link columnsOf} names.
 */
export function hiddenPipes(
  { only, laid, patrolled }: PipeFilter,
  columns: Readonly<Partial<Record<ColumnName, ArrayLike<number>>>>,
  count: number,
): Uint8Array<ArrayBuffer> {
  const hidden = new Uint8Array(count);
  const columnOf = (name: ColumnName): ArrayLike<number> => {
    const column = columns[name];
    if (!column) throw new Error(`the filter reads ${name}, which is not there`);
    return column;
  };
  for (const by of COLOR_BYS) {
    const classes = only[by];
    if (classes) hideBytes(columnOf(by), classes, hidden);
  }
  // A year of 0 is not known.
  if (laid) hideBytes(columnOf("laidYear"), span(Math.max(1, laid[0] - FIRST_YEAR), laid[1] - FIRST_YEAR), hidden);
  if (patrolled) {
    const [from, to] = [dayNumber(patrolled[0]), dayNumber(patrolled[1])];
    hideOutside(columnOf("patrolDay"), Math.max(1, from), Math.min(to, NEVER_SEEN - 1), hidden);
  }
  return hidden;
}

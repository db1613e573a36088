import type { Statistics } from "#contract/statistics.ts";
import { type Dimension, DIMENSION_WORDS, type WordDimension } from "#contract/statistics-dimensions.ts";
import { BEFORE } from "./use-beside.ts";

/** One line of the table: its cells in the order of the columns, undefined where there is nothing, null where it is kept back. */
export interface Line {
  readonly key: string;
  readonly name: string | null;
  readonly order: number;
  /** undefined where areas beside have the line alone. */
  readonly total: number | null | undefined;
  readonly completeness: number | null;
  readonly cells: readonly (number | null | undefined)[];
  /** The same line's total in each answer beside this one; undefined where it has no such line. */
  readonly beside: readonly (number | null | undefined)[];
}

export interface SortKey {
  /** The order of the answer, the total, the change, a column by its place, or an answer beside by its. */
  readonly by: "order" | "total" | "change" | number | `beside:${number}`;
  readonly isDown: boolean;
}

export const wordDimension = (dimension: Dimension): WordDimension | null =>
  Object.hasOwn(DIMENSION_WORDS, dimension) ? (dimension as WordDimension) : null;

type Keys = Pick<Statistics, "rowKeys">;

/**
 * The lines of an answer with what stands beside them. Lines that areas beside have alone follow at the end; those of another time do not: their
 * months are others.
 */
export function linesOf(
  answer: Statistics,
  beside: readonly { readonly key: string; readonly answer: Keys }[] = [],
): Line[] {
  const others = beside.map((one) => new Map(one.answer.rowKeys.map(({ key, total }) => [key, total])));
  const cells: (number | null | undefined)[][] = answer.rowKeys.map(() => new Array(answer.columnKeys.length));
  for (const { row, column, value } of answer.cells) {
    const line = cells[row];
    if (line) line[column] = value;
  }
  const besideOf = (key: string) => others.map((totals) => totals.get(key));
  const own = answer.rowKeys.map(
    ({ key, name, total, completeness }, order): Line => ({
      ...{ key, name, order, total, completeness },
      cells: Array.from(cells[order] ?? []),
      beside: besideOf(key),
    }),
  );
  const seen = new Set(own.map(({ key }) => key));
  const alone = beside
    .filter(({ key }) => key !== BEFORE)
    .flatMap((one) => one.answer.rowKeys)
    .filter(({ key }) => !seen.has(key) && seen.add(key))
    .map(({ key, name }, at): Line => {
      const order = own.length + at;
      return { key, name, order, total: undefined, completeness: null, cells: [], beside: besideOf(key) };
    });
  return [...own, ...alone];
}

/** How much a line has moved from the first answer beside it; null where one of the two is kept back. What has no line there was none. */
export function changeOf({ total = 0, beside: [then = 0] }: Pick<Line, "total" | "beside">): number | null {
  return total === null || then === null ? null : total - then;
}

const weightOf = (line: Line, by: SortKey["by"]): number => {
  if (by === "order") return line.order;
  if (by === "total") return line.total ?? Number.NEGATIVE_INFINITY;
  if (by === "change") return changeOf(line) ?? Number.NEGATIVE_INFINITY;
  if (typeof by === "number") return line.cells[by] ?? Number.NEGATIVE_INFINITY;
  return line.beside[Number(by.slice("beside:".length))] ?? Number.NEGATIVE_INFINITY;
};

/** Lines in another order; those alike stay as they were. */
export function sorted(lines: readonly Line[], { by, isDown }: SortKey): Line[] {
  const sign = isDown ? -1 : 1;
  return lines.toSorted((a, b) => {
    const [x, y] = [weightOf(a, by), weightOf(b, by)];
    return x === y ? a.order - b.order : sign * (x < y ? -1 : 1);
  });
}

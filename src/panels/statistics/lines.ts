import type { Statistics } from "#contract/statistics.ts";
import { type Dimension, DIMENSION_WORDS, type WordDimension } from "#contract/statistics-dimensions.ts";

/** One line of the table: its cells in the order of the columns, undefined where there is nothing, null where it is kept back. */
export interface Line {
  readonly key: string;
  readonly name: string | null;
  readonly order: number;
  readonly total: number | null;
  readonly completeness: number | null;
  readonly cells: readonly (number | null | undefined)[];
  /** The same line's total in the answer that it is compared with. */
  readonly before: number | null;
}

export interface SortKey {
  /** The order of the answer, the total, the change, or a column by its place. */
  readonly by: "order" | "total" | "change" | number;
  readonly isDown: boolean;
}

export const wordDimension = (dimension: Dimension): WordDimension | null =>
  Object.hasOwn(DIMENSION_WORDS, dimension) ? (dimension as WordDimension) : null;

export function linesOf(answer: Statistics, before: Statistics | null): Line[] {
  const then = new Map(before?.rowKeys.map(({ key, total }) => [key, total]));
  const cells: (number | null | undefined)[][] = answer.rowKeys.map(() => new Array(answer.columnKeys.length));
  for (const { row, column, value } of answer.cells) {
    const line = cells[row];
    if (line) line[column] = value;
  }
  return answer.rowKeys.map(({ key, name, total, completeness }, order) => ({
    key,
    name,
    order,
    total,
    completeness,
    cells: Array.from(cells[order] ?? []),
    before: then.get(key) ?? (before ? 0 : null),
  }));
}

const weightOf = (line: Line, by: SortKey["by"]): number => {
  if (by === "order") return line.order;
  if (by === "total") return line.total ?? Number.NEGATIVE_INFINITY;
  if (by === "change") return (line.total ?? 0) - (line.before ?? 0);
  return line.cells[by] ?? Number.NEGATIVE_INFINITY;
};

/** Lines in another order; those alike stay as they were. */
export function sorted(lines: readonly Line[], { by, isDown }: SortKey): Line[] {
  const sign = isDown ? -1 : 1;
  return lines.toSorted((a, b) => {
    const [x, y] = [weightOf(a, by), weightOf(b, by)];
    return x === y ? a.order - b.order : sign * (x < y ? -1 : 1);
  });
}

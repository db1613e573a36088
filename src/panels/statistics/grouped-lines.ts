import type { Line } from "./lines.ts";

/** A line of the first dimension, or one of its parts: a column of the answer that holds something there. */
export type GroupedLine =
  | { readonly kind: "group"; readonly line: Line; readonly parts: number }
  | { readonly kind: "part"; readonly line: Line; readonly column: number; readonly value: number | null };

export interface Grouping {
  /** Groups whose parts are not shown, by key. */
  readonly shut: ReadonlySet<string>;
  /** Whether parts stand by size, the largest first; else in the order of the answer. */
  readonly isBySize: boolean;
}

/**
 * Lines with their parts beneath them. A group's figure is the answer's own for that line: of rates, peaks and ratios the parts do not add up to
 * it, and where a part was kept back a sum would tell it.
 */
export function groupedLines(lines: readonly Line[], { shut, isBySize }: Grouping): GroupedLine[] {
  return lines.flatMap((line): GroupedLine[] => {
    const parts = line.cells.flatMap((value, column) => (value === undefined ? [] : [{ column, value }]));
    const group = { kind: "group", line, parts: parts.length } as const;
    if (shut.has(line.key)) return [group];
    const inOrder = isBySize
      ? parts.toSorted(
          (a, b) =>
            (b.value ?? Number.NEGATIVE_INFINITY) - (a.value ?? Number.NEGATIVE_INFINITY) || a.column - b.column,
        )
      : parts;
    return [group, ...inOrder.map((part) => ({ kind: "part", line, ...part }) as const)];
  });
}

import { SMALLEST_CELL } from "#contract/statistics.ts";

/** A cell of a table and how many households it is made of; cells that are not told of have none. */
export interface Counted {
  readonly row: number;
  readonly column: number;
  readonly count: number;
}

const isSmall = (count: number): boolean => count > 0 && count < SMALLEST_CELL;

/**
 * Which cells are kept back: those of fewer than five households; and where one alone is kept back in a row or column, whose total would tell it,
 * the smallest of its neighbours too. A line with no other cell to keep back has its total kept back instead (`rows`, `columns`).
 */
export function suppressed(height: number, width: number, met: readonly Counted[]) {
  const counts = Array.from({ length: height }, () => new Array<number>(width).fill(0));
  for (const { row, column, count } of met) {
    const line = counts[row];
    if (line) line[column] = count;
  }
  const hidden = counts.map((row) => row.map(isSmall));
  const lines = [
    ...counts.map((_, r) => Array.from({ length: width }, (_, c) => [r, c] as const)),
    ...Array.from({ length: width }, (_, c) => counts.map((_, r) => [r, c] as const)),
  ];
  const at = ([r, c]: readonly [number, number]): number => counts[r]?.[c] ?? 0;
  const isHidden = ([r, c]: readonly [number, number]): boolean => hidden[r]?.[c] === true;
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (const line of lines) {
      if (line.filter(isHidden).length !== 1) continue;
      const others = line.filter((cell) => !isHidden(cell) && at(cell) > 0).toSorted((a, b) => at(a) - at(b));
      const [smallest] = others;
      const row = smallest && hidden[smallest[0]];
      if (!smallest || !row) continue;
      row[smallest[1]] = true;
      isChanged = true;
    }
  }
  const hasOne = (line: readonly (readonly [number, number])[]) => line.filter(isHidden).length === 1;
  return {
    cells: hidden,
    rows: lines
      .slice(0, counts.length)
      .map((line) => hasOne(line) || isSmall(line.reduce((sum, cell) => sum + at(cell), 0))),
    columns: lines
      .slice(counts.length)
      .map((line) => hasOne(line) || isSmall(line.reduce((sum, cell) => sum + at(cell), 0))),
  };
}

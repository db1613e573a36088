import { SMALLEST_CELL } from "#contract/statistics.ts";

/** A cell of a table and how many households it is made of; cells that are not told of have none. */
export interface Counted {
  readonly row: number;
  readonly column: number;
  readonly count: number;
}

/** What of a table is kept back: cells, and totals of rows and columns. */
export interface Suppressed {
  isHidden(row: number, column: number): boolean;
  readonly rows: readonly boolean[];
  readonly columns: readonly boolean[];
}

const isSmall = (count: number): boolean => count > 0 && count < SMALLEST_CELL;

/** A row or a column within a table that lies row by row: its cells are `begin`, `begin + step`, … */
interface Line {
  readonly begin: number;
  readonly step: number;
  readonly length: number;
  /** How many of its cells are hidden, by number of line. */
  readonly hidden: Int32Array;
  readonly at: number;
}

/** The smallest cell of a line that holds anything and is not hidden, the first of several; -1 where there is none. */
function smallestOf({ begin, step, length }: Line, counts: Float64Array, hidden: Uint8Array): number {
  let smallest = -1;
  for (let i = 0, cell = begin; i < length; i += 1, cell += step) {
    const count = counts[cell] as number;
    if (count <= 0 || hidden[cell] === 1) continue;
    if (smallest < 0 || count < (counts[smallest] as number)) smallest = cell;
  }
  return smallest;
}

function sumOf({ begin, step, length }: Line, counts: Float64Array): number {
  let sum = 0;
  for (let i = 0, cell = begin; i < length; i += 1, cell += step) sum += counts[cell] as number;
  return sum;
}

/**
 * Which cells are kept back: those of fewer than five households; and where one alone is kept back in a row or column, whose total would tell it,
 * the smallest of its neighbours too. A line with no other cell to keep back has its total kept back instead (`rows`, `columns`).
 */
export function suppressed(height: number, width: number, met: readonly Counted[]): Suppressed {
  const counts = new Float64Array(height * width);
  const hidden = new Uint8Array(height * width);
  const inRow = new Int32Array(height);
  const inColumn = new Int32Array(width);
  const hide = (cell: number): void => {
    hidden[cell] = 1;
    const row = Math.floor(cell / width);
    inRow[row] = (inRow[row] as number) + 1;
    inColumn[cell - row * width] = (inColumn[cell - row * width] as number) + 1;
  };
  for (const { row, column, count } of met) {
    counts[row * width + column] = count;
    if (isSmall(count)) hide(row * width + column);
  }
  const rows = Array.from(inRow, (_, at): Line => ({ begin: at * width, step: 1, length: width, hidden: inRow, at }));
  const columns = Array.from(
    inColumn,
    (_, at): Line => ({ begin: at, step: width, length: height, hidden: inColumn, at }),
  );
  const lines = [...rows, ...columns];
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (const line of lines) {
      if (line.hidden[line.at] !== 1) continue;
      const smallest = smallestOf(line, counts, hidden);
      if (smallest < 0) continue;
      hide(smallest);
      isChanged = true;
    }
  }
  const isKeptBack = (line: Line): boolean => line.hidden[line.at] === 1 || isSmall(sumOf(line, counts));
  return {
    isHidden: (row, column) => hidden[row * width + column] === 1,
    rows: rows.map(isKeptBack),
    columns: columns.map(isKeptBack),
  };
}

import type { Compare } from "#state/trend.ts";
import type { DrawnLine } from "./use-history.ts";

export interface RowWords {
  readonly time: string;
  readonly head: (of: "mean" | "min" | "max", name: string, unit: string) => string;
  readonly before: (name: string, compare: Compare) => string;
  readonly formatTime: (at: number) => string;
}

type Cell = string | number | null;

/** Lines as a table: a row for each time that some line has, newest last; times compared with stand at the time they are drawn at. */
export function historyRows(lines: readonly DrawnLine[], compare: Compare, words: RowWords): Cell[][] {
  const rows = new Map<number, Cell[]>();
  const width = 3 * lines.length;
  lines.forEach(({ series, shiftMs }, l) => {
    series?.at.forEach((at, i) => {
      const moved = at + shiftMs;
      const row = rows.get(moved) ?? new Array<Cell>(width).fill(null);
      rows.set(moved, row);
      [series.mean, series.min, series.max].forEach((column, c) => {
        row[3 * l + c] = column[i] ?? null;
      });
    });
  });
  const heads = lines.flatMap(({ tag, shiftMs }) => {
    const name = `${tag.stationName ?? ""} ${tag.name}`.trim();
    const told = shiftMs === 0 ? name : words.before(name, compare);
    return (["mean", "min", "max"] as const).map((of) => words.head(of, told, tag.unit));
  });
  const body = [...rows].toSorted(([a], [b]) => a - b).map(([at, cells]) => [words.formatTime(at), ...cells]);
  return [[words.time, ...heads], ...body];
}

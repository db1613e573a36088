/** Buckets of one tag, as the server tells them: columns of equal length, oldest first, ms since 1970. */
export interface Buckets {
  readonly at: readonly number[];
  readonly min: readonly number[];
  readonly max: readonly number[];
  readonly mean: readonly number[];
  /** Points farther apart than this have silence between them. */
  readonly gapMs: number;
}

/** A column of a chart: a number, null where there is silence, undefined where only others have a point. */
export type ChartColumn = (number | null | undefined)[];

/** Times in seconds, and for each line its maximum, minimum and mean. */
export type ChartData = readonly [number[], ...ChartColumn[]];

interface Line {
  readonly x: number[];
  readonly columns: readonly [ChartColumn, ChartColumn, ChartColumn];
}

/** Steps of a coarse record between which a line is still drawn. */
const FRESH_STEPS = 2.5;

/**
 * Whether there is silence before point `i`: longer than the tag's own limit, and longer than the record's steps beside it. An hourly file of
 * a sensor that speaks each minute is a line; an outage between minutes is a gap.
 */
function isSilence(at: readonly number[], i: number, gapMs: number): boolean {
  const step = (to: number) => (at[to] ?? Number.NaN) - (at[to - 1] ?? Number.NaN);
  const own = step(i);
  if (!(own > gapMs)) return false;
  const beside = [step(i - 1), step(i + 1)].filter((ms) => !Number.isNaN(ms));
  return beside.length === 0 || own > FRESH_STEPS * Math.min(...beside);
}

/** Places whose neighbours are silence: they are no line and need a dot. */
export function lonePoints(column: ArrayLike<number | null | undefined>): number[] {
  const lone: number[] = [];
  let before: number | null = null;
  let candidate = -1;
  for (let i = 0; i < column.length; i++) {
    const value = column[i];
    if (value === undefined) continue;
    if (value === null && candidate !== -1) lone.push(candidate);
    candidate = value !== null && before === null ? i : -1;
    before = value;
  }
  return candidate === -1 ? lone : [...lone, candidate];
}

/** A line with nulls in its silences, moved by `shiftMs`. */
function lineOf({ at, min, max, mean, gapMs }: Buckets, shiftMs: number): Line {
  const x: number[] = [];
  const columns: [ChartColumn, ChartColumn, ChartColumn] = [[], [], []];
  const put = (ms: number, high: number | null, low: number | null, middle: number | null) => {
    x.push((ms + shiftMs) / 1000);
    columns[0].push(high);
    columns[1].push(low);
    columns[2].push(middle);
  };
  at.forEach((ms, i) => {
    const before = at[i - 1];
    if (before !== undefined && isSilence(at, i, gapMs)) put(before + 1, null, null, null);
    put(ms, max[i] ?? null, min[i] ?? null, mean[i] ?? null);
  });
  return { x, columns };
}

/** Puts lines on one time axis: what has no point there is undefined, which is no gap. */
export function chartData(lines: readonly { readonly buckets: Buckets | null; readonly shiftMs: number }[]): ChartData {
  const made = lines.map(({ buckets, shiftMs }) =>
    lineOf(buckets ?? { at: [], min: [], max: [], mean: [], gapMs: 0 }, shiftMs),
  );
  const x = [...new Set(made.flatMap((line) => line.x))].sort((a, b) => a - b);
  const place = new Map(x.map((at, i) => [at, i]));
  const columns = made.flatMap((line) =>
    line.columns.map((from) => {
      const into: ChartColumn = new Array(x.length).fill(undefined);
      line.x.forEach((at, i) => {
        into[place.get(at) as number] = from[i];
      });
      return into;
    }),
  );
  return [x, ...columns];
}

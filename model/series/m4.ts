import type { Points } from "./points.ts";

/**
 * M4 (Jugel, Jerzak, Hackenbroich, Markl: M4: A Visualization-Oriented Time Series Data Aggregation, VLDB 2014): of each of `columns` equal
 * spans of [from, to) the first, the lowest, the highest and the last point. A line of one pixel drawn through them in a picture `columns`
 * wide covers the same pixels as one through all points. Returns ascending places, at most four a column.
 */
export function m4(points: Points, from: number, to: number, columns: number): number[] {
  const { at, v } = points;
  const places: number[] = [];
  const columnOf = (i: number) => Math.floor((((at[i] as number) - from) / (to - from)) * columns);
  for (let first = 0; first < at.length; ) {
    const column = columnOf(first);
    let [low, high, last] = [first, first, first];
    for (let i = first + 1; i < at.length && columnOf(i) === column; i++) {
      if ((v[i] as number) < (v[low] as number)) low = i;
      if ((v[i] as number) > (v[high] as number)) high = i;
      last = i;
    }
    places.push(...new Set([first, Math.min(low, high), Math.max(low, high), last]));
    first = last + 1;
  }
  return places;
}

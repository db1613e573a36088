import type { Points } from "./points.ts";

/** Mean time and value of the points from `start` to `end`, `end` not included. */
function middle({ at, v }: Points, start: number, end: number): readonly [number, number] {
  let [t, sum] = [0, 0];
  for (let i = start; i < end; i++) {
    t += at[i] as number;
    sum += v[i] as number;
  }
  return [t / (end - start), sum / (end - start)];
}

/**
 * Largest Triangle Three Buckets (Steinarsson: Downsampling Time Series for Visual Representation, 2013): `count` of the points, the first
 * and the last always, of each bucket between them the one that makes the largest triangle with the point kept before it and the mean of
 * the bucket behind it. All places when there are no more than `count`; `count` is at least 3.
 */
export function lttb(points: Points, count: number): number[] {
  const { at, v } = points;
  const n = at.length;
  if (n <= count || count < 3) return Array.from({ length: Math.min(n, Math.max(count, 0)) }, (_, i) => i);
  const places = [0];
  // Points per bucket; the first and the last point stand alone.
  const width = (n - 2) / (count - 2);
  const edge = (bucket: number) => Math.floor(bucket * width) + 1;
  for (let bucket = 0; bucket < count - 2; bucket++) {
    const kept = places[bucket] as number;
    const [keptAt, keptV] = [at[kept] as number, v[kept] as number];
    const next = edge(bucket + 1);
    const [nextAt, nextV] = middle(points, next, bucket === count - 3 ? n : edge(bucket + 2));
    let [best, largest] = [edge(bucket), -1];
    for (let i = edge(bucket); i < next; i++) {
      const area = Math.abs(
        (keptAt - nextAt) * ((v[i] as number) - keptV) - (keptAt - (at[i] as number)) * (nextV - keptV),
      );
      if (area > largest) [best, largest] = [i, area];
    }
    places.push(best);
  }
  return [...places, n - 1];
}

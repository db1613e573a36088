import type { Series, SeriesMethod } from "#contract/series.ts";
import { lttb } from "#model/series/lttb.ts";
import { m4 } from "#model/series/m4.ts";
import { pick } from "#model/series/points.ts";
import type { Tx } from "#server/db/db.ts";
import { readRollupState } from "#server/db/rollups.ts";
import {
  type Bucket,
  findSeriesTag,
  piecesOf,
  type Range,
  readRange,
  readSeriesBuckets,
  sourceFor,
  stepOf,
} from "#server/db/series.ts";

export interface SeriesAsk extends Range {
  readonly points: number;
  readonly method: SeriesMethod;
}

/** Where a roll-up's lowest and highest are drawn within its span: which of them came first it does not say. */
const [EARLY, LATE] = [0.25, 0.75];

/** The lowest and the highest of each bucket as points of their own. */
function extremesOf(buckets: readonly Bucket[], from: number, widthMs: number) {
  const points = { at: [] as number[], v: [] as number[], q: [] as number[] };
  for (const { bin, low, high, suspect } of buckets) {
    const both = low === high ? [[0.5, low] as const] : [[EARLY, low] as const, [LATE, high] as const];
    for (const [share, v] of both) {
      points.at.push(Math.round(from + (bin + share) * widthMs));
      points.v.push(v);
      points.q.push(suspect > 0 ? 1 : 0);
    }
  }
  return points;
}

/** The series of a tag in sight of the transaction, or null when there is no such tag. */
export async function readSeries(tx: Tx, id: string, ask: SeriesAsk): Promise<Series | null> {
  const tag = await findSeriesTag(tx, id);
  if (tag === null) return null;
  const { from, to, points, method } = ask;
  const state = await readRollupState(tx);
  const source = sourceFor(tag, ask, state);
  const head = (widthMs: number) => ({
    id,
    unit: tag.unit,
    from,
    to,
    source,
    gapMs: Math.max(1000 * tag.staleAfterS, 2 * stepOf(source, tag), 2 * widthMs),
  });
  const pieces = piecesOf(source, tag, ask, state);
  if (method === "buckets") {
    const widthMs = (to - from) / points;
    const buckets = await readSeriesBuckets(tx, id, ask, points, pieces);
    return {
      ...head(widthMs),
      method,
      at: buckets.map(({ bin }) => Math.round(from + (bin + 0.5) * widthMs)),
      min: buckets.map((b) => b.low),
      max: buckets.map((b) => b.high),
      mean: buckets.map((b) => b.mean),
      count: buckets.map((b) => b.n),
      q: buckets.map((b) => (b.suspect > 0 ? 1 : 0)),
    };
  }
  if (source === "reading") {
    const all = await readRange(tx, id, ask);
    const places = method === "lttb" ? lttb(all, points) : m4(all, from, to, Math.floor(points / 4));
    return { ...head(0), method, ...pick(all, places) };
  }
  // Of roll-ups M4 is the lowest and highest of each column; LTTB chooses among twice as many.
  const buckets = method === "lttb" ? points : Math.floor(points / 2);
  const widthMs = (to - from) / buckets;
  const extremes = extremesOf(await readSeriesBuckets(tx, id, ask, buckets, pieces), from, widthMs);
  const few = method === "lttb" ? pick(extremes, lttb(extremes, points)) : extremes;
  return { ...head(widthMs), method, ...few };
}

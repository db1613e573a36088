import type { SeriesSource } from "#contract/series.ts";
import type { Tx } from "./db.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, MINUTE_SAMPLING_S, type RollupState } from "./rollups.ts";

/** As much of a tag as its series needs. */
export interface SeriesTag {
  readonly unit: string;
  readonly samplingS: number;
  readonly staleAfterS: number;
}

export async function findSeriesTag(tx: Tx, id: string): Promise<SeriesTag | null> {
  const [row] = await tx.query<SeriesTag>(
    'select unit, sampling_s as "samplingS", stale_after_s as "staleAfterS" from tag where id = $1',
    [id],
  );
  return row ?? null;
}

/** A span of time, ms since 1970: `from` included, `to` not. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface Bucket {
  /** Number of the bucket from the beginning of the range. */
  readonly bin: number;
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  readonly n: number;
  readonly suspect: number;
}

/** A source of a series costs at most so many rows; beyond it the next coarser one is taken. */
const MOST_ROWS = { reading: 30_000, minute: 60_000, hour: 60_000, day: Infinity } as const satisfies Record<
  SeriesSource,
  number
>;
const STEP_MS = { minute: MINUTE_MS, hour: HOUR_MS, day: DAY_MS } as const;
export const stepOf = (source: SeriesSource, { samplingS }: SeriesTag): number =>
  source === "reading" ? samplingS * 1000 : STEP_MS[source];

/** The finest source that holds the whole range and is cheap enough. */
export function sourceFor(tag: SeriesTag, { from, to }: Range, state: RollupState): SeriesSource {
  const isCheap = (source: SeriesSource) => (to - from) / stepOf(source, tag) <= MOST_ROWS[source];
  if (isCheap("reading") && from >= state.readingsFrom) return "reading";
  if (tag.samplingS < MINUTE_SAMPLING_S && isCheap("minute") && from >= state.minutesFrom) return "minute";
  return isCheap("hour") && from >= state.hoursFrom ? "hour" : "day";
}

interface Piece extends Range {
  readonly source: SeriesSource;
}

/** What a range is read from: roll-ups as far as they have come, then the next finer ones, readings at the end. */
export function piecesOf(source: SeriesSource, tag: SeriesTag, { from, to }: Range, state: RollupState): Piece[] {
  const chain: { source: SeriesSource; upTo: number }[] = [
    { source: "day", upTo: state.daysTo },
    { source: "hour", upTo: state.hoursTo },
    { source: "minute", upTo: tag.samplingS < MINUTE_SAMPLING_S ? state.minutesTo : -Infinity },
    { source: "reading", upTo: Infinity },
  ];
  const pieces: Piece[] = [];
  let at = from;
  for (const link of chain.slice(chain.findIndex((one) => one.source === source))) {
    const end = Math.min(to, link.upTo);
    if (end <= at) continue;
    pieces.push({ source: link.source, from: at, to: end });
    at = end;
  }
  return pieces;
}

const TABLES = { minute: "reading_minute", hour: "reading_hour", day: "reading_day" } as const;
const at = (n: number) => `to_timestamp($${n}::float8 / 1000)`;

/** A roll-up whose span begins before the range and reaches into it belongs to its first bucket. */
function pieceQuery({ source }: Piece, n: number): string {
  if (source === "reading") {
    return `select t, v as low, v as high, v as mean, 1 as n, (q = 1)::int as suspect
              from reading where tag_id = $1 and t >= ${at(n)} and t < ${at(n + 1)} and q < 2`;
  }
  const reach = `interval '1 ${source}'`;
  return `select greatest(t, ${at(n)}) as t, low, high, mean, n, n_suspect as suspect
            from ${TABLES[source]} where tag_id = $1 and t > ${at(n)} - ${reach} and t < ${at(n + 1)} and n > 0`;
}

/** Readings of a range in at most `buckets` spans of equal width, empty ones left out. Bad readings (quality 2) are in none. */
export async function readSeriesBuckets(
  tx: Tx,
  tagId: string,
  range: Range,
  buckets: number,
  pieces: readonly Piece[],
): Promise<Bucket[]> {
  if (pieces.length === 0) return [];
  const widthMs = (range.to - range.from) / buckets;
  return await tx.query<Bucket>(
    `select least($4::int - 1, floor((extract(epoch from t) * 1000 - $2::float8) / $3::float8))::int as bin,
            min(low) as low, max(high) as high, sum(mean * n) / sum(n) as mean, sum(n)::int as n, sum(suspect)::int as suspect
       from (${pieces.map((piece, i) => pieceQuery(piece, 5 + 2 * i)).join("\n union all ")}) r
      group by bin
      order by bin`,
    [tagId, range.from, widthMs, buckets, ...pieces.flatMap((piece) => [piece.from, piece.to])],
  );
}

/** Every readable reading of a range, oldest first. */
export async function readRange(
  tx: Tx,
  tagId: string,
  { from, to }: Range,
): Promise<{ at: number[]; v: number[]; q: number[] }> {
  const [row] = await tx.query<{ at: number[] | null; v: number[] | null; q: number[] | null }>(
    `select array_agg((extract(epoch from t) * 1000)::float8 order by t) as at, array_agg(v order by t) as v, array_agg(q order by t) as q
       from reading
      where tag_id = $1 and t >= ${at(2)} and t < ${at(3)} and q < 2`,
    [tagId, from, to],
  );
  return { at: row?.at ?? [], v: row?.v ?? [], q: row?.q ?? [] };
}

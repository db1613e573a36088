import { z } from "zod";
import { Instant, route } from "./route.ts";
import { BUSINESS_ROLES } from "./scope.ts";
import { AssetId } from "./station.ts";

/**
 * How a range of readings becomes few points:
 *
 * - `buckets` minimum, maximum and mean of equal spans of time
 * - `m4` first, lowest, highest and last of equal spans (Jugel et al., VLDB 2014): a line drawn through them is the line of all readings, to the pixel
 * - `lttb` largest triangle, three buckets (Steinarsson 2013): the points an eye would keep; for export and small pictures
 */
export const SERIES_METHODS = ["buckets", "m4", "lttb"] as const;
export const SeriesMethod = z.enum(SERIES_METHODS);
export type SeriesMethod = (typeof SERIES_METHODS)[number];

/** What a series was made from: the readings themselves, or their roll-ups where there are more readings than a picture can hold. */
export const SERIES_SOURCES = ["reading", "minute", "hour", "day"] as const;
export const SeriesSource = z.enum(SERIES_SOURCES);
export type SeriesSource = (typeof SERIES_SOURCES)[number];

/** The longest range one request may ask for: eleven years. */
export const SERIES_LONGEST_MS = 4018 * 86_400_000;

/** Worst quality of the readings behind a point: 0 good, 1 suspect. Bad readings (2) have no value to draw and are left out. */
const Quality = z.array(z.int().min(0).max(2));

const Head = z.object({
  id: AssetId,
  unit: z.string(),
  /** The range asked for, ms since 1970: from included, to not. */
  from: z.number(),
  to: z.number(),
  source: SeriesSource,
  /** Points farther apart than this, in ms, have silence between them: no line is drawn there. */
  gapMs: z.number(),
});

/** Columns of equal length, oldest first; a span without a readable reading is left out. `at` is the middle of a span, ms since 1970. */
export const BucketSeries = Head.extend({
  method: z.literal("buckets"),
  at: z.array(z.number()),
  min: z.array(z.number()),
  max: z.array(z.number()),
  mean: z.array(z.number()),
  count: z.array(z.int()),
  q: Quality,
});
export type BucketSeries = z.infer<typeof BucketSeries>;

/** Columns of equal length, oldest first. From roll-ups, `at` is good to one step of `source`. */
export const PointSeries = Head.extend({
  method: z.enum(["m4", "lttb"]),
  at: z.array(z.number()),
  v: z.array(z.number()),
  q: Quality,
});
export type PointSeries = z.infer<typeof PointSeries>;

export const Series = z.discriminatedUnion("method", [BucketSeries, PointSeries]);
export type Series = z.infer<typeof Series>;

export const getSeries = route({
  path: "/api/tags/:id/series",
  who: BUSINESS_ROLES,
  summary: "A range of one tag, of any length, reduced to at most `points` points",
  params: z.object({ id: AssetId }),
  query: z.object({
    from: Instant,
    to: Instant,
    points: z.coerce.number().int().min(4).max(4000).default(400),
    method: SeriesMethod.default("buckets"),
  }),
  reply: Series,
});

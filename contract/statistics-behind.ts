import { z } from "zod";
import { Instant, LngLat } from "./route.ts";
import { AreaCode, OwnerId } from "./scope.ts";
import { Day, Figure } from "./statistics.ts";

/** One record behind a figure. What it holds beside its id depends on the measure's table. */
export const StatisticsRow = z.object({
  id: z.string(),
  /** What can be opened by its id: on the map, or in a panel of its own. */
  kind: z.enum(["pipe", "station", "enterprise", "alarm", "hazard", "other"]),
  /** The field record that is its evidence; null where an inspector's record is not behind it. */
  recordId: z.string().nullable(),
  areaCode: AreaCode,
  enterpriseId: OwnerId,
  enterpriseName: z.string().nullable(),
  day: z.iso.date().nullable(),
  knownAt: Instant.nullable(),
  amount: z.number(),
  words: z.record(z.string(), z.string()),
  lngLat: LngLat.nullable(),
  source: z.string(),
});
export type StatisticsRow = z.infer<typeof StatisticsRow>;

/**
 * Why a figure moved: `late` first told more than three days after its day, `corrected` told anew, `withdrawn` taken back,
 * `added` told in time.
 */
export const REVISION_REASONS = ["late", "corrected", "withdrawn", "added"] as const;
export const RevisionReason = z.enum(REVISION_REASONS);
export type RevisionReason = (typeof REVISION_REASONS)[number];

export const Revision = z.object({
  knownAt: Instant,
  reason: RevisionReason,
  areaCode: AreaCode,
  areaName: z.string().nullable(),
  enterpriseId: OwnerId,
  enterpriseName: z.string().nullable(),
  /** Dataset or way that told it, and its file. */
  source: z.string(),
  fileName: z.string().nullable(),
  /** Days of the facts. */
  from: Day,
  to: Day,
  /** In the measure's unit; null where fewer than {@link SMALLEST_CELL} households moved. */
  change: Figure,
});
export type Revision = z.infer<typeof Revision>;

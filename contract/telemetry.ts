import { z } from "zod";
import { TagKind, TagState } from "./gas.ts";
import { QUALITY_REASONS } from "./quality-words.ts";
import { Instant, route } from "./route.ts";
import { AreaCode, BUSINESS_ROLES, EnterpriseId } from "./scope.ts";
import { AssetId } from "./station.ts";

/** `west,south,east,north` in degrees, as a query says it. */
const BboxText = z
  .string()
  .max(100)
  .transform((text) => text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part))))
  .pipe(z.tuple([z.number(), z.number(), z.number(), z.number()]));

/** Newest values as columns of equal length; `seq` are the numbers of `snapshot`. */
export const getLatest = route({
  path: "/api/latest",
  who: BUSINESS_ROLES,
  summary: "The newest value of every tag in sight, of an area, a box, or one kind",
  query: z.object({ area: AreaCode.optional(), bbox: BboxText.optional(), kind: TagKind.optional() }),
  reply: z.object({
    snapshot: z.string(),
    /** When the answer was made, ms since 1970. */
    now: z.number(),
    id: z.array(z.string()),
    seq: z.array(z.int()),
    /** Null where the tag has never reported. `at` in ms since 1970. */
    v: z.array(z.number().nullable()),
    at: z.array(z.number().nullable()),
    state: z.array(TagState),
  }),
});

/** What a value is worth, worst last: of several the last in this order is told, but that maintenance goes before all. */
export const QUALITIES = ["good", "suspect", "stale", "offline", "maintenance"] as const;
export const Quality = z.enum(QUALITIES);
export type Quality = (typeof QUALITIES)[number];

export const QualityReason = z.enum(QUALITY_REASONS);
export type QualityReason = z.infer<typeof QualityReason>;

export const TagQuality = z.object({
  tagId: AssetId,
  name: z.string(),
  kind: TagKind,
  stationId: AssetId,
  areaCode: AreaCode,
  enterpriseId: EnterpriseId,
  quality: Quality,
  /** Empty unless a detector has said something. */
  reasons: z.array(QualityReason),
  /** Since when it is suspect; null where it is not. */
  since: Instant.nullable(),
  /** The newest reading, and how old it may be before it is stale. */
  at: Instant.nullable(),
  staleAfterS: z.int(),
});
export type TagQuality = z.infer<typeof TagQuality>;

export const listTagQuality = route({
  path: "/api/tag-quality",
  who: BUSINESS_ROLES,
  summary:
    "Tags whose values are not simply good: suspect, stale, offline or under maintenance, in pages; with how many there are of each",
  query: z.object({
    area: AreaCode.optional(),
    station: AssetId.optional(),
    quality: Quality.exclude(["good"]).optional(),
    cursor: z.string().max(128).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  reply: z.object({
    tags: z.array(TagQuality),
    next: z.string().nullable(),
    counts: z.record(Quality, z.int()),
  }),
});

/** The longest range one question for gaps may have: 35 days. */
export const GAPS_LONGEST_MS = 35 * 86_400_000;

export const listGaps = route({
  path: "/api/tags/:id/gaps",
  who: BUSINESS_ROLES,
  summary: "When a tag was silent for longer than it may be, oldest first, 1 000 at most",
  params: z.object({ id: AssetId }),
  query: z.object({
    from: Instant,
    to: Instant,
    /** Silence longer than this, s; what the tag's own staleness says where left out. */
    longerThanS: z.coerce.number().int().min(1).max(31_536_000).optional(),
  }),
  reply: z.object({
    id: AssetId,
    longerThanS: z.int(),
    /** ms since 1970: the last reading before the silence, or the range's beginning, and the first after it, or the range's end. */
    from: z.array(z.number()),
    to: z.array(z.number()),
    silentMs: z.number(),
  }),
});

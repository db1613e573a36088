import { z } from "zod";
import { TagKind } from "./gas.ts";
import { Instant, LngLat, route } from "./route.ts";
import { AreaCode, BUSINESS_ROLES, EnterpriseId } from "./scope.ts";
import { AssetId } from "./station.ts";

/** Silences of one tag that are told; the others are counted alone. */
export const GAPS_TOLD = 20;

/** A tag that sent less than its sampling says. */
export const TagGaps = z.object({
  tagId: AssetId,
  name: z.string(),
  kind: TagKind,
  stationId: AssetId,
  stationName: z.string(),
  /** Of its station; null when that is gone. */
  lngLat: LngLat.nullable(),
  areaCode: AreaCode,
  enterpriseId: EnterpriseId,
  samplingS: z.int(),
  /** Silence longer than this is a gap. */
  staleAfterS: z.int(),
  /** Readings that its sampling makes of the time counted, and those that came, bad ones among them. */
  expected: z.int(),
  received: z.int(),
  /** All its gaps within the range: how many, and how long in all. */
  gapCount: z.int(),
  silentMs: z.number(),
  /** The GAPS_TOLD longest, oldest first, ms since 1970. A gap is cut at the range's ends; single readings that are missing make none. */
  gaps: z.array(z.object({ from: z.number(), to: z.number() })),
});
export type TagGaps = z.infer<typeof TagGaps>;

export const listAreaGaps = route({
  path: "/api/gaps",
  who: BUSINESS_ROLES,
  summary:
    "Tags of an area that sent less than they should within at most 35 days, with their silences; most is missing first",
  query: z.object({
    area: AreaCode.optional(),
    from: Instant,
    to: Instant,
    cursor: z.string().max(128).optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  reply: z.object({
    tags: z.array(TagGaps),
    next: z.string().nullable(),
    /** Tags asked about, and those of them that sent too little. */
    tagsAsked: z.int(),
    tagsShort: z.int(),
    /**
     * ms since 1970: readings are counted over whole hours, as far as those are summed up. What fell silent after `countedTo` is in the list by
     * its newest reading. Equal where no hour of the range is summed up.
     */
    countedFrom: z.number(),
    countedTo: z.number(),
  }),
});

import { z } from "zod";
import { DeviceReading } from "./live-frame.ts";
import { Instant, route } from "./route.ts";
import { AreaCode, BUSINESS_ROLES, EnterpriseId } from "./scope.ts";
import { AssetId } from "./station.ts";

/**
 * What becomes of a reading. The first four are kept; every other is not stored. Each is counted in `/metrics`, and each but the first stands in
 * a list that the enterprise reads (`listOutcomes`):
 *
 * - `accepted` stored, in time and in order
 * - `late` stored, but it came more than ten minutes after its time
 * - `out_of_order` stored, but a newer one of its tag had come before it: history only
 * - `duplicate` a reading of that tag and time is stored already; the first one stays
 * - `future` more than five minutes ahead of the server's clock
 * - `too_old` older than the installation keeps readings
 * - `out_of_range` a number that no sensor of that kind can measure
 * - `not_a_number` NaN, infinite, or null where a number should be
 * - `wrong_unit` it names a unit, and not that of its tag
 * - `unknown_tag` no such tag
 * - `wrong_owner` the tag is another enterprise's; whoever sent it is told `unknown_tag`
 * - `wrong_topic` the topic names another area than the tag's, or is not `gas/{area}/{enterprise}/{tag}`
 * - `malformed` not a reading
 * - `refused` the database would not take it; never seen when all is well
 */
export const READING_OUTCOMES = [
  "accepted",
  "late",
  "out_of_order",
  "duplicate",
  "future",
  "too_old",
  "out_of_range",
  "not_a_number",
  "wrong_unit",
  "unknown_tag",
  "wrong_owner",
  "wrong_topic",
  "malformed",
  "refused",
] as const;
export const ReadingOutcome = z.enum(READING_OUTCOMES);
export type ReadingOutcome = (typeof READING_OUTCOMES)[number];

/** Outcomes of readings that are on disk afterwards. */
export const KEPT_OUTCOMES = ["accepted", "late", "out_of_order", "duplicate"] as const satisfies ReadingOutcome[];

/** How readings come in. */
export const READING_WAYS = ["mqtt", "http"] as const;
export const ReadingWay = z.enum(READING_WAYS);
export type ReadingWay = (typeof READING_WAYS)[number];

/** A reading that names its tag, as it comes by HTTP. */
export const PushedReading = DeviceReading.extend({ tag: AssetId });
export type PushedReading = z.infer<typeof PushedReading>;

export const PUSH_LIMIT = 10_000;
export const API_KEY_HEADER = "x-api-key";
/** The same key with the same body is answered as the first time, for a day; with another body it is a conflict. */
export const IDEMPOTENCY_HEADER = "idempotency-key";
export const IDEMPOTENCY_KEY_MOST = 128;

/**
 * Readings of one enterprise, authenticated by its API key in the `x-api-key` header. The body is a JSON array of `PushedReading`, one per line
 * as `application/x-ndjson`, or `text/csv` with a header line that names the columns `tag,t,v` and, if wanted, `q` and `u`; gzip where
 * `content-encoding` says so. Each is judged alone: a malformed one takes no other with it. The answer comes after the commit; what it
 * counts as kept is on disk. A reading is known again by (tag, t): what is sent twice is stored once, with or without an `idempotency-key`.
 */
export const postReadings = route({
  method: "POST",
  path: "/api/readings",
  who: "public",
  summary: "Takes in readings of one enterprise by API key; answers once they are stored",
  body: z.array(z.unknown()).min(1).max(PUSH_LIMIT),
  reply: z.object({
    counts: z.record(ReadingOutcome, z.int()),
    /** Up to 20 readings not kept: their place in the body from 0, and why. */
    rejected: z.array(z.object({ index: z.int(), outcome: ReadingOutcome })),
  }),
});

/** Readings of one hour, tag, outcome and way: their number, and the last of them. */
export const OutcomeRow = z.object({
  enterpriseId: z.string(),
  /** Null where the row belongs to nobody, or the enterprise is not known any more. */
  enterpriseName: z.string().nullable(),
  areaCode: AreaCode,
  /** The hour in which they came. */
  hour: Instant,
  /** As the sender named it; `*` stands for many that nobody knows. */
  tagId: z.string(),
  tagName: z.string().nullable(),
  outcome: ReadingOutcome,
  way: ReadingWay,
  count: z.int(),
  firstAt: Instant,
  lastAt: Instant,
  lastT: Instant.nullable(),
  lastV: z.number().nullable(),
  /** How the last one began, when it could not be read. */
  sample: z.string().nullable(),
});
export type OutcomeRow = z.infer<typeof OutcomeRow>;

const filters = {
  area: AreaCode.optional(),
  enterprise: EnterpriseId.optional(),
  tag: AssetId.optional(),
  outcome: ReadingOutcome.optional(),
  from: Instant.optional(),
  to: Instant.optional(),
};

export const listOutcomes = route({
  path: "/api/reading-outcomes",
  who: BUSINESS_ROLES,
  summary:
    "Readings that were late, out of order, doubled or not kept, newest hour first, in pages; with their sums over the whole range",
  query: z.object({
    ...filters,
    cursor: z.string().max(400).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  reply: z.object({
    rows: z.array(OutcomeRow),
    next: z.string().nullable(),
    /** Of all that the filter finds, not of this page; outcomes without any are left out. */
    totals: z.array(z.object({ outcome: ReadingOutcome, count: z.int() })),
  }),
});

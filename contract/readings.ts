import { z } from "zod";
import { DeviceReading } from "./live-frame.ts";
import { route } from "./route.ts";
import { AssetId } from "./station.ts";

/**
 * What becomes of a reading. The first three are kept; every other is counted, logged with a sample and not stored:
 *
 * - `accepted` stored, and the newest of its tag
 * - `late` stored, but an even newer one is known: history only
 * - `duplicate` a reading of that tag and time is stored already; the first one stays
 * - `future` more than five minutes ahead of the server's clock
 * - `out_of_range` not a number a sensor of that kind can measure, or infinite
 * - `unknown_tag` no such tag
 * - `wrong_topic` the tag is another area's or enterprise's, or the topic is not `gas/{area}/{enterprise}/{tag}`
 * - `malformed` not the JSON of a reading
 * - `refused` the database would not take it; never seen when all is well
 */
export const READING_OUTCOMES = [
  "accepted",
  "late",
  "duplicate",
  "future",
  "out_of_range",
  "unknown_tag",
  "wrong_topic",
  "malformed",
  "refused",
] as const;
export const ReadingOutcome = z.enum(READING_OUTCOMES);
export type ReadingOutcome = (typeof READING_OUTCOMES)[number];

/** A reading that names its tag, as it comes by HTTP. */
export const PushedReading = DeviceReading.extend({ tag: AssetId });
export type PushedReading = z.infer<typeof PushedReading>;

export const PUSH_LIMIT = 10_000;
export const API_KEY_HEADER = "x-api-key";

/**
 * Readings of one enterprise, authenticated by its API key in the `x-api-key` header. The body is a JSON array of `PushedReading`,
 * or one per line as `application/x-ndjson`. Each is judged alone: a malformed one takes no other with it. The answer comes after
 * the commit; what it counts as kept is on disk.
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

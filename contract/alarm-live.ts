import { z } from "zod";
import { Alarm, JournalEntry } from "./alarms.ts";
import { WarningLevel } from "./gas.ts";

/**
 * Alarms over the live connection (LIVE_PATH), as JSON text beside the binary frames.
 *
 * A page that wants them says `{"type":"alarms","after":N}`, N being the `seq` of `GET /api/alarms`, or of the last `LiveAlarms` it got.
 * The server answers with every event in the caller's scope after N, in order, and goes on as they happen. Each message says `seq`:
 * up to it the page has been told all; a gap between two messages' events is what others may see and this one may not.
 * On a new line the page says the last `seq` again and misses nothing. When N is too old to be told event by event,
 * the answer is `LiveAlarmsReset`: read the list anew and ask with its `seq`.
 */
export const LiveAlarms = z.object({
  type: z.literal("alarms"),
  /** Everything in scope up to and including this number has now been told. */
  seq: z.int(),
  /** What happened, oldest first. */
  events: z.array(JournalEntry),
  /** The alarms that the events speak of, each once, as they stand after the last of them. */
  alarms: z.array(Alarm),
  /**
   * Set while more alarms come than a person can read (ISA-18.2: more than 10 in ten minutes): ring once for incidents, not for each.
   * `incidents` is how many incidents the flood's alarms fold into, `since` its beginning in UTC ms.
   */
  flood: z.object({ since: z.number(), alarms: z.int(), incidents: z.int(), worst: WarningLevel }).nullable(),
});
export type LiveAlarms = z.infer<typeof LiveAlarms>;

export const LiveAlarmsReset = z.object({ type: z.literal("alarms_reset"), seq: z.int() });
export type LiveAlarmsReset = z.infer<typeof LiveAlarmsReset>;

import { z } from "zod";
import { AlarmId } from "./alarms.ts";
import { Instant, route } from "./route.ts";
import { AreaCode, BUSINESS_ROLES, EnterpriseId } from "./scope.ts";
import { AssetId } from "./station.ts";

/** The standard's thresholds (ISA-18.2 §16, EEMUA 191); the page shows them beside the numbers. */
export const KPI_TARGETS = {
  /** Rings per operator in ten minutes: about 1 is acceptable, 2 the most that can be managed. */
  per10MinGood: 1,
  per10MinMost: 2,
  /** A flood begins with more than 10 rings in ten minutes and ends below 5. */
  floodBegins: 10,
  floodEnds: 5,
  floodShare: 0.01,
  topTenShare: 0.05,
  /** Three rings of one source within a minute. */
  chatterRings: 3,
  chatterS: 60,
  /** Standing for more than 24 hours. */
  staleH: 24,
  staleMost: 5,
} as const;

const Source = z.object({ tagId: AssetId, tagName: z.string(), ruleId: z.string(), rings: z.int() });

export const getAlarmKpis = route({
  path: "/api/alarm-kpis",
  who: BUSINESS_ROLES,
  summary: "The alarm system's own performance over a time, by the measures of ISA-18.2",
  query: z.object({
    from: Instant,
    to: Instant,
    area: AreaCode.optional(),
    enterprise: EnterpriseId.optional(),
    /** Operators who shared the work. */
    operators: z.coerce.number().int().min(1).max(500).default(1),
  }),
  reply: z.object({
    from: Instant,
    to: Instant,
    operators: z.int(),
    /** Events a person heard: raised, rang again, level up. */
    rings: z.int(),
    /** For each operator; `shareOverTwo` the share of ten-minute intervals with more than the standard's most. */
    per10Min: z.object({ mean: z.number(), max: z.number(), shareOverTwo: z.number() }),
    /** Rings in each full ten minutes (or each hour when the time is longer than three days), oldest first. */
    course: z.array(z.object({ at: Instant, rings: z.int() })),
    /** `most`: rings of the heaviest flood, for each operator. */
    flood: z.object({ count: z.int(), minutes: z.number(), share: z.number(), most: z.number() }),
    topTen: z.array(Source.extend({ share: z.number() })),
    topTenShare: z.number(),
    /** How many sources chatter, and the 100 that ring most. */
    chatteringCount: z.int(),
    chattering: z.array(Source),
    /** How many stand for longer than `KPI_TARGETS.staleH`, and the longest 200 of them. */
    staleCount: z.int(),
    stale: z.array(z.object({ alarmId: AlarmId, tagId: AssetId, tagName: z.string(), hours: z.number() })),
    byLevel: z.object({ red: z.int(), orange: z.int(), yellow: z.int(), blue: z.int() }),
    /** Seconds from ring to acknowledgement: median and 90th percentile; null when none was acknowledged. */
    ackSeconds: z.object({ median: z.number().nullable(), p90: z.number().nullable(), count: z.int() }),
    shelved: z.int(),
    folded: z.object({ alarms: z.int(), incidents: z.int() }),
  }),
});

import { z } from "zod";
import { AlarmEventKind, AlarmHold, AlarmState, ConditionKind, EscalationLevel, GasVerdict } from "./alarm-words.ts";
import { TagKind, WarningLevel } from "./gas.ts";
import { Instant, LngLat, route } from "./route.ts";
import { AreaCode, BUSINESS_ROLES, EnterpriseId, type Role } from "./scope.ts";
import { AssetId } from "./station.ts";

/** Roles that answer alarms: acknowledge, shelve, dispatch, confirm. All business roles may read. */
export const ALARM_ROLES = ["supervisor", "dispatcher"] as const satisfies Role[];

export const AlarmId = z.string().min(1).max(80);

/** The most alarms one call acknowledges, shelves or unshelves. */
export const BULK_LIMIT = 1000;
/** The longest a person may shelve. */
export const SHELVE_MAX_H = 24;

const Comment = z.string().trim().max(500);
const Reason = z.string().trim().min(2).max(500);

/**
 * One occurrence of an alarm: from the moment its condition held until it is over. A source (tag and rule) has at most one
 * occurrence that is open. All times are the server's; `valueAt` is the device's.
 */
export const Alarm = z.object({
  id: AlarmId,
  /** Sequence number of its newest event: the order of the live list, whatever clocks say. Larger is newer. */
  seq: z.int(),
  state: AlarmState,
  level: WarningLevel,
  /** The worst level it ever had. */
  peakLevel: WarningLevel,
  /** Set while it is held: followed, not rung. `until` null = as long as its cause lasts (never for `shelved`). */
  hold: z
    .object({
      kind: AlarmHold,
      by: z.string().nullable(),
      reason: z.string(),
      since: Instant,
      until: Instant.nullable(),
    })
    .nullable(),
  tagId: AssetId,
  tagName: z.string(),
  tagKind: TagKind,
  /** Dense number of the tag in the snapshot, for the map and for live frames; null when the snapshot does not know it yet. */
  tagSeq: z.int().nullable(),
  unit: z.string(),
  stationId: AssetId,
  stationName: z.string(),
  lngLat: LngLat,
  areaCode: AreaCode,
  areaName: z.string(),
  enterpriseId: EnterpriseId,
  enterpriseName: z.string(),
  ruleId: z.string(),
  ruleVersion: z.int(),
  condition: ConditionKind,
  /** Which side of the limit; null where a condition has none (no data). */
  side: z.enum(["high", "low"]).nullable(),
  /** The limit that was crossed, in `unit` (rate: per minute; no data: seconds). */
  limit: z.number().nullable(),
  /** The value that raised it, the worst since, and the newest that the engine judged. null = no data. */
  value: z.number().nullable(),
  peak: z.number().nullable(),
  lastValue: z.number().nullable(),
  valueAt: Instant.nullable(),
  raisedAt: Instant,
  /** When the condition ended; null while it holds. */
  clearedAt: Instant.nullable(),
  ackedAt: Instant.nullable(),
  ackedBy: z.string().nullable(),
  ackComment: z.string().nullable(),
  /** How often its condition began within this occurrence; 1 = once. */
  rings: z.int(),
  chattering: z.boolean(),
  /** A leak is certain: by the gas reasoning or by a person. Can never be shelved. */
  leakConfirmed: z.boolean(),
  /** For methane beside a pipe. */
  gasVerdict: GasVerdict.nullable(),
  incidentId: z.string(),
  /** The first alarm of its incident. */
  isFirstOut: z.boolean(),
  /** How far it was brought; null when nobody was late yet. It rings for the levels up to there. */
  escalatedTo: EscalationLevel.nullable(),
  /** The newest task dispatched for it. */
  taskId: z.string().nullable(),
});
export type Alarm = z.infer<typeof Alarm>;

/** Comma-separated words of a list in a query: `state=unacknowledged,returned`. */
const words = <T extends Readonly<Record<string, string>>>(word: z.ZodEnum<T>) =>
  z
    .string()
    .transform((text): unknown[] => text.split(","))
    .pipe(z.array(word).min(1).max(20))
    .optional();

export const AlarmFilter = z.object({
  area: AreaCode.optional(),
  enterprise: EnterpriseId.optional(),
  station: AssetId.optional(),
  tag: AssetId.optional(),
  incident: z.string().max(80).optional(),
  rule: z.string().max(80).optional(),
  /** Without it: the three open states. */
  state: words(AlarmState),
  level: words(WarningLevel),
  kind: words(TagKind),
  /** `no` = not held, `yes` = held in any way, or one way. Without it: not held. `any` = both. */
  hold: z.enum(["no", "yes", "any", "shelved", "suppressed", "out_of_service"]).default("no"),
  /** Raised within. */
  from: Instant.optional(),
  to: Instant.optional(),
});
export type AlarmFilter = z.input<typeof AlarmFilter>;

const byLevel = z.object({ red: z.int(), orange: z.int(), yellow: z.int(), blue: z.int() });

export const listAlarms = route({
  path: "/api/alarms",
  who: BUSINESS_ROLES,
  summary: "Alarms of an area, newest event first, in pages",
  query: AlarmFilter.extend({
    /** `seq` newest event first; `urgency` worst level first, unacknowledged before acknowledged, then newest. */
    order: z.enum(["seq", "urgency"]).default("seq"),
    cursor: z.string().max(128).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  reply: z.object({
    alarms: z.array(Alarm),
    next: z.string().nullable(),
    /** All events up to this number are in the answer: go on with `after: seq` over the live connection. */
    seq: z.int(),
    /** Open and not held, of the filter, by level. */
    open: byLevel,
    /** Of those, unacknowledged. */
    unacknowledged: byLevel,
    /** Open alarms in the caller's scope that the filter does not show, by level: nothing is lost by filtering. */
    hidden: byLevel,
  }),
});

export const JournalEntry = z.object({
  seq: z.int(),
  /** The server's clock when it was written down. `seq` is the order, not this. */
  at: Instant,
  kind: AlarmEventKind,
  alarmId: AlarmId,
  tagId: AssetId,
  areaCode: AreaCode,
  enterpriseId: EnterpriseId,
  /** The state and level after it. */
  state: AlarmState,
  level: WarningLevel,
  /** Whether it rang: neither held, nor found standing by an engine that came later than it. */
  heard: z.boolean(),
  value: z.number().nullable(),
  /** The device's clock of that value. */
  valueAt: Instant.nullable(),
  /** Name of the person; null = the system. */
  by: z.string().nullable(),
  comment: z.string().nullable(),
});
export type JournalEntry = z.infer<typeof JournalEntry>;

export const getAlarm = route({
  path: "/api/alarms/:id",
  who: BUSINESS_ROLES,
  summary: "One alarm with what to do, whom to call, what is near, and its journal",
  params: z.object({ id: AlarmId }),
  reply: Alarm.extend({
    ruleName: z.string(),
    /** What to do, as the rule says it; lines are steps. */
    procedure: z.string(),
    /**
     * Whom to call at the enterprise: its dispatcher's name, masked for whoever is not of the enterprise, and the line that it answers day and night,
     * masked for roles that answer no alarms. Each is empty where none is kept.
     */
    contact: z.object({ name: z.string(), phone: z.string() }).nullable(),
    cameras: z.array(z.object({ id: AssetId, name: z.string(), deviceId: z.string() })),
    /** Other tags of the station, and tags of the same kind near it, nearest first. */
    neighbours: z.array(
      z.object({
        tagId: AssetId,
        name: z.string(),
        kind: TagKind,
        unit: z.string(),
        stationId: AssetId,
        stationName: z.string(),
        lngLat: LngLat,
        distanceM: z.number(),
        value: z.number().nullable(),
        at: Instant.nullable(),
        alarmId: AlarmId.nullable(),
      }),
    ),
    /** Newest last; at most the last 200 entries. */
    journal: z.array(JournalEntry),
    /** How often the same source rang in the last 30 days, this one included. */
    ringsIn30Days: z.int(),
  }),
});

export const listAlarmJournal = route({
  path: "/api/alarm-journal",
  who: BUSINESS_ROLES,
  summary: "Every transition of every alarm in scope, in the order of the server's sequence, in pages",
  query: z.object({
    area: AreaCode.optional(),
    enterprise: EnterpriseId.optional(),
    alarm: AlarmId.optional(),
    tag: AssetId.optional(),
    from: Instant.optional(),
    to: Instant.optional(),
    /** Entries with a larger number only, oldest first. */
    after: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(1000).default(200),
  }),
  /** `next`: pass it as `after` for the page that follows; null when there is none. */
  reply: z.object({ entries: z.array(JournalEntry), next: z.int().nullable() }),
});

/** What came of a call about many alarms: each is judged alone. */
export const BulkReply = z.object({
  done: z.array(z.object({ id: AlarmId, seq: z.int() })),
  /** Those left as they were. `confirmed_leak`: may not be shelved. `not_open`: over already. `not_held`: not shelved. */
  refused: z.array(
    z.object({ id: AlarmId, why: z.enum(["not_found", "not_open", "already", "confirmed_leak", "not_held"]) }),
  ),
});
export type BulkReply = z.infer<typeof BulkReply>;

const ids = z.array(AlarmId).min(1).max(BULK_LIMIT);

export const acknowledgeAlarms = route({
  method: "POST",
  path: "/api/alarms/acknowledge",
  who: ALARM_ROLES,
  summary: "Says that a person knows of these alarms. It never clears one whose condition holds",
  body: z.object({ ids, comment: Comment.default("") }),
  reply: BulkReply,
});

export const shelveAlarms = route({
  method: "POST",
  path: "/api/alarms/shelve",
  who: ALARM_ROLES,
  summary: "Puts alarms aside until a time, with a reason; never confirmed leaks",
  body: z.object({ ids, reason: Reason, until: Instant }),
  reply: BulkReply,
});

export const unshelveAlarms = route({
  method: "POST",
  path: "/api/alarms/unshelve",
  who: ALARM_ROLES,
  summary: "Ends shelving before its time",
  body: z.object({ ids, comment: Comment.default("") }),
  reply: BulkReply,
});

export const confirmLeak = route({
  method: "POST",
  path: "/api/alarms/confirm-leak",
  who: ALARM_ROLES,
  summary: "Says that a leak is certain: it can no longer be shelved, and what shelved it ends",
  body: z.object({ ids, comment: Reason }),
  reply: BulkReply,
});

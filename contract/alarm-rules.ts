import { z } from "zod";
import { StationKind, TagKind, WarningLevel } from "./gas.ts";
import { Instant, route } from "./route.ts";
import { AreaCode, BUSINESS_ROLES, EnterpriseId, type Role } from "./scope.ts";
import { AssetId } from "./station.ts";

/** Roles that write rules and maintenance windows. */
export const RULE_ROLES = ["supervisor", "dispatcher"] as const satisfies Role[];

export const RuleId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, "letters, digits and hyphens");

const seconds = (max: number) => z.int().min(0).max(max);

/** What a rule looks for. Values are in the unit of the tag's kind (TAG_UNITS). */
export const Condition = z.discriminatedUnion("kind", [
  /** The tag's own limits: beyond an alarm limit is `level`, beyond a warning limit is `warningLevel`. */
  z.object({ kind: z.literal("limits"), warningLevel: WarningLevel }),
  z.object({ kind: z.literal("absolute"), side: z.enum(["high", "low"]), limit: z.number() }),
  /** Slope of the least-squares line through the last `windowS` seconds, per minute. */
  z.object({
    kind: z.literal("rate"),
    side: z.enum(["high", "low"]),
    perMinute: z.number().positive(),
    windowS: z.int().min(10).max(86_400),
  }),
  /** Distance from the nominal value, or from the mean of the `windowS` seconds before, in percent of it. */
  z.object({
    kind: z.literal("deviation"),
    from: z.enum(["nominal", "mean"]),
    percent: z.number().positive().max(1000),
    windowS: z.int().min(60).max(604_800),
  }),
  /**
   * Methane beside a pipe, in %LEL: four steps; blue needs `blueSamples` in a row; red also at `orange` with ethane of at least `ethanePpm`
   * or with two neighbouring wells at `yellow`. One level up within 50 m of a school, hospital or market. Without ethane it may be biogas.
   */
  z.object({
    kind: z.literal("gas"),
    blue: z.number().positive(),
    yellow: z.number().positive(),
    orange: z.number().positive(),
    red: z.number().positive(),
    blueSamples: z.int().min(1).max(10),
    ethanePpm: z.number().positive(),
  }),
  /** Nothing heard for `afterS` seconds; 0 = as long as the tag itself says (`staleAfterS`). */
  z.object({ kind: z.literal("no_data"), afterS: seconds(2_592_000) }),
  /** Level of a tank in percent; `lowLow` and `highHigh` are of the rule's `level`, the inner two of `warningLevel`. */
  z.object({
    kind: z.literal("tank_level"),
    lowLow: z.number(),
    low: z.number(),
    high: z.number(),
    highHigh: z.number(),
    warningLevel: WarningLevel,
  }),
  /** Pressure at the end of a low-pressure line: below `minKPa`. */
  z.object({ kind: z.literal("end_pressure"), minKPa: z.number().positive() }),
]);
export type Condition = z.infer<typeof Condition>;

/** Which tags a rule watches: all conditions that are given must hold. The narrowest rule of the same condition kind wins at a tag. */
export const AppliesTo = z.object({
  tagIds: z.array(AssetId).min(1).max(1000).optional(),
  tagKinds: z.array(TagKind).min(1).optional(),
  stationKinds: z.array(StationKind).min(1).optional(),
  enterpriseId: EnterpriseId.optional(),
  areaCode: AreaCode.optional(),
});
export type AppliesTo = z.infer<typeof AppliesTo>;

export const RuleBody = z.object({
  name: z.string().trim().min(2).max(120),
  appliesTo: AppliesTo,
  condition: Condition,
  level: WarningLevel,
  /** The condition must hold this long before it rings, and be gone this long before it is over. By the device's clock. */
  onDelayS: seconds(86_400),
  offDelayS: seconds(86_400),
  /** How far back inside the limit the value must come, in the tag's unit; null = the tag's own. */
  deadBand: z.number().min(0).nullable(),
  /** Minutes without acknowledgement until county, city and province are told; null = not told. */
  escalateMin: z.object({
    county: z.int().min(1).nullable(),
    city: z.int().min(1).nullable(),
    province: z.int().min(1).nullable(),
  }),
  /** Suppressed by design while this tag of the same station reads below the value (its plant does not run). */
  suppressWhile: z.object({ tagKind: TagKind, below: z.number() }).nullable(),
  /** What to do; lines are steps. */
  procedure: z.string().trim().max(4000),
});
export type RuleBody = z.infer<typeof RuleBody>;

export const RULE_STATUSES = ["draft", "active", "replaced", "retired"] as const;

/** One version of a rule. Versions are never changed; at most one version of a rule is active. */
export const AlarmRule = RuleBody.extend({
  id: RuleId,
  version: z.int().min(1),
  status: z.enum(RULE_STATUSES),
  /** Who owns it: null = the product's own rule, for everybody. */
  enterpriseId: EnterpriseId.nullable(),
  areaCode: AreaCode,
  createdAt: Instant,
  createdBy: z.string().nullable(),
  activatedAt: Instant.nullable(),
  activatedBy: z.string().nullable(),
});
export type AlarmRule = z.infer<typeof AlarmRule>;

export const listAlarmRules = route({
  path: "/api/alarm-rules",
  who: BUSINESS_ROLES,
  summary: "Rules in force in the caller's scope, and drafts, newest version first",
  query: z.object({ status: z.enum(["live", "all"]).default("live") }),
  reply: z.object({ rules: z.array(AlarmRule) }),
});

export const getAlarmRule = route({
  path: "/api/alarm-rules/:id",
  who: BUSINESS_ROLES,
  summary: "All versions of one rule, newest first",
  params: z.object({ id: RuleId }),
  reply: z.object({ versions: z.array(AlarmRule) }),
});

export const createAlarmRule = route({
  method: "POST",
  path: "/api/alarm-rules",
  who: RULE_ROLES,
  summary:
    "Writes the next version of a rule as a draft; a new id begins at version 1. It belongs to the caller's scope",
  body: RuleBody.extend({ id: RuleId }),
  reply: AlarmRule,
});

export const simulateAlarmRule = route({
  method: "POST",
  path: "/api/alarm-rules/simulate",
  who: RULE_ROLES,
  summary: "Says when a rule would have rung, by the kept readings of the caller's scope",
  body: z.object({
    rule: RuleBody,
    from: Instant,
    to: Instant,
    /** At most this many tags are tried, in the order of their ids. */
    tags: z.int().min(1).max(2000).default(500),
  }),
  reply: z.object({
    tagsTried: z.int(),
    tagsMatched: z.int(),
    readings: z.int(),
    /** How often it would have rung, in all and by day (Beijing), and how often the rule in force rang in the same time. */
    rings: z.int(),
    byDay: z.array(z.object({ day: z.iso.date(), rings: z.int() })),
    byLevel: z.object({ red: z.int(), orange: z.int(), yellow: z.int(), blue: z.int() }),
    rangInForce: z.int(),
    /** The tags that would ring most, at most 20. */
    worst: z.array(z.object({ tagId: AssetId, tagName: z.string(), rings: z.int(), minutes: z.number() })),
    /** Single rings, oldest first, at most 200. */
    samples: z.array(
      z.object({
        tagId: AssetId,
        level: WarningLevel,
        at: Instant,
        until: Instant.nullable(),
        value: z.number().nullable(),
      }),
    ),
  }),
});

export const activateAlarmRule = route({
  method: "POST",
  path: "/api/alarm-rules/:id/activate",
  who: RULE_ROLES,
  summary: "Puts a version in force from now on; the version before it is kept as replaced",
  params: z.object({ id: RuleId }),
  body: z.object({ version: z.int().min(1), comment: z.string().trim().min(2).max(500) }),
  reply: AlarmRule,
});

export const retireAlarmRule = route({
  method: "POST",
  path: "/api/alarm-rules/:id/retire",
  who: RULE_ROLES,
  summary: "Takes a rule out of force; its open alarms return",
  params: z.object({ id: RuleId }),
  body: z.object({ comment: z.string().trim().min(2).max(500) }),
  reply: AlarmRule,
});

/** A stretch of time in which a station or tag is worked on: its alarms are followed, not rung. Never hides a confirmed leak. */
export const Maintenance = z.object({
  id: z.string(),
  stationId: AssetId.nullable(),
  tagId: AssetId.nullable(),
  name: z.string(),
  areaCode: AreaCode,
  enterpriseId: EnterpriseId,
  from: Instant,
  to: Instant,
  reason: z.string(),
  by: z.string(),
  endedAt: Instant.nullable(),
  endedBy: z.string().nullable(),
});
export type Maintenance = z.infer<typeof Maintenance>;

export const listMaintenance = route({
  path: "/api/maintenance",
  who: BUSINESS_ROLES,
  summary: "Maintenance windows in scope: planned, running and, on request, past",
  query: z.object({ state: z.enum(["now", "planned", "past", "any"]).default("any") }),
  reply: z.object({ windows: z.array(Maintenance) }),
});

export const createMaintenance = route({
  method: "POST",
  path: "/api/maintenance",
  who: RULE_ROLES,
  summary: "Plans a maintenance window of a station or of one tag",
  body: z
    .object({
      stationId: AssetId.optional(),
      tagId: AssetId.optional(),
      from: Instant,
      to: Instant,
      reason: z.string().trim().min(2).max(500),
    })
    .refine((b) => (b.stationId === undefined) !== (b.tagId === undefined), "either stationId or tagId"),
  reply: Maintenance,
});

export const endMaintenance = route({
  method: "POST",
  path: "/api/maintenance/:id/end",
  who: RULE_ROLES,
  summary: "Ends a window before its time",
  params: z.object({ id: z.string().min(1).max(80) }),
  reply: Maintenance,
});

import { z } from "zod";
import { ESCALATION_LEVELS, FoldReason } from "./alarm-words.ts";
import { Alarm, AlarmId } from "./alarms.ts";
import { WarningLevel } from "./gas.ts";
import { Bbox, Instant, LngLat, route } from "./route.ts";
import { AreaCode, BUSINESS_ROLES, EnterpriseId } from "./scope.ts";

/** What explains the alarms of an incident. */
export const IncidentCause = z.object({
  kind: z.enum(["station", "district", "line", "enterprise", "area"]),
  id: z.string(),
  name: z.string(),
  lngLat: LngLat.nullable(),
});
export type IncidentCause = z.infer<typeof IncidentCause>;

/**
 * Alarms with one cause. All counts are of the alarms in the caller's sight; an incident with none of them is not seen at all.
 * The cause is named only when the caller may see it.
 */
export const Incident = z.object({
  id: z.string(),
  reason: FoldReason,
  /** What explains them. null: out of the caller's sight, or `single`. */
  cause: IncidentCause.nullable(),
  level: WarningLevel,
  openedAt: Instant,
  /** When its last alarm was over; null while one is open. */
  closedAt: Instant.nullable(),
  /** Newest event of any of its alarms. */
  seq: z.int(),
  alarms: z.int(),
  open: z.int(),
  unacknowledged: z.int(),
  byLevel: z.object({ red: z.int(), orange: z.int(), yellow: z.int(), blue: z.int() }),
  areaCodes: z.array(AreaCode),
  enterpriseIds: z.array(EnterpriseId),
  bbox: Bbox.nullable(),
  firstOut: z.object({ alarmId: AlarmId, tagName: z.string(), stationName: z.string(), at: Instant }),
  escalatedTo: z.enum(ESCALATION_LEVELS).nullable(),
});
export type Incident = z.infer<typeof Incident>;

export const listIncidents = route({
  path: "/api/incidents",
  who: BUSINESS_ROLES,
  summary: "Incidents of an area, newest first: alarms folded by their common cause",
  query: z.object({
    area: AreaCode.optional(),
    enterprise: EnterpriseId.optional(),
    /** `open`: at least one alarm is open. */
    state: z.enum(["open", "closed", "any"]).default("open"),
    cursor: z.string().max(128).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  reply: z.object({ incidents: z.array(Incident), next: z.string().nullable(), seq: z.int() }),
});

export const getIncident = route({
  path: "/api/incidents/:id",
  who: BUSINESS_ROLES,
  summary: "One incident with its alarms in the order they came, the first one first",
  params: z.object({ id: z.string().min(1).max(80) }),
  reply: Incident.extend({
    /** At most the first 500. */
    members: z.array(Alarm),
  }),
});

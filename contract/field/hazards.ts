import { z } from "zod";
import { HazardGrade } from "../gas.ts";
import { Instant, LngLat, route } from "../route.ts";
import { AreaCode, BUSINESS_ROLES, EnterpriseId, OwnerId } from "../scope.ts";
import { Clause } from "./checklists.ts";
import { CLIMBS, Climb, HAZARD_DUES, HazardAge } from "./hazard-buckets.ts";
import { HazardState, HazardStep } from "./hazard-words.ts";

const HazardId = z.string().min(1).max(80);

/** One hazard 隐患 from 发现 to 销号. */
export const Hazard = z.object({
  id: HazardId,
  areaCode: AreaCode,
  areaName: z.string(),
  enterpriseId: OwnerId,
  enterpriseName: z.string(),
  grade: HazardGrade,
  state: HazardState,
  /** What it is: a code of the checklist or of `FINDING_CODES`; null where a file brought it. */
  code: z.string().nullable(),
  note: z.string().nullable(),
  lngLat: LngLat,
  foundAt: Instant,
  dueAt: Instant.nullable(),
  isOverdue: z.boolean(),
  /** 停供: gas is off until 复供. */
  isCut: z.boolean(),
  /** 延期 was used; there is one. */
  isExtended: z.boolean(),
  /** 督办: how often it was pressed. */
  pressed: z.int(),
  /** How far up it has climbed for being overdue; null = not. */
  climbedTo: Climb.nullable(),
  customerId: z.string().nullable(),
  pipeId: z.string().nullable(),
  /** How far the pipe is, m, where it is the nearest one; null where somebody named it, or there is none. */
  pipeDistanceM: z.number().nullable(),
  assignee: z.string().nullable(),
  assigneeName: z.string().nullable(),
  closedAt: Instant.nullable(),
  /** The record that found it; null where a file brought it. */
  recordId: z.string().nullable(),
});
export type Hazard = z.infer<typeof Hazard>;

/** A change, append-only: who, when, where, evidence. */
export const HazardEvent = z.object({
  id: z.string(),
  n: z.int(),
  step: HazardStep,
  from: HazardState.nullable(),
  to: HazardState,
  /** When it happened (device), and when the server knew. */
  at: Instant,
  knownAt: Instant,
  by: z.string(),
  byName: z.string(),
  lngLat: LngLat.nullable(),
  note: z.string(),
  /** Ids of files; of a record's manifest. */
  files: z.array(z.string()),
  recordId: z.string().nullable(),
});
export type HazardEvent = z.infer<typeof HazardEvent>;

const byGrade = z.object({ major: z.int(), general: z.int(), minor: z.int() });

export const listHazards = route({
  path: "/api/field/hazards",
  who: BUSINESS_ROLES,
  summary: "Hazards in sight by state, grade, age and deadline: the most pressing first",
  query: z.object({
    area: AreaCode.optional(),
    enterprise: EnterpriseId.optional(),
    /** `open` = anything but closed · `repaired` = fixed, re-checked or closed · `checked` = re-checked or closed. */
    state: z.union([HazardState, z.enum(["open", "any", "repaired", "checked"])]).default("open"),
    grade: HazardGrade.optional(),
    due: z.enum([...HAZARD_DUES, "overdue", "any"]).default("any"),
    age: HazardAge.optional(),
    /** `none` = has not climbed. */
    climbed: z.enum([...CLIMBS, "none"]).optional(),
    /** Deadline from this instant, and before that. */
    dueFrom: Instant.optional(),
    dueBefore: Instant.optional(),
    customer: z.string().max(80).optional(),
    pipe: z.string().max(80).optional(),
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  reply: z.object({
    hazards: z.array(Hazard),
    next: z.string().nullable(),
    /** Of the filter without its state: open ones by grade, overdue ones by grade, all by state. */
    open: byGrade,
    overdue: byGrade,
    states: z.record(z.string(), z.int()),
  }),
});

export const getHazard = route({
  path: "/api/field/hazards/:id",
  who: BUSINESS_ROLES,
  summary: "One hazard with every change it took, the rule of its deadline, and what may come next",
  params: z.object({ id: HazardId }),
  reply: z.object({
    hazard: Hazard,
    events: z.array(HazardEvent),
    rule: z.object({ grade: HazardGrade, days: z.int().nullable(), clause: Clause }),
    /** Steps that the caller may take now. */
    next: z.array(HazardStep),
  }),
});

/** A step from a desk. In the field it is a record of kind `hazard_event`. The id makes a step sent twice one. */
export const stepHazard = route({
  method: "POST",
  path: "/api/field/hazards/:id/steps",
  who: BUSINESS_ROLES,
  summary: "Takes a hazard one step on its way; 409 says which steps could be taken",
  params: z.object({ id: HazardId }),
  body: z.object({
    id: z.uuid(),
    step: HazardStep,
    note: z.string().trim().max(2000).default(""),
    assignee: z.string().max(64).nullable().default(null),
    grade: HazardGrade.nullable().default(null),
    dueAt: Instant.nullable().default(null),
  }),
  reply: z.object({ hazard: Hazard, event: HazardEvent }),
});

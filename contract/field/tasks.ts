import { z } from "zod";
import { CustomerClass, GasKind, HazardGrade } from "../gas.ts";
import { Instant, LngLat, route } from "../route.ts";
import { AreaCode, BUSINESS_ROLES, EnterpriseId } from "../scope.ts";
import { Answer } from "./bodies.ts";
import { FieldTaskKind, VisitOutcome } from "./words.ts";

/** Why a task stands where it stands in the order, in points; the page says it in words: "overdue 12 days", "180 m away". */
export const TASK_REASONS = [
  /** `value` days past due. */
  "overdue",
  /** `value` days until due. */
  "due_soon",
  /** `value` metres from where the person stands. */
  "near",
  /** `value` open hazards at the door, worst grade counted. */
  "hazard",
  /** `value` per cent of visits at this hour that found somebody at home, hereabouts. */
  "likely_home",
  /** Agreed for `value` minutes from now. */
  "appointment",
  /** `value` tries so far that found nobody. */
  "tried",
  /** Critical customer: school, hospital, home for the old. */
  "critical",
  /** Heating season begins in `value` days and the check before it is not done. */
  "heating",
  /** `value` tasks in the same building or street: done in one go. */
  "same_street",
] as const;
export const TaskReason = z.enum(TASK_REASONS);
export type TaskReason = (typeof TASK_REASONS)[number];

/** A customer as the person at the door needs them. Name and telephone whole for the enterprise that owns the record, else masked. */
export const TaskCustomer = z.object({
  id: z.string(),
  gasKind: GasKind,
  class: CustomerClass,
  isCritical: z.boolean(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  address: z.string().nullable(),
  isMasked: z.boolean(),
});
export type TaskCustomer = z.infer<typeof TaskCustomer>;

/** What the last visit that was let in found, to stand beside the form. */
export const PreviousVisit = z.object({
  recordId: z.string(),
  at: Instant,
  author: z.string(),
  outcome: VisitOutcome,
  form: z.object({ id: z.string(), version: z.int() }),
  answers: z.record(z.string(), Answer),
  meterCode: z.string().nullable(),
  hazards: z.array(
    z.object({ id: z.string(), item: z.string().nullable(), grade: HazardGrade, state: z.string(), note: z.string() }),
  ),
});
export type PreviousVisit = z.infer<typeof PreviousVisit>;

export const FieldTask = z.object({
  id: z.string(),
  kind: FieldTaskKind,
  state: z.enum(["open", "done", "cancelled"]),
  areaCode: AreaCode,
  enterpriseId: z.string(),
  /** null = whoever of the enterprise's inspectors comes first. */
  assignee: z.string().nullable(),
  assigneeName: z.string().nullable(),
  title: z.string(),
  /** Day it is due, YYYY-MM-DD, and the rule that says so. */
  dueOn: z.iso.date(),
  ruleId: z.string().nullable(),
  lngLat: LngLat,
  /** Street or village, and building: tasks that agree stand together. */
  street: z.string().nullable(),
  building: z.string().nullable(),
  customer: TaskCustomer.nullable(),
  hazardId: z.string().nullable(),
  /** For patrols and surveys: the pipes to walk, and a line to show. */
  pipes: z.array(z.string()),
  line: z.array(z.array(LngLat)),
  checklist: z.object({ id: z.string(), version: z.int() }).nullable(),
  attempts: z.int(),
  lastTriedAt: Instant.nullable(),
  appointment: z.object({ from: Instant, to: Instant }).nullable(),
  previous: PreviousVisit.nullable(),
  /** Place in the order, 1 = next, and what brought it there, the strongest first. */
  order: z.int(),
  points: z.number(),
  why: z.array(z.object({ reason: TaskReason, value: z.number(), points: z.number() })),
});
export type FieldTask = z.infer<typeof FieldTask>;

/** The whole day's work with last visits, to be kept on the device. */
export const listFieldTasks = route({
  path: "/api/field/tasks",
  who: BUSINESS_ROLES,
  summary: "Field tasks open to the caller, next best first, each with the reasons for its place",
  query: z.object({
    /** `mine`: given to the caller or to nobody. `all`: everything in sight. */
    whose: z.enum(["mine", "all"]).default("mine"),
    area: AreaCode.optional(),
    enterprise: EnterpriseId.optional(),
    kind: FieldTaskKind.optional(),
    state: z.enum(["open", "done", "any"]).default("open"),
    /** Where the person stands, `lng,lat`; without it distance counts for nothing. */
    near: z
      .string()
      .regex(/^-?\d{1,3}(\.\d+)?,-?\d{1,2}(\.\d+)?$/, "lng,lat in degrees")
      .optional(),
    /** Due by this day at the latest; without it, 30 days from now. */
    dueBy: z.iso.date().optional(),
    limit: z.coerce.number().int().min(1).max(300).default(60),
  }),
  reply: z.object({
    tasks: z.array(FieldTask),
    /** All that are open within the filter, those beyond `limit` among them. */
    total: z.int(),
    now: Instant,
    /** The order in one sentence of each language. */
    rule: z.object({ zh: z.string(), en: z.string() }),
  }),
});

/** Gives a task to a person, or to nobody; who was given it before sees it go. Records made for it meanwhile are taken all the same. */
export const assignFieldTask = route({
  method: "POST",
  path: "/api/field/tasks/:id/assign",
  who: ["supervisor", "dispatcher"],
  summary: "Gives a field task to somebody, or back to whoever comes first",
  params: z.object({ id: z.string().min(1).max(80) }),
  body: z.object({ assignee: z.string().min(1).max(64).nullable() }),
  reply: z.object({ id: z.string(), assignee: z.string().nullable() }),
});

export const listVisits = route({
  path: "/api/field/customers/:id/visits",
  who: BUSINESS_ROLES,
  summary: "Past visits at one door, newest first, with their answers",
  params: z.object({ id: z.string().min(1).max(80) }),
  query: z.object({ limit: z.coerce.number().int().min(1).max(50).default(5) }),
  reply: z.object({ customer: TaskCustomer, visits: z.array(PreviousVisit) }),
});

/** Why a person needs to read a resident's name; kept in the audit trail with the reading. */
export const REVEAL_PURPOSES = ["visit", "hazard", "complaint", "emergency", "check_of_records"] as const;

export const revealCustomer = route({
  method: "POST",
  path: "/api/field/customers/:id/reveal",
  who: BUSINESS_ROLES,
  summary: "Name, telephone and address of a customer, against a purpose that is written down",
  params: z.object({ id: z.string().min(1).max(80) }),
  body: z.object({ purpose: z.enum(REVEAL_PURPOSES), note: z.string().trim().min(2).max(200) }),
  reply: z.object({ customer: TaskCustomer, watermark: z.string() }),
});

import { z } from "zod";
import { Instant, route } from "../route.ts";
import { AreaCode, BUSINESS_ROLES, EnterpriseId } from "../scope.ts";

/* Patrols and leak surveys planned from the rules: pipes that come due become tasks, each a round that one person can walk. */

export const PLAN_KINDS = ["patrol", "leak_survey"] as const;
export const PlanKind = z.enum(PLAN_KINDS);
export type PlanKind = z.infer<typeof PlanKind>;

/** Bounds of a round, metres, and what is proposed: product defaults. */
export const ROUND_M = { least: 500, usual: 5000, most: 50_000 } as const;
/** More rounds, or pipes, are asked for by a smaller area or an earlier day. */
export const ROUNDS_MOST = 400;
export const PIPES_MOST = 40_000;

const Ask = z.object({
  kind: PlanKind,
  area: AreaCode,
  enterprise: EnterpriseId.nullable().default(null),
  /** Due by this day at the latest, and not in an open task yet. */
  dueBy: z.iso.date(),
  roundM: z.number().min(ROUND_M.least).max(ROUND_M.most),
});
export type PlanAsk = z.infer<typeof Ask>;

/** Pipes that one rule makes due, and why. Metres. */
export const PlanReason = z.object({
  ruleId: z.string(),
  ruleName: z.string(),
  clause: z.string(),
  source: z.string(),
  /** Days between two walks; for pipes past half of their design life, `agedDays`. */
  everyDays: z.number(),
  agedDays: z.number(),
  pipes: z.int(),
  lengthM: z.number(),
  /** Never walked, or surveyed, as far as is known. */
  neverM: z.number(),
  /** Due before today, those never walked among them. */
  overdueM: z.number(),
  /** Of pipes past half of their design life. */
  agedM: z.number(),
});
export type PlanReason = z.infer<typeof PlanReason>;

const Size = z.object({ rounds: z.int(), pipes: z.int(), lengthM: z.number() });

/** What a plan would make. Nothing is changed. */
export const PlanPreview = Size.extend({
  reasons: z.array(PlanReason),
  enterprises: z.array(Size.extend({ id: z.string(), name: z.string() })),
  /** Due as well, and left out: open tasks have them already. */
  busyM: z.number(),
});
export type PlanPreview = z.infer<typeof PlanPreview>;

export const PatrolPlan = Size.extend({
  id: z.string(),
  kind: PlanKind,
  areaCode: AreaCode,
  madeAt: Instant,
  byName: z.string(),
  dueBy: z.iso.date(),
  roundM: z.number(),
  /** Its rounds by what became of them. */
  open: z.int(),
  done: z.int(),
  cancelled: z.int(),
});
export type PatrolPlan = z.infer<typeof PatrolPlan>;

const PLANNERS = ["supervisor", "dispatcher"] as const;

export const previewPatrolPlan = route({
  method: "POST",
  path: "/api/field/patrol-plans/preview",
  who: BUSINESS_ROLES,
  summary: "What is due by the rules in an area by a day, as rounds, with the rules that say so; nothing is changed",
  body: Ask,
  reply: PlanPreview,
});

/** 409 where what is due is no longer what the caller was shown. */
export const makePatrolPlan = route({
  method: "POST",
  path: "/api/field/patrol-plans",
  who: PLANNERS,
  summary: "Makes a task of each round that is due by the rules, all or none; the id makes a plan sent twice one",
  body: Ask.extend({ id: z.uuid(), /** Of the preview. */ pipes: z.int().min(1) }),
  reply: PatrolPlan,
});

export const listPatrolPlans = route({
  path: "/api/field/patrol-plans",
  who: BUSINESS_ROLES,
  summary: "Plans made from the rules, the newest first, with how far each has come",
  query: z.object({ area: AreaCode.optional() }),
  reply: z.object({ plans: z.array(PatrolPlan) }),
});

export const cancelPatrolPlan = route({
  method: "POST",
  path: "/api/field/patrol-plans/:id/cancel",
  who: PLANNERS,
  summary: "Cancels the rounds of a plan that are still open; what was walked stays",
  params: z.object({ id: z.string().min(1).max(80) }),
  body: z.object({ reason: z.string().trim().min(2).max(200) }),
  reply: PatrolPlan,
});

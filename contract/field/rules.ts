import { z } from "zod";
import { route } from "../route.ts";
import { AreaCode, BUSINESS_ROLES } from "../scope.ts";

export const FIELD_RULE_KINDS = ["visit", "hazard", "climb", "patrol", "leak", "work"] as const;
export const FieldRuleKind = z.enum(FIELD_RULE_KINDS);
export type FieldRuleKind = (typeof FIELD_RULE_KINDS)[number];

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** A day of any year. */
const MonthDay = z
  .string()
  .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, "MM-DD")
  .refine((text) => Number(text.slice(3)) <= (DAYS_IN_MONTH[Number(text.slice(0, 2)) - 1] ?? 0), "a day of every year");

/** How often doors of some gas kinds and user classes (null = all) are visited, and the season in which one visit must fall. */
export const VisitTerms = z.object({
  kind: z.literal("visit"),
  gasKinds: z.array(z.string()).nullable(),
  classes: z.array(z.string()).nullable(),
  perYear: z.number().min(0.1).max(52),
  season: z
    .object({ from: MonthDay, until: MonthDay })
    .refine(({ from, until }) => from < until, { error: "expected a season that ends in the year it begins in" })
    .nullable(),
});
/** How often pipes of some pressure levels are walked. */
export const PatrolTerms = z.object({
  kind: z.literal("patrol"),
  levels: z.array(z.string()),
  everyDays: z.number().min(1).max(3650),
});
/** How often pipes of some materials are surveyed for leaks; older than half of their design life, at `agedFactor` of the interval. */
export const LeakTerms = z.object({
  kind: z.literal("leak"),
  materials: z.array(z.string()),
  everyDays: z.number().min(1).max(3650),
  designLifeY: z.number().min(1).max(200),
  agedFactor: z.number().min(0.01).max(1),
});
/** Days to the deadline of a hazard by grade; null = the next visit looks again. */
export const HazardTerms = z.object({
  kind: z.literal("hazard"),
  days: z.object({ major: z.number().nullable(), general: z.number().nullable(), minor: z.number().nullable() }),
});
/** Days after its deadline at which a hazard is told to county, city and province. */
export const ClimbTerms = z.object({
  kind: z.literal("climb"),
  days: z.object({ county: z.number(), city: z.number(), province: z.number() }),
});
/** What third-party work near pipes must bring. */
export const WorkTerms = z.object({
  kind: z.literal("work"),
  noticeDays: z.number(),
  needsPlan: z.boolean(),
  needsGuard: z.boolean(),
});
export const RuleTerms = z.discriminatedUnion("kind", [
  VisitTerms,
  PatrolTerms,
  LeakTerms,
  HazardTerms,
  ClimbTerms,
  WorkTerms,
]);
export type RuleTerms = z.infer<typeof RuleTerms>;

/** A version of a rule with where it comes from. `terms` is null where they cannot be read: such a rule plans nothing. */
export const FieldRule = z.object({
  id: z.string(),
  version: z.int(),
  areaCode: AreaCode,
  kind: FieldRuleKind,
  name: z.string(),
  terms: RuleTerms.nullable(),
  clause: z.string(),
  source: z.string(),
  /** `source`: stands in a published text · `field`: what the trade does · `default`: this product's own. */
  certainty: z.enum(["source", "field", "default"]),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable(),
  isInForce: z.boolean(),
});
export type FieldRule = z.infer<typeof FieldRule>;

export const listFieldRules = route({
  path: "/api/field/rules",
  who: BUSINESS_ROLES,
  summary: "Rules of field work in all their versions, with clause, source and dates",
  query: z.object({ kind: FieldRuleKind.optional() }),
  reply: z.object({ rules: z.array(FieldRule) }),
});

/** What a change would ask for: only terms that set a pace can be tried. */
export const PaceTerms = z.discriminatedUnion("kind", [VisitTerms, PatrolTerms, LeakTerms]);
export type PaceTerms = z.infer<typeof PaceTerms>;

const Work = z.object({
  /** Doors, or metres of pipe. */
  size: z.number(),
  /** Visits a year, or metres walked a year. */
  before: z.number(),
  after: z.number(),
});

export const whatIfRule = route({
  method: "POST",
  path: "/api/field/rules/:id/what-if",
  who: BUSINESS_ROLES,
  summary:
    "How much more or less work a year other terms of a rule would ask for, in sight, by area; nothing is changed",
  params: z.object({ id: z.string().min(1).max(80) }),
  body: z.object({ terms: PaceTerms, area: AreaCode.nullable().default(null) }),
  reply: z.object({
    unit: z.enum(["visits", "metres"]),
    total: Work,
    /** By county, the largest difference first. */
    areas: z.array(Work.extend({ areaCode: AreaCode, areaName: z.string() })),
    /** By gas kind and class, or by pressure level, or by material and age. */
    parts: z.array(Work.extend({ key: z.array(z.string()) })),
  }),
});

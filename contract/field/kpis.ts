import { z } from "zod";
import { Instant, route } from "../route.ts";
import { AreaCode, BUSINESS_ROLES, EnterpriseId } from "../scope.ts";

/**
 * 入户率 = entered ÷ planned · 完成率 = done ÷ annual plan · 隐患整改率 = fixed ÷ due · 复检率 = re-checked ÷ fixed · 抽查率 = drawn for a second
 * look ÷ entered · 抽查一致率 = second looks that agree ÷ second looks taken. What each word counts stands at `Kpi`.
 */
export const KPI_IDS = ["entry", "completion", "repair", "recheck", "sampling", "agreement"] as const;
export type KpiId = (typeof KPI_IDS)[number];

/**
 * A share with both its numbers. Days are of Asia/Shanghai.
 *
 * - `entry`: part = visits that were let in within the days; whole = those, and doors on the plan whose day has come by the last day and that
 *   were not entered since.
 * - `completion`: part = visits that were let in since 1 January of the last day's year; whole = doors on the plan times visits a year by rule.
 * - `repair`: whole = hazards whose deadline fell within the days and before now; part = those of them that are repaired.
 * - `recheck`: whole = `repair`'s part; part = those of them whose repair was found good.
 * - `sampling`: whole = visits that were let in within the days; part = those of them that were drawn for a second look.
 * - `agreement`: whole = second looks that were taken; part = those that found the same.
 */
export const Kpi = z.object({ id: z.enum(KPI_IDS), part: z.int(), whole: z.int() });
export type Kpi = z.infer<typeof Kpi>;

/** What a rule asks of the doors that it is for, in a year. */
export const PlanLine = z.object({
  ruleId: z.string(),
  name: z.string(),
  doors: z.int(),
  visitsPerYear: z.number(),
  visits: z.int(),
});
export type PlanLine = z.infer<typeof PlanLine>;

export const getFieldKpis = route({
  path: "/api/field/kpis",
  who: BUSINESS_ROLES,
  summary: "Figures of visits, hazards and second looks over some days, each with both its numbers",
  query: z.object({
    area: AreaCode.optional(),
    enterprise: EnterpriseId.optional(),
    /** First and last day, YYYY-MM-DD. */
    from: z.iso.date(),
    to: z.iso.date(),
  }),
  reply: z.object({
    kpis: z.array(Kpi),
    /** Visits within the days by outcome. */
    outcomes: z.record(z.string(), z.int()),
    plan: z.array(PlanLine),
    /** Doors on the plan that no rule is for: they count in no plan. */
    doorsWithoutRule: z.int(),
    asOf: Instant,
  }),
});

import { z } from "zod";
import { Instant, LngLat, route } from "../route.ts";
import { AreaCode, BUSINESS_ROLES, EnterpriseId } from "../scope.ts";

/*
 * Third-party construction near pipes, and the clock of its notice: it must be told in writing so many days before digging begins (the rule in
 * force says how many). How the clock stands is told by `clockOf` (work-clock.ts).
 */

/**
 * in_time: told early enough · late: told, but too near the begin · due: not told, there is still time · overdue: not told, and the last day for it
 * has gone · begun: not told, and the digging was to begin already · over: the work is done.
 */
export const WORK_CLOCKS = ["begun", "overdue", "due", "late", "in_time", "over"] as const;
export const WorkClock = z.enum(WORK_CLOCKS);
export type WorkClock = z.infer<typeof WorkClock>;

export const FieldWork = z.object({
  id: z.string(),
  areaCode: AreaCode,
  enterpriseId: z.string(),
  name: z.string(),
  contractor: z.string(),
  how: z.enum(["found", "noticed"]),
  noticedAt: Instant.nullable(),
  from: Instant,
  to: Instant.nullable(),
  plan: z.enum(["none", "asked", "agreed"]),
  guard: z.enum(["none", "named", "present"]),
  isOver: z.boolean(),
  lngLat: LngLat,
  /** The newest record about it, and when that was made. */
  recordId: z.string(),
  toldAt: Instant,
  clock: WorkClock,
  /** By when it must be told; null where no rule asks for it. */
  noticeBy: Instant.nullable(),
  /** What the rule asks for and the work does not have yet. */
  lacks: z.array(z.enum(["notice", "plan", "guard"])),
});
export type FieldWork = z.infer<typeof FieldWork>;

/** The rule that the clock goes by, with where it comes from. A phone may have kept an answer from before its id and version were told. */
export const WorkRule = z.object({
  id: z.string().default(""),
  version: z.int().default(0),
  noticeDays: z.number(),
  needsPlan: z.boolean(),
  needsGuard: z.boolean(),
  clause: z.string(),
  source: z.string(),
});
export type WorkRule = z.infer<typeof WorkRule>;

export const listFieldWorks = route({
  path: "/api/field/works",
  who: BUSINESS_ROLES,
  summary: "Third-party works near pipes, the most pressing first, each with how the clock of its notice stands",
  query: z.object({
    area: AreaCode.optional(),
    enterprise: EnterpriseId.optional(),
    state: z.enum(["open", "any"]).default("open"),
  }),
  reply: z.object({ asOf: Instant, rule: WorkRule.nullable(), works: z.array(FieldWork) }),
});

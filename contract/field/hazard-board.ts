import { z } from "zod";
import { HazardGrade } from "../gas.ts";
import { Instant, route } from "../route.ts";
import { AreaCode, BUSINESS_ROLES, EnterpriseId } from "../scope.ts";
import { Assignee } from "../tasks.ts";
import { Climb, HazardAge, HazardDue } from "./hazard-buckets.ts";
import { HazardState } from "./hazard-words.ts";

/** How many open hazards agree in grade, state, age, deadline and how far they have climbed: the board is any sum of these. */
export const HazardCell = z.object({
  grade: HazardGrade,
  state: HazardState,
  age: HazardAge,
  due: HazardDue,
  climbedTo: Climb.nullable(),
  count: z.int(),
});
export type HazardCell = z.infer<typeof HazardCell>;

export const getHazardBoard = route({
  path: "/api/field/hazard-board",
  who: BUSINESS_ROLES,
  summary: "Open hazards in sight counted by grade, state, age, deadline and how far up they have climbed",
  query: z.object({ area: AreaCode.optional(), enterprise: EnterpriseId.optional() }),
  reply: z.object({ cells: z.array(HazardCell), asOf: Instant }),
});

export const listHazardAssignees = route({
  path: "/api/field/hazards/:id/assignees",
  who: ["supervisor", "dispatcher"],
  summary: "People whom a hazard can be given to: whoever may see it and goes out or sends out",
  params: z.object({ id: z.string().min(1).max(80) }),
  reply: z.object({ assignees: z.array(Assignee) }),
});

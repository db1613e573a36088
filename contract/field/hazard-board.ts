import { z } from "zod";
import { HazardGrade } from "../gas.ts";
import { Bbox, Instant, LngLat, route } from "../route.ts";
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

/** An open hazard on the map. */
export const HazardPlace = z.object({
  id: z.string(),
  grade: HazardGrade,
  state: HazardState,
  lngLat: LngLat,
  isOverdue: z.boolean(),
  /** Code of what it is, and the beginning of what was written. */
  code: z.string().nullable(),
  note: z.string(),
});
export type HazardPlace = z.infer<typeof HazardPlace>;

export const MOST_PLACES = 2000;

const BboxText = z
  .string()
  .max(120)
  .transform((text) => text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part))))
  .pipe(Bbox)
  .refine(
    ([west, south, east, north]) => west < east && south < north && Math.abs(south) <= 90 && Math.abs(north) <= 90,
    {
      error: "expected west,south,east,north in degrees",
    },
  );

export const listHazardPlaces = route({
  path: "/api/field/hazard-places",
  who: BUSINESS_ROLES,
  summary: "Where open hazards in sight lie, the gravest first, at most 2000",
  query: z.object({ grade: HazardGrade.optional(), bbox: BboxText.optional() }),
  reply: z.object({
    places: z.array(HazardPlace),
    /** There are more than were told. */
    isCut: z.boolean(),
  }),
});

export const listHazardAssignees = route({
  path: "/api/field/hazards/:id/assignees",
  who: ["supervisor", "dispatcher"],
  summary: "People whom a hazard can be given to: whoever may see it and goes out or sends out",
  params: z.object({ id: z.string().min(1).max(80) }),
  reply: z.object({ assignees: z.array(Assignee) }),
});

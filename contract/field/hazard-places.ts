import { z } from "zod";
import { HazardGrade } from "../gas.ts";
import { Bbox, LngLat, route } from "../route.ts";
import { BUSINESS_ROLES } from "../scope.ts";
import { HazardState } from "./hazard-words.ts";

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

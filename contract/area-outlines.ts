import { z } from "zod";
import { LngLat, route } from "./route.ts";
import { AreaCode, BUSINESS_ROLES } from "./scope.ts";

/** A province's counties and more. */
export const MOST_OUTLINES = 300;

const Codes = z
  .string()
  .max(7 * MOST_OUTLINES)
  .transform((text) => text.split(","))
  .pipe(z.array(AreaCode).min(1).max(MOST_OUTLINES));

export const AreaOutline = z.object({
  code: AreaCode,
  /** Polygons of rings, the outer one first; simplified to what a picture of the areas asked for can show. */
  polygons: z.array(z.array(z.array(LngLat))),
  /** 示意: not an official boundary. */
  isIndicative: z.boolean(),
  /** 审图号 of the map it was taken from. */
  reviewNumber: z.string().nullable(),
});
export type AreaOutline = z.infer<typeof AreaOutline>;

export const listAreaOutlines = route({
  path: "/api/area-outlines",
  who: BUSINESS_ROLES,
  summary:
    "Outlines of areas for a picture of a page's size; those out of sight and those without an outline are left out",
  query: z.object({ codes: Codes }),
  reply: z.object({ outlines: z.array(AreaOutline) }),
});

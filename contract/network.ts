import { z } from "zod";
import { COLOR_BYS, classCount } from "./pipe-classes.ts";
import { Bbox, LngLat, route } from "./route.ts";
import { BUSINESS_ROLES, EnterpriseId } from "./scope.ts";

// The classes stand alone, so that the map does not load the schemas to draw.
export {
  COLOR_BYS,
  COLUMN_NAMES,
  type ColorBy,
  type ColumnName,
  classCount,
  classOf,
  columnPath,
  FINE_COLUMNS,
  HAZARD_REACH_M,
  NO_FILTER,
  OUT_OF_SIGHT,
  PIPE_CLASSING,
  type PipeFilter,
  QUALITY_FACTS,
} from "./pipe-classes.ts";

export const ColorByName = z.enum(COLOR_BYS);

const Year = z.int().min(1900).max(2100);
const Classes = z.array(z.int().min(0).max(254)).min(1).max(32);

export const PipeFilterBody = z
  .object({
    only: z.partialRecord(ColorByName, Classes).default({}),
    laid: z.tuple([Year, Year]).nullable().default(null),
    patrolled: z.tuple([z.iso.date(), z.iso.date()]).nullable().default(null),
  })
  .superRefine(({ only, laid, patrolled }, ctx) => {
    for (const by of COLOR_BYS)
      if (only[by]?.some((k) => k >= classCount(by)))
        ctx.addIssue({ code: "custom", path: ["only", by], message: `a class of ${by} is below ${classCount(by)}` });
    if (laid && laid[0] > laid[1])
      ctx.addIssue({ code: "custom", path: ["laid"], message: "the first year is after the last" });
    if (patrolled && patrolled[0] > patrolled[1])
      ctx.addIssue({ code: "custom", path: ["patrolled"], message: "the first day is after the last" });
  });

export const NO_FILTER_BODY = { only: {}, laid: null, patrolled: null };

const isPlace = ([lng, lat]: readonly [number, number]) => Math.abs(lng) <= 180 && Math.abs(lat) <= 90;
const Place = LngLat.refine(isPlace, "longitude within ±180 and latitude within ±90 degrees");
const Box = Bbox.refine(
  ([west, south, east, north]) => isPlace([west, south]) && isPlace([east, north]) && west < east && south < north,
  "west before east and south before north, within ±180 and ±90 degrees: a box does not cross the date line",
);
const spanOf = (values: readonly number[]) =>
  values.reduce((a, b) => Math.max(a, b), -Infinity) - values.reduce((a, b) => Math.min(a, b), Infinity);

const count = z.int().min(0);
const Sum = z.object({ count, lengthM: z.number().min(0) });
const ClassSum = Sum.extend({ class: z.int().min(0) });

/** Sums by class of one attribute; classes with nothing in them are left out. `owners` names the classes of `enterprise`, in their order. */
export const NetworkCounts = z.object({
  snapshot: z.string(),
  /** Pipes of the levels a map draws at `zoom`, that pass the filter. */
  shown: z.array(ClassSum),
  /** Pipes in the box that pass the filter, of levels that the zoom leaves out. */
  leftOut: Sum,
  /** Pipes in the box that the filter takes away. */
  filteredAway: Sum,
  /** Counted by pressure: of those shown, the pipes whose pressure is a current value of a tag; the others' is computed or filed. */
  live: Sum.optional(),
  owners: z.array(z.object({ class: z.int(), id: EnterpriseId, name: z.string() })),
});
export type NetworkCounts = z.infer<typeof NetworkCounts>;

/**
 * What a map shows of the pipes in a box, counted over the whole network in the caller's sight: a pipe counts when any part of it lies in
 * the box, with its whole length. The true numbers of a legend.
 */
export const countNetwork = route({
  method: "POST",
  path: "/api/network/count",
  who: BUSINESS_ROLES,
  summary: "Pipes in a box by class: shown at a zoom, left out by it, filtered away",
  body: z.object({
    bbox: Box,
    zoom: z.number().min(0).max(24),
    by: ColorByName,
    filter: PipeFilterBody.default(NO_FILTER_BODY),
  }),
  reply: NetworkCounts,
});

export const SELECT_MOST_POINTS = 4000;

/**
 * All pipes of the caller's sight that meet a polygon and pass the filter, drawn at this zoom or not. The polygon is closed by itself; one
 * that crosses itself is read by the even-odd rule.
 */
export const selectPipes = route({
  method: "POST",
  path: "/api/network/select",
  who: BUSINESS_ROLES,
  summary: "Pipes that meet a polygon: how many, how long, by level and material, and which",
  body: z.object({
    polygon: z
      .array(Place)
      .min(3)
      .max(SELECT_MOST_POINTS)
      .refine((points) => spanOf(points.map(([lng]) => lng)) <= 180, "a polygon that does not cross the date line"),
    filter: PipeFilterBody.default(NO_FILTER_BODY),
  }),
  reply: z.object({
    snapshot: z.string(),
    count,
    lengthM: z.number().min(0),
    byLevel: z.array(ClassSum),
    byMaterial: z.array(ClassSum),
    /** Dense numbers, ascending: base64 of LEB128 steps from the number before, the first from −1. */
    seqs: z.string(),
  }),
});

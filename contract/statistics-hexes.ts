import { z } from "zod";
import { route } from "./route.ts";
import { BUSINESS_ROLES } from "./scope.ts";
import { StatisticsQuery } from "./statistics.ts";

/** Measures whose records have a place of their own and are counted one by one. */
export const HEX_MEASURES = ["hazardsFound", "hazardsOpen", "hazardsOverdue"] as const;
export type HexMeasure = (typeof HEX_MEASURES)[number];
export const isHexMeasure = (id: string): id is HexMeasure => HEX_MEASURES.some((one) => one === id);

/** Side of a hexagon, metres: of a province, a city, a county, a neighbourhood. */
export const HEX_SIZES_M = [20_000, 10_000, 5000, 2000, 1000, 500] as const;

export const getStatisticsHexes = route({
  path: "/api/statistics/hexes",
  who: BUSINESS_ROLES,
  summary: "How many records of a measure lie in each hexagon of a grid; hexagons without any are left out",
  query: StatisticsQuery.omit({ rows: true, columns: true }).extend({
    measure: z.enum(HEX_MEASURES),
    sizeM: z.coerce
      .number()
      .int()
      .refine((size) => HEX_SIZES_M.some((one) => one === size), {
        error: `expected one of ${HEX_SIZES_M.join(", ")}`,
      }),
  }),
  reply: z.object({
    sizeM: z.int(),
    hexes: z.array(z.object({ q: z.int(), r: z.int(), count: z.int().min(1) })),
    /** True where records have been replaced since `known`: the hexagons are today's. */
    isLaterState: z.boolean(),
  }),
});

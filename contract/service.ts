import { z } from "zod";
import { route } from "./route.ts";
import { BUSINESS_ROLES } from "./scope.ts";

export const getHealth = route({
  path: "/healthz",
  who: "public",
  summary: "The process is alive",
  reply: z.object({ status: z.literal("ok") }),
});

export const getReady = route({
  path: "/readyz",
  who: "public",
  summary: "Database, snapshot and broker answer",
  reply: z.object({ status: z.literal("ready"), engine: z.enum(["embedded", "native"]), snapshot: z.string() }),
});

/** What the map needs before its first tile. */
export const getMapConfig = route({
  path: "/api/map",
  who: BUSINESS_ROLES,
  summary: "Snapshot version, base map and attribution",
  reply: z.object({
    /** Goes into tile addresses as `?v=`; changes when a dataset does. */
    snapshot: z.string(),
    /** How many are in sight. */
    counts: z.object({ pipes: z.int(), stations: z.int(), tags: z.int() }),
    /** One beyond the greatest dense number in sight: how far what the map keeps by number has to reach. */
    numbers: z.object({ pipes: z.int(), stations: z.int(), tags: z.int() }),
    bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
    base: z.object({
      kind: z.enum(["plain", "style", "pmtiles", "tianditu"]),
      url: z.string().nullable(),
      source: z.string(),
      /** 审图号 of the official boundaries, when they have been imported. */
      reviewNumber: z.string().nullable(),
      indicative: z.boolean(),
    }),
  }),
});

import { z } from "zod";
import { Instant, LngLat } from "../route.ts";

/**
 * Major hazards 一级 over the live connection (LIVE_PATH), as JSON text. A page that wants them says `{"type":"hazards","after":…}`: null = from
 * now on, or the `knownAt` of the last one it was told. The server answers with every one in the caller's scope that became known since, at
 * most a day back, and goes on about a second after each is found or made major. One told twice has the same `id`.
 */
export const LiveHazard = z.object({
  type: z.literal("hazard"),
  /** Of the event that made it major. */
  id: z.string(),
  hazardId: z.string(),
  areaCode: z.string(),
  enterpriseId: z.string(),
  code: z.string().nullable(),
  note: z.string(),
  lngLat: LngLat,
  foundAt: Instant,
  dueAt: Instant.nullable(),
  /** When the server knew. */
  knownAt: Instant,
});
export type LiveHazard = z.infer<typeof LiveHazard>;

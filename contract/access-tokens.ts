import { z } from "zod";
import { Instant, route } from "./route.ts";
import { BUSINESS_ROLES } from "./scope.ts";

/** A key by which a person's own programs (QGIS, GDAL, a spreadsheet) read what that person may see. It never writes. */
export const AccessToken = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: Instant,
  expiresAt: Instant,
  /** Exact to an hour; null: never yet. */
  usedAt: Instant.nullable(),
});
export type AccessToken = z.infer<typeof AccessToken>;

export const ACCESS_TOKENS_MOST = 20;

export const listAccessTokens = route({
  path: "/api/access-tokens",
  who: BUSINESS_ROLES,
  summary: "The caller's own tokens in force",
  reply: z.object({ tokens: z.array(AccessToken) }),
});

export const createAccessToken = route({
  method: "POST",
  path: "/api/access-tokens",
  who: BUSINESS_ROLES,
  summary: "Makes a token for the caller's programs; the token itself is told this once",
  body: z.object({
    name: z.string().trim().min(1).max(64),
    days: z.int().min(1).max(366).default(90),
  }),
  reply: AccessToken.extend({ token: z.string() }),
});

export const removeAccessToken = route({
  method: "DELETE",
  path: "/api/access-tokens/:id",
  who: BUSINESS_ROLES,
  summary: "Ends one of the caller's own tokens at once",
  params: z.object({ id: z.string().min(1).max(64) }),
  reply: z.object({ removed: z.literal(true) }),
});

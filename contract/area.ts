import { z } from "zod";
import { Bbox, LngLat, route } from "./route.ts";
import { AreaCode, BUSINESS_ROLES, EnterpriseId } from "./scope.ts";

/**
 * One place a person can drill to. Below county stand enterprises, whose `code` is their id.
 * `indicative` says that the outline on the map is not an official boundary (示意).
 */
export const Area = z.object({
  code: z.string(),
  name: z.string(),
  level: z.enum(["province", "city", "county"]),
  /** Parent in the supervision tree: 雄安's counties answer to 133100, 定州 and 辛集 to the province. */
  parent: AreaCode.nullable(),
  /** Parent in GB/T 2260. */
  divisionParent: AreaCode.nullable(),
  lngLat: LngLat,
  bbox: Bbox,
  areaKm2: z.number(),
  indicative: z.boolean(),
});
export type Area = z.infer<typeof Area>;

export const listAreas = route({
  path: "/api/areas",
  who: BUSINESS_ROLES,
  summary: "The caller's own area, everything below it, and the names of its ancestors",
  reply: z.object({ root: AreaCode, areas: z.array(Area), ancestors: z.array(Area) }),
});

export const Enterprise = z.object({
  id: EnterpriseId,
  name: z.string(),
  areaCode: AreaCode,
  areas: z.array(AreaCode),
  /** 统一社会信用代码, 18 characters (GB 32100). */
  creditCode: z.string(),
  licences: z.array(
    z.object({
      kind: z.enum(["piped", "bottled_lpg", "vehicle_filling"]),
      number: z.string(),
      expires: z.iso.date(),
    }),
  ),
  safetyStaff: z.int(),
  bbox: Bbox.nullable(),
});
export type Enterprise = z.infer<typeof Enterprise>;

export const listEnterprises = route({
  path: "/api/enterprises",
  who: BUSINESS_ROLES,
  summary: "Enterprises that work in an area, by name",
  query: z.object({ area: AreaCode.optional() }),
  reply: z.object({ enterprises: z.array(Enterprise) }),
});

export const getEnterprise = route({
  path: "/api/enterprises/:id",
  who: BUSINESS_ROLES,
  summary: "One enterprise with its licences",
  params: z.object({ id: EnterpriseId }),
  reply: Enterprise,
});

export const SearchHit = z.object({
  kind: z.enum(["area", "enterprise", "station", "pipe"]),
  id: z.string(),
  name: z.string(),
  /** A second line that tells namesakes apart: the path of areas, or the kind of station. */
  where: z.string(),
  areaCode: AreaCode,
  lngLat: LngLat.nullable(),
});
export type SearchHit = z.infer<typeof SearchHit>;

export const search = route({
  path: "/api/search",
  who: BUSINESS_ROLES,
  summary: "Areas, enterprises and stations by name, code, pinyin or initials",
  query: z.object({ q: z.string().trim().min(1).max(64), limit: z.coerce.number().int().min(1).max(50).default(20) }),
  reply: z.object({ hits: z.array(SearchHit) }),
});

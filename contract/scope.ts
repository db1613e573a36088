import { z } from "zod";

/** 省 · 市 · 县 · 企业: where a person stands. `city` is a supervision unit (雄安, 定州 and 辛集 are units of their own). */
export const LEVELS = ["province", "city", "county", "enterprise"] as const;
export const Level = z.enum(LEVELS);
export type Level = (typeof LEVELS)[number];

export const ROLES = [
  "supervisor",
  "analyst",
  "dispatcher",
  "clerk",
  "inspector",
  "system_admin",
  "security_admin",
  "audit_admin",
] as const;
export const Role = z.enum(ROLES);
export type Role = (typeof ROLES)[number];

/**
 * Roles that work with gas: the map, its numbers and its records. The three administrators keep the house and see no
 * business data (separation of duties, 等保2.0).
 */
export const BUSINESS_ROLES = ["supervisor", "analyst", "dispatcher", "clerk", "inspector"] as const satisfies Role[];

/** GB/T 2260 code, six digits. Supervision units outside it use their own six digits (雄安 133100). */
export const AreaCode = z.string().regex(/^\d{6}$/, "six digits, GB/T 2260");

export const EnterpriseId = z.string().regex(/^[A-Z0-9-]{1,32}$/);

/** Whose something of the field is: an enterprise, or '' where an authority's own people found it and no enterprise stands behind it. */
export const OwnerId = z.union([EnterpriseId, z.literal("")]);

/** What a session may see. `enterpriseId` is set at level enterprise and null above it. */
export const Scope = z.object({
  level: Level,
  areaCode: AreaCode,
  enterpriseId: EnterpriseId.nullable(),
});
export type Scope = z.infer<typeof Scope>;

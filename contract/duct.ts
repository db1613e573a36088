/**
 * Hollow ways of other utilities that gas creeps along: 管沟, 电缆沟, 排水管涵, 综合管廊. The words are those of the spaces that open into
 * them (GAS_SPACES of model-incident.ts).
 */
export const DUCT_KINDS = ["sewer", "rainwater", "power", "telecom", "heating", "tunnel", "other"] as const;
export type DuctKind = (typeof DUCT_KINDS)[number];

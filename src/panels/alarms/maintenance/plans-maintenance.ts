import { RULE_ROLES } from "#contract/alarm-rules.ts";
import type { Role } from "#contract/scope.ts";

/** Whether a role plans and ends maintenance windows. All business roles may read them. */
export const plansMaintenance = (role: Role): boolean => (RULE_ROLES as readonly Role[]).includes(role);

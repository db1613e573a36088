import { ALARM_ROLES } from "#contract/alarms.ts";
import type { Role } from "#contract/scope.ts";

/** Whether a role answers alarms: acknowledges, shelves, dispatches. All business roles may read them. */
export const answersAlarms = (role: Role): boolean => (ALARM_ROLES as readonly Role[]).includes(role);

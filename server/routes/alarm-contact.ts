import { ALARM_ROLES } from "#contract/alarms.ts";
import type { Role } from "#contract/scope.ts";

export interface Contact {
  readonly name: string;
  readonly phone: string;
}

/** Whether a role answers alarms, and so may have to call. */
export const answersAlarms = (role: Role): boolean => (ALARM_ROLES as readonly Role[]).includes(role);

/** 张三 → 张*; a name of one letter is all hidden. */
const maskName = (name: string): string => (name.length <= 1 ? "*".repeat(name.length) : `${name.slice(0, 1)}*`);

const KEPT = { front: 3, back: 4 } as const;

/** 13812345678 → 138****5678; short ones keep nothing but their length. */
function maskPhone(phone: string): string {
  const { front, back } = KEPT;
  if (phone.length <= front + back) return "*".repeat(phone.length);
  return `${phone.slice(0, front)}${"*".repeat(phone.length - front - back)}${phone.slice(-back)}`;
}

/**
 * What a person is told of an enterprise's contact. The enterprise's own people read all of it. Whoever answers alarms may have to call: the line, which is a
 * company's, they read whole, the name masked. Everybody else reads both masked.
 */
export const contactFor = (
  { name, phone }: Contact,
  { isOwn, answers }: { readonly isOwn: boolean; readonly answers: boolean },
): Contact => ({ name: isOwn ? name : maskName(name), phone: isOwn || answers ? phone : maskPhone(phone) });

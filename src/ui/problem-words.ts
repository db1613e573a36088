import { i18n } from "#lib/i18n/i18n.ts";
import { door } from "#lib/i18n/zh/door.ts";

type Code = keyof typeof door.problem;
const isCode = (code: unknown): code is Code => typeof code === "string" && Object.hasOwn(door.problem, code);

/** Why something failed, in the person's language. Takes whatever was thrown; what it does not know is "unknown". */
export function problemWords(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return i18n.t(`door:problem.${isCode(code) ? code : "unknown"}`);
}

import { randomBytes } from "node:crypto";
import { hash, type Options, parseOptions, verify } from "@node-rs/argon2";

/** argon2id (the library's default) with OWASP's first choice: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const satisfies Options;

export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 256;

export const hashPassword = (password: string): Promise<string> => hash(password.normalize("NFKC"), COST);

let nobody: Promise<string> | undefined;

/**
 * Whether a password is right. With no hash (no such account) it does the same work and says no, so that time does not tell
 * which accounts exist.
 */
export async function checkPassword(stored: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword(randomBytes(32).toString("hex"));
  const isRight = await verify(stored ?? (await nobody), password.normalize("NFKC"));
  return stored !== null && isRight;
}

/** Whether a hash was made with other parameters than those of today. */
export function isOutdated(stored: string): boolean {
  const { memoryCost, timeCost, parallelism } = parseOptions(stored);
  return memoryCost !== COST.memoryCost || timeCost !== COST.timeCost || parallelism !== COST.parallelism;
}

/** Why a new password is refused, in words, or null. Length above all (NIST SP 800-63B); no rules about characters. */
export function passwordFault(password: string, account: string): string | null {
  const length = [...password].length;
  if (length < PASSWORD_MIN) return `a password has at least ${PASSWORD_MIN} characters; this one has ${length}`;
  if (length > PASSWORD_MAX) return `a password has at most ${PASSWORD_MAX} characters; this one has ${length}`;
  if (password.toLowerCase().includes(account.toLowerCase())) return "a password does not hold the account's name";
  if (new Set(password).size < 5) return "a password has at least five different characters";
  return null;
}

const WORD_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

/** A password a person can read from a screen: four groups of four, 80 bits. */
export function generatePassword(): string {
  const letters = Array.from(randomBytes(16), (byte) => WORD_LETTERS[byte % WORD_LETTERS.length]);
  return [0, 4, 8, 12].map((at) => letters.slice(at, at + 4).join("")).join("-");
}

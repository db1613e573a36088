import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** 256 random bits for a cookie; what a database keeps of it is `hashToken`. */
export const newToken = (): string => randomBytes(32).toString("base64url");

export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");

/** Compares without telling by its time where two texts differ. */
export function sameSecret(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(hashToken(a)), Buffer.from(hashToken(b))];
  return timingSafeEqual(left, right);
}

/** Whether a cookie could be one of our tokens at all; anything else never reaches the database. */
export const looksLikeToken = (token: string): boolean => /^[\w-]{43}$/.test(token);

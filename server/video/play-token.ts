import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Session } from "#server/auth/sessions.ts";

/** How long a play address opens anything. The page asks for another before it has run out. */
export const PLAY_LIFE_MS = 120_000;
/** A viewing may be renewed this long after its addresses ran out: a laptop's lid was shut meanwhile. */
const RENEW_GRACE_MS = 600_000;

const Payload = z.object({
  /** Camera. */
  c: z.string(),
  /** ms since 1970 at which it opens nothing any more. */
  e: z.int(),
  /** Marks of the session and of its scope: say whose it is to who holds the key, and nothing to anybody else. */
  s: z.string(),
  p: z.string(),
});

export type TokenFault = "broken" | "expired" | "foreign";

type Holder = Pick<Session, "id" | "scope">;

export interface PlayTokens {
  sign(cameraId: string, holder: Holder): { readonly token: string; readonly expiresAt: number };
  /** The camera that a token opens for its holder, or why it opens none. */
  open(token: string, holder: Holder): { readonly cameraId: string } | { readonly fault: TokenFault };
  /** Whether a token stands for a viewing of this camera by this holder that may go on. */
  mayRenew(token: string, cameraId: string, holder: Holder): boolean;
}

/**
 * Signs play addresses. A token is good for one camera, one session and the scope that session had, for {@link PLAY_LIFE_MS};
 * copied to somebody else it opens nothing.
 * @param key of the process, or of all processes of an installation; whoever has it can make tokens
 */
export function createPlayTokens(key: Uint8Array = randomBytes(32), now: () => number = Date.now): PlayTokens {
  const mac = (text: string) => createHmac("sha256", key).update(text).digest();
  const mark = (kind: string, text: string) => mac(`${kind}:${text}`).subarray(0, 12).toString("base64url");
  const marksOf = ({ id, scope }: Holder) => ({
    s: mark("session", id),
    p: mark("scope", JSON.stringify([scope.level, scope.areaCode, scope.enterpriseId])),
  });

  const read = (token: string): z.infer<typeof Payload> | null => {
    const [body = "", signature = "", ...rest] = token.split(".");
    if (rest.length > 0) return null;
    const came = Buffer.from(signature, "base64url");
    const expected = mac(`play:${body}`);
    if (came.length !== expected.length || !timingSafeEqual(came, expected)) return null;
    return Payload.parse(JSON.parse(Buffer.from(body, "base64url").toString("utf8")));
  };
  const isOf = ({ s, p }: z.infer<typeof Payload>, holder: Holder): boolean => {
    const marks = marksOf(holder);
    return s === marks.s && p === marks.p;
  };

  return {
    sign: (cameraId, holder) => {
      const expiresAt = now() + PLAY_LIFE_MS;
      const payload = { c: cameraId, e: expiresAt, ...marksOf(holder) };
      const body = Buffer.from(JSON.stringify(payload)).toString("base64url");
      return { token: `${body}.${mac(`play:${body}`).toString("base64url")}`, expiresAt };
    },
    open: (token, holder) => {
      const payload = read(token);
      if (payload === null) return { fault: "broken" };
      if (!isOf(payload, holder)) return { fault: "foreign" };
      return now() >= payload.e ? { fault: "expired" } : { cameraId: payload.c };
    },
    mayRenew: (token, cameraId, holder) => {
      const payload = read(token);
      return payload?.c === cameraId && isOf(payload, holder) && now() < payload.e + RENEW_GRACE_MS;
    },
  };
}

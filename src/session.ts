import { askWelcome, askWho, type Welcome } from "#api/door.ts";
import { rememberedMe, rememberMe } from "#api/remembered-me.ts";
import type { Me } from "#contract/session.ts";

/** Who sits before the page, as far as it is known. */
export type Session =
  | { readonly is: "asked" }
  | { readonly is: "unknown"; readonly error: unknown }
  | { readonly is: "out"; readonly welcome: Welcome | null; readonly hasEnded: boolean }
  | { readonly is: "in"; readonly me: Me };

async function askServer(): Promise<Session> {
  const welcome = await askWelcome();
  const me = welcome.me === undefined ? await askWho() : welcome.me;
  if (me) rememberMe(me, Date.now());
  return me ? { is: "in", me } : { is: "out", welcome, hasEnded: false };
}

/** No line, or a server that cannot answer now. */
const isAway = ({ status }: { readonly status?: unknown }): boolean =>
  typeof status === "number" && (status === 0 || status >= 500);

/** Who is signed in. Without a line or a server, an inspector's phone opens for whoever worked with it last: with what it holds, and nothing else. Never rejects. */
export async function askSession(): Promise<Session> {
  try {
    return await askServer();
  } catch (error) {
    const me = isAway(error as { status?: unknown }) ? rememberedMe(Date.now()) : null;
    return me ? { is: "in", me } : { is: "unknown", error };
  }
}

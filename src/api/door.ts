import type { Reply } from "#contract/route.ts";
import type { getWelcome, Me } from "#contract/session.ts";
import { type ApiError, networkError, problemError } from "./api-error.ts";

export type Welcome = Reply<typeof getWelcome>;

/*
 * What the sign-in page asks, without the schemas of the contract: they would double its weight. The signed-in app
 * checks `Me` against its schema before it trusts it.
 */

async function ask(path: string, init?: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: "same-origin", headers: { accept: "application/json" }, ...init });
  } catch (cause) {
    throw networkError(path, cause);
  }
  if (!response.ok) throw await problemError(path, response);
  return response.json();
}

const looksLikeMe = (reply: unknown): reply is Me =>
  typeof reply === "object" && reply !== null && "account" in reply && "csrf" in reply && "scope" in reply;

function asMe(reply: unknown): Me {
  if (looksLikeMe(reply)) return reply;
  throw new TypeError("the session reply is not of this version");
}

/** The same of a server whose welcome does not tell: who is signed in, or null. Throws {@link ApiError} when the service cannot say. */
export async function askWho(): Promise<Me | null> {
  try {
    return asMe(await ask("/api/session"));
  } catch (error) {
    if ((error as Partial<ApiError>).status === 401) return null;
    throw error;
  }
}

/** Signs in; throws {@link ApiError} with the problem's code. */
export const enter = async (account: string, password: string): Promise<Me> =>
  asMe(
    await ask("/api/session", {
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/json" },
      body: JSON.stringify({ account, password }),
    }),
  );

/** Name of the installation, whether it holds demo data, and who is signed in. Throws {@link ApiError}, or a TypeError of another version's answer. */
export async function askWelcome(): Promise<Welcome> {
  const welcome = (await ask("/api/welcome")) as Welcome;
  return welcome.me ? { ...welcome, me: asMe(welcome.me) } : welcome;
}

import { SESSION_COOKIE } from "#contract/session.ts";
import type { App } from "#server/deps.ts";

export interface SignedIn {
  readonly cookie: string;
  readonly csrf: string;
}

/** Signs in as a browser would; throws with the answer when that fails. */
export async function signInAs(app: App, account: string, password: string): Promise<SignedIn> {
  const reply = await app.inject({ method: "POST", url: "/api/session", payload: { account, password } });
  const cookie = reply.cookies.find(({ name }) => name === SESSION_COOKIE);
  if (reply.statusCode !== 200 || !cookie)
    throw new Error(`${account} was not let in: ${reply.statusCode} ${reply.body}`);
  return { cookie: `${SESSION_COOKIE}=${cookie.value}`, csrf: reply.json<{ csrf: string }>().csrf };
}

import { randomUUID } from "node:crypto";
import { ACCESS_TOKENS_MOST, createAccessToken, listAccessTokens, removeAccessToken } from "#contract/access-tokens.ts";
import type { Session } from "#server/auth/sessions.ts";
import { hashToken, newToken } from "#server/auth/token.ts";
import { insertToken, listTokens, removeToken } from "#server/db/access-tokens.ts";
import { appendAudit } from "#server/db/audit.ts";
import type { Tx } from "#server/db/db.ts";
import type { Routes } from "#server/deps.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import { serve } from "./serve.ts";

function audit(tx: Tx, action: string, { account, scope }: Session, subject: string, ip: string): Promise<string> {
  const { areaCode, enterpriseId } = scope;
  return appendAudit(tx, { action, account, subject, areaCode, enterpriseId, ip });
}

/** Tokens of the person who asks, and of nobody else. */
export const accessTokenRoutes: Routes = (app, { db }) => {
  serve(app, listAccessTokens, async ({ session }) => ({
    tokens: await db.asSystem((tx) => listTokens(tx, session.account)),
  }));

  serve(app, createAccessToken, async ({ session, body, request }) => {
    const [id, token] = [randomUUID(), newToken()];
    const made = await db.asSystem(async (tx) => {
      if ((await listTokens(tx, session.account)).length >= ACCESS_TOKENS_MOST)
        throw new ProblemError("conflict", `A person has at most ${ACCESS_TOKENS_MOST} tokens; end one first.`);
      const isMade = await insertToken(tx, { id, hash: hashToken(token), account: session.account, ...body });
      if (!isMade) throw notFound("account");
      await audit(tx, "access_token.added", session, body.name, request.ip);
      return (await listTokens(tx, session.account)).find((one) => one.id === id);
    });
    if (!made) throw notFound("token");
    return { ...made, token };
  });

  serve(app, removeAccessToken, async ({ session, params, request }) => {
    await db.asSystem(async (tx) => {
      const name = await removeToken(tx, session.account, params.id);
      if (name === null) throw notFound("token");
      await audit(tx, "access_token.removed", session, name, request.ip);
    });
    return { removed: true as const };
  });
};

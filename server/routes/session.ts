import type { FastifyReply, FastifyRequest } from "fastify";
import { getMe, SESSION_COOKIE, signIn, signOut } from "#contract/session.ts";
import { findSessionOf } from "#server/auth/guard.ts";
import { Doorkeeper } from "#server/auth/sign-in.ts";
import { appendAudit } from "#server/db/audit.ts";
import type { App, Deps, Routes } from "#server/deps.ts";
import { ProblemError } from "#server/http/problem.ts";
import { meOf } from "./me.ts";
import { serve, serveOpen } from "./serve.ts";

function cookieOptions({ config }: Deps) {
  return { path: "/", httpOnly: true, sameSite: "strict", secure: config.SECURE_COOKIES } as const;
}

/** Counts attempts by address, so that one machine cannot try many accounts. */
function attemptLimit(app: App, { config }: Deps) {
  const limit = app.createRateLimit({
    max: config.SIGN_IN_LIMIT,
    timeWindow: 60_000,
    keyGenerator: (r) => `in:${r.ip}`,
  });
  return async (request: FastifyRequest) => {
    const state = await limit(request);
    if (state.isAllowed || !state.isExceeded) return;
    const headers = { "retry-after": String(state.ttlInSeconds) };
    throw new ProblemError("too_many_requests", "Too many attempts to sign in from this address.", { headers });
  };
}

export const sessionRoutes: Routes = (app, deps) => {
  const { db, sessions } = deps;
  const doorkeeper = new Doorkeeper(db, sessions);
  const refuseTooManyAttempts = attemptLimit(app, deps);
  const setCookie = (reply: FastifyReply, token: string) => reply.setCookie(SESSION_COOKIE, token, cookieOptions(deps));

  serveOpen(app, signIn, async ({ body, request, reply }) => {
    await refuseTooManyAttempts(request);
    const caller = { ip: request.ip, userAgent: request.headers["user-agent"] ?? null };
    const before = await findSessionOf(request);
    const { token, session } = await doorkeeper.signIn(body.account, body.password, caller);
    // Whoever signs in anew on the same browser leaves no session behind.
    if (before !== null) await sessions.end(before.id);
    request.foundSession = session;
    setCookie(reply, token);
    return meOf(deps, session);
  });

  serve(app, getMe, ({ session }) => meOf(deps, session));

  serve(app, signOut, async ({ session, scope, request, reply }) => {
    await sessions.end(session.id);
    const { areaCode, enterpriseId } = scope;
    const entry = { action: "session.end", account: session.account, areaCode, enterpriseId, ip: request.ip };
    await db.asSystem((tx) => appendAudit(tx, entry));
    reply.clearCookie(SESSION_COOKIE, cookieOptions(deps));
    return { signedOut: true as const };
  });
};

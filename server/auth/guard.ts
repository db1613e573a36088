import type { FastifyRequest } from "fastify";
import type { Who } from "#contract/route.ts";
import { BUSINESS_ROLES, type Role } from "#contract/scope.ts";
import { CSRF_HEADER, SESSION_COOKIE } from "#contract/session.ts";
import type { App } from "#server/deps.ts";
import { ProblemError } from "#server/http/problem.ts";
import type { Session, Sessions } from "./sessions.ts";
import { sameSecret } from "./token.ts";

declare module "fastify" {
  interface FastifyInstance {
    sessions: Sessions;
  }
  interface FastifyRequest {
    /** The session, once looked for; undefined before. Ask `findSessionOf` or `requireSession`. */
    foundSession: Session | null | undefined;
  }
}

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** Makes sessions reachable from a request. */
export function registerSessions(app: App, sessions: Sessions): void {
  app.decorate("sessions", sessions);
  app.decorateRequest("foundSession", undefined);
}

export async function findSessionOf(request: FastifyRequest): Promise<Session | null> {
  if (request.foundSession === undefined) {
    const token = request.cookies[SESSION_COOKIE];
    request.foundSession = token === undefined ? null : await request.server.sessions.find(token);
  }
  return request.foundSession;
}

/**
 * The session of a request, or a thrown 401; 403 when its role is not among `roles`. For endpoints outside the contract
 * (tiles, `/live`), whose data are business data: administrators are refused unless `roles` says otherwise.
 */
export async function requireSession(
  request: FastifyRequest,
  roles: readonly Role[] = BUSINESS_ROLES,
): Promise<Session> {
  const session = await findSessionOf(request);
  if (session === null) throw new ProblemError("not_signed_in", "Sign in first.");
  if (!roles.includes(session.role)) {
    throw new ProblemError("forbidden", `The role ${session.role} has no part in this.`);
  }
  return session;
}

/**
 * Refuses what another site's page made a browser send. Programs that are no browsers send neither header and carry no
 * cookie of ours unless they mean to.
 */
export function refuseForeignOrigin(request: FastifyRequest): void {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") {
    throw new ProblemError("csrf", "Another site's page sent this.");
  }
  const { origin } = request.headers;
  if (origin !== undefined && !isOurs(origin, request.host)) {
    throw new ProblemError("csrf", "The page that sent this is not one of ours.");
  }
}

/** Read with the origin's own scheme, so that a default port written or left out is the same place. */
function isOurs(origin: string, host: string): boolean {
  const from = URL.parse(origin);
  return from !== null && from.host !== "" && from.host === URL.parse(`${from.protocol}//${host}`)?.host;
}

function refuseForgery(request: FastifyRequest, session: Session): void {
  const came = request.headers[CSRF_HEADER];
  if (typeof came !== "string" || !sameSecret(came, session.csrf)) {
    throw new ProblemError("csrf", `Writes carry the session's ${CSRF_HEADER} header.`);
  }
}

/** The rule at the door of every contract route: whence it came, who it is, and whether they may. */
export async function admit(request: FastifyRequest, who: Who): Promise<void> {
  const isWrite = !SAFE.has(request.method);
  if (isWrite) refuseForeignOrigin(request);
  if (who === "public") return;
  const session = await findSessionOf(request);
  if (session === null) throw new ProblemError("not_signed_in", "Sign in first.");
  if (isWrite) refuseForgery(request, session);
  if (who !== "signed_in") await requireSession(request, who);
}

import type { FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { Problem } from "#contract/problem.ts";
import type { AnyRoute } from "#contract/route.ts";
import type { Scope } from "#contract/scope.ts";
import { admit, findSessionOf } from "#server/auth/guard.ts";
import type { Session } from "#server/auth/sessions.ts";
import type { App } from "#server/deps.ts";
import { PROBLEM_TYPE, ProblemError } from "#server/http/problem.ts";

/** What a handler is given. Values are as the contract's schemas read them: trimmed, with defaults, numbers as numbers. */
export interface OpenCall<R extends AnyRoute> {
  readonly params: z.output<R["params"]>;
  readonly query: z.output<R["query"]>;
  readonly body: z.output<R["body"]>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** The same for routes that need a session; `scope` is what every query runs under (`db.as(scope, …)`). */
export interface Call<R extends AnyRoute> extends OpenCall<R> {
  readonly session: Session;
  readonly scope: Scope;
}

type Answer<R extends AnyRoute> = Promise<z.output<R["reply"]>> | z.output<R["reply"]>;

const PROBLEM = { description: "Problem details (RFC 9457)", content: { [PROBLEM_TYPE]: { schema: Problem } } };

/**
 * Serves one contract route to those its `who` names. Params, query, body and the reply are held against the contract: a wrong
 * request is a 400 that says what is wrong, a wrong reply is a 500, and a field the contract does not name never leaves.
 * Throw a `ProblemError` for any answer but the good one.
 */
export function serve<R extends AnyRoute>(
  app: App,
  route: R,
  handle: (call: Call<NoInfer<R>>) => Answer<NoInfer<R>>,
): void {
  if (route.who === "public") throw new Error(`${route.path} is public: use serveOpen`);
  register(app, route, async (call) => {
    const session = await findSessionOf(call.request);
    if (session === null) throw new ProblemError("not_signed_in", "Sign in first.");
    return handle({ ...call, session, scope: session.scope });
  });
}

/** Serves one public contract route. */
export function serveOpen<R extends AnyRoute>(
  app: App,
  route: R,
  handle: (call: OpenCall<NoInfer<R>>) => Answer<NoInfer<R>>,
): void {
  if (route.who !== "public") throw new Error(`${route.path} is not public: use serve`);
  register(app, route, handle);
}

/** PostgreSQL has no NUL in its texts: found here it is the sender's mistake, found there it would look like ours. */
function holdsNul(value: unknown): boolean {
  if (typeof value === "string") return value.includes("\0");
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(holdsNul) || Object.keys(value).some(holdsNul);
}

/** A route that names no body takes none, not even an empty object. */
const takesBody = ({ body }: AnyRoute) => !(body instanceof z.ZodObject && Object.keys(body.shape).length === 0);

function register<R extends AnyRoute>(app: App, route: R, handle: (call: OpenCall<R>) => Answer<R>): void {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: route.method,
    url: route.path,
    schema: {
      summary: route.summary,
      tags: [route.path.split("/")[2] ?? "service"],
      params: route.params,
      querystring: route.query,
      ...(takesBody(route) ? { body: route.body } : {}),
      response: { 200: route.reply, "4xx": PROBLEM, "5xx": PROBLEM },
      ...(route.who === "public" ? {} : { security: [{ session: [] }] }),
    },
    config: { contract: route },
    // Before the body is read: strangers do not make us parse.
    preParsing: async (request) => {
      await admit(request, route.who);
    },
    preValidation: async (request) => {
      // A list is judged item by item by its route: one bad item is no reason to refuse the others.
      const body = Array.isArray(request.body) ? null : request.body;
      if (holdsNul([request.params, request.query, body])) {
        throw new ProblemError("bad_request", "A text holds the character NUL.");
      }
    },
    handler: async (request, reply) =>
      handle({ params: request.params, query: request.query, body: request.body, request, reply } as OpenCall<R>),
  });
}

declare module "fastify" {
  interface FastifyContextConfig {
    contract?: AnyRoute;
  }
}

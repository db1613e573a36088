import { randomUUID } from "node:crypto";
import websocket from "@fastify/websocket";
import Fastify, { type FastifyRequest, LogController } from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { ROUTES } from "#contract/routes.ts";
import { registerSessions } from "./auth/guard.ts";
import type { App, Deps, Routes } from "./deps.ts";
import { pathOf, refuseBrokenRequest, registerErrors, sendProblem } from "./http/errors.ts";
import { registerMetrics } from "./http/metrics.ts";
import { registerOpenApi, serveOpenApi } from "./http/openapi.ts";
import { registerSecurity } from "./http/security.ts";
import { registerCompression, registerSpa } from "./http/spa.ts";
import { ALL_ROUTES } from "./routes/all.ts";
import { VERSION } from "./version.ts";

const BODY_LIMIT = 1_048_576;
/** Frames of `/live` go out, hardly anything comes in: a client that sends more than this is none of ours. */
const SOCKET_LIMIT = 65_536;

function createFastify({ log, config }: Deps): App {
  return Fastify({
    loggerInstance: log,
    // One line at the end of each request instead of two; see logRequests.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    // Told to people with an error and searched for in the log, over restarts and processes.
    genReqId: () => randomUUID(),
    trustProxy: config.TRUST_PROXY?.split(",").map((address) => address.trim()) ?? false,
    routerOptions: { maxParamLength: 256, ignoreTrailingSlash: true },
    return503OnClosing: true,
    forceCloseConnections: "idle",
    clientErrorHandler: refuseBrokenRequest,
    frameworkErrors: (error, request, reply) => {
      sendProblem(error, request as FastifyRequest, reply as never);
    },
  });
}

function logRequests(app: App): void {
  app.addHook("onResponse", async (request, reply) => {
    const { statusCode } = reply;
    const level = statusCode >= 500 ? "error" : statusCode >= 400 ? "info" : "debug";
    const account = request.foundSession?.account;
    const line = {
      method: request.method,
      path: pathOf(request),
      statusCode,
      ms: reply.elapsedTime,
      ip: request.ip,
      account,
    };
    request.log[level](line, "answered");
  });
}

function refuseGaps(app: App): void {
  const missing = ROUTES.filter(({ method, path }) => !app.hasRoute({ method, url: path }));
  if (missing.length === 0) return;
  throw new Error(`the contract has no handler for: ${missing.map((r) => `${r.method} ${r.path}`).join(", ")}`);
}

/**
 * The whole HTTP side without listening, so that tests can inject requests. Throws when a route of the contract has no handler.
 * `extra` are routes beyond `routes/all.ts`, for tests.
 */
export async function buildApp(deps: Deps, extra: readonly Routes[] = []): Promise<App> {
  const app = createFastify(deps);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  registerErrors(app);
  registerSessions(app, deps.sessions);
  await registerSecurity(app, deps);
  await registerCompression(app);
  await app.register(websocket, { options: { maxPayload: SOCKET_LIMIT } });
  await registerOpenApi(app, VERSION);
  logRequests(app);
  registerMetrics(app, deps);
  for (const routes of [...ALL_ROUTES, ...extra]) await routes(app, deps);
  serveOpenApi(app);
  await registerSpa(app, deps);
  refuseGaps(app);
  return app;
}

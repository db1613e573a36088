import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import underPressure from "@fastify/under-pressure";
import type { FastifyRequest } from "fastify";
import { SESSION_COOKIE } from "#contract/session.ts";
import type { Config } from "#server/config.ts";
import type { App, Deps } from "#server/deps.ts";
import { ProblemError } from "./problem.ts";

/**
 * What a page of ours may load: its own files, nothing else (and, where `BASEMAP_STYLE` names another origin, what `policyFor` adds). `style-src-attr`: React's `style` attributes of Mantine (sizes,
 * CSS variables) are written through the CSSOM, which the policy does not touch; nothing is inlined by the server, so
 * `'unsafe-inline'` is not needed. `worker-src blob:` is not needed either: MapLibre's worker is a file.
 */
export const CONTENT_SECURITY_POLICY = {
  "default-src": ["'none'"],
  "script-src": ["'self'"],
  "worker-src": ["'self'"],
  "style-src": ["'self'"],
  "img-src": ["'self'", "data:", "blob:"],
  "connect-src": ["'self'"],
  // Players feed their video from memory.
  "media-src": ["'self'", "blob:"],
  "font-src": ["'self'"],
  "manifest-src": ["'self'"],
  "frame-ancestors": ["'none'"],
  "base-uri": ["'none'"],
  "form-action": ["'self'"],
};

/**
 * The policy with the one other origin that the operator has named for the base map: its style, tiles, glyphs and sprites come from
 * there by fetch. A base map of our own origin adds nothing.
 */
export function policyFor({ BASEMAP_STYLE }: Pick<Config, "BASEMAP_STYLE">): typeof CONTENT_SECURITY_POLICY {
  const origin = BASEMAP_STYLE === undefined ? undefined : URL.parse(BASEMAP_STYLE)?.origin;
  if (origin === undefined) return CONTENT_SECURITY_POLICY;
  const { "img-src": images, "connect-src": connections } = CONTENT_SECURITY_POLICY;
  return { ...CONTENT_SECURITY_POLICY, "img-src": [...images, origin], "connect-src": [...connections, origin] };
}

const isProbe = (request: FastifyRequest) => request.url === "/healthz" || request.url === "/metrics";

/** Whom a request counts against: its session when it has a known one, else its address. */
const limitKey = (request: FastifyRequest): string => {
  const token = request.cookies[SESSION_COOKIE];
  return (token !== undefined && request.server.sessions.known(token)) || request.ip;
};

const refuseTooMany = (_: FastifyRequest, { after }: { after: string }) =>
  new ProblemError("too_many_requests", `Too many requests; try again in ${after}.`);

/** Headers, cookies, limits. Hooks run in the order they are added here, before any route. */
export async function registerSecurity(app: App, { config }: Deps): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: policyFor(config) },
    // Only TLS makes it meaningful, and the proxy that ends TLS may set its own.
    hsts: config.SECURE_COOKIES ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: "same-origin" },
    crossOriginEmbedderPolicy: false,
    frameguard: { action: "deny" },
  });
  await app.register(cookie);
  // Only the refusal says anything: when to come back.
  const quiet = { "x-ratelimit-limit": false, "x-ratelimit-remaining": false, "x-ratelimit-reset": false };
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: refuseTooMany,
    keyGenerator: limitKey,
    addHeaders: { ...quiet, "retry-after": true },
    addHeadersOnExceeding: quiet,
  });
  app.addHook("onRequest", app.rateLimit({ max: config.RATE_LIMIT, timeWindow: 60_000, allowList: isProbe }));
  if (config.MAX_LAG_MS > 0) {
    await app.register(underPressure, {
      maxEventLoopDelay: config.MAX_LAG_MS,
      pressureHandler: (request) => {
        if (isProbe(request)) return;
        const headers = { "retry-after": "5" };
        throw new ProblemError("overloaded", "The server is overloaded; try again soon.", { headers });
      },
    });
  }
  app.addHook("onSend", async (request, reply, payload) => {
    if (/^\/(api|healthz|readyz|metrics)\b/.test(request.url) && !reply.hasHeader("cache-control")) {
      reply.header("cache-control", "no-store");
    }
    return payload;
  });
}

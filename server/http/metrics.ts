import type { FastifyRequest } from "fastify";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { requireSession } from "#server/auth/guard.ts";
import type { App, Deps } from "#server/deps.ts";

const LOOPBACK = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);
const FORWARDED = ["forwarded", "x-forwarded-for", "x-real-ip"];

/** A caller on this very machine that no proxy stands before. */
const isLocal = (request: FastifyRequest): boolean =>
  LOOPBACK.has(request.socket.remoteAddress ?? "") && FORWARDED.every((h) => request.headers[h] === undefined);

declare module "fastify" {
  interface FastifyInstance {
    metrics: Registry;
  }
}

function httpMetrics(app: App, registry: Registry): void {
  const duration = new Histogram({
    name: "http_request_duration_seconds",
    help: "Time from request to answer, by route",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const problems = new Counter({
    name: "http_problems_total",
    help: "Answers of 4xx and 5xx, by route",
    labelNames: ["route", "status"],
    registers: [registry],
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "(unknown)";
    const status = String(reply.statusCode);
    duration.observe({ method: request.method, route, status }, reply.elapsedTime / 1000);
    if (reply.statusCode >= 400) problems.inc({ route, status });
  });
}

/**
 * `GET /metrics` for Prometheus: from this machine itself, or with the session of a system administrator. A proxy on the same
 * machine that sets no forwarding header must not pass this path on. Other parts add their own to `app.metrics`.
 */
export function registerMetrics(app: App, { live, snapshots }: Deps): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  app.decorate("metrics", registry);
  httpMetrics(app, registry);
  new Gauge({
    name: "live_newest_reading_age_seconds",
    help: "Age of the newest reading taken in; NaN before the first",
    registers: [registry],
    collect() {
      const newest = attempt(() => live.columns().newestAt) ?? 0;
      this.set(newest === 0 ? Number.NaN : (Date.now() - newest) / 1000);
    },
  });
  new Gauge({
    name: "snapshot_features",
    help: "Features in the tile snapshot",
    labelNames: ["kind"],
    registers: [registry],
    collect() {
      const snapshot = attempt(() => snapshots.current());
      this.set({ kind: "pipe" }, snapshot?.pipes.count ?? 0);
      this.set({ kind: "station" }, snapshot?.stations.count ?? 0);
      this.set({ kind: "tag" }, snapshot?.tags.count ?? 0);
    },
  });
  app.get("/metrics", { schema: { hide: true } as object }, async (request, reply) => {
    if (!isLocal(request)) await requireSession(request, ["system_admin"]);
    return reply.type(registry.contentType).send(await registry.metrics());
  });
  app.addHook("onClose", async () => registry.clear());
}

/** What is not there before the first snapshot is no reason for a scrape to fail. */
function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

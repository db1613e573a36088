import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Problem } from "#contract/problem.ts";
import { ROUTES } from "#contract/routes.ts";
import { BUSINESS_ROLES, type Role } from "#contract/scope.ts";
import { SESSION_COOKIE } from "#contract/session.ts";
import { buildApp } from "./app.ts";
import { canary } from "./db/testing/canaries.ts";
import { describeOnBothEngines } from "./db/testing/engines.ts";
import type { App } from "./deps.ts";
import { Latest } from "./live/latest-store.ts";
import { CHANGAN, plantCanaryWorld } from "./testing/canary-world.ts";
import { fakeDeps, MemorySessions } from "./testing/fakes.ts";
import { routeKey, SAMPLES } from "./testing/samples.ts";
import { createSnapshotStore, type OwnedSnapshotStore } from "./tiles/store.ts";
import { openVideo, type Video } from "./video/video.ts";

/** Inputs to each route; `FUZZ_INPUTS=20000` for a long run. */
const RUNS = Number(process.env.FUZZ_INPUTS ?? 40);
const LIMIT_MS = Math.max(180_000, RUNS * 400);
const FIRST = canary(CHANGAN);

/** Texts that have broken something before, somewhere. */
const NASTY = [
  "",
  "\0",
  "%",
  "_",
  "\\",
  "'",
  "';drop table account;--",
  "-1",
  "1e400",
  "NaN",
  "9007199254740993",
  "0000-01-01T00:00:00Z",
  "9999-12-31T23:59:59.999999999+14:00",
  "\ud800",
  "\u202e",
  "__proto__",
  "constructor",
  "正定",
  "ﷺ".repeat(64),
  "a\0b",
];
const nasty = fc.constantFrom(...NASTY);
const text = fc.oneof(nasty, fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), fc.webQueryParameters());

/** As a browser would write it into an address; a lone surrogate cannot be written, so it goes raw. */
const encoded = (value: string) => {
  try {
    return encodeURIComponent(value);
  } catch {
    return "%ED%A0%80";
  }
};

describeOnBothEngines("junk", (bench) => {
  let app: App;
  let snapshots: OwnedSnapshotStore;
  let video: Video;
  const sessions = new MemorySessions();
  beforeAll(async () => {
    const db = bench.db();
    await plantCanaryWorld(db);
    const { log, config } = fakeDeps();
    snapshots = createSnapshotStore({ db, log, watchMs: 0 });
    const live = new Latest(db);
    live.adopt(await snapshots.refresh());
    await live.load();
    video = await openVideo({ db, servers: new Map(), log });
    const limits = { RATE_LIMIT: 1e7, SIGN_IN_LIMIT: 1e7 };
    app = await buildApp(fakeDeps({ db, sessions, snapshots, live, video, config: { ...config, ...limits } }));
  });
  afterAll(async () => {
    await app.close();
    await video.close();
    await snapshots.close();
  });

  const headersFor = (role: Role) => {
    const { token, session } = sessions.admit({ role });
    return { cookie: `${SESSION_COOKIE}=${token}`, "x-csrf-token": session.csrf };
  };

  describe.each(ROUTES.map((route) => [routeKey(route), route] as const))("to %s", (_, route) => {
    const role = typeof route.who === "string" ? BUSINESS_ROLES[0] : (route.who[0] ?? BUSINESS_ROLES[0]);
    // Mostly names the route knows, and now and then a value that fits: deeper than the first check.
    const name = fc.oneof({ weight: 4, arbitrary: fc.constantFrom("v", ...Object.keys(route.query.shape)) }, text);
    const value = fc.oneof(
      text,
      fc.constantFrom("130123", "E-1", "10", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00+08:00", FIRST),
    );
    const part = fc.oneof(text, fc.constantFrom(FIRST, "E-1", "pipe", "tag", "0"));

    test("each text that has broken something, in each place in turn", async () => {
      const names: string[] = Object.keys(route.query.shape);
      const good = new URLSearchParams(SAMPLES[routeKey(route)]?.(CHANGAN, snapshots.current())[0]?.query);
      for (const bad of NASTY) {
        const urls = names.map((at) => {
          const query = new URLSearchParams(good);
          query.set(at, bad.toWellFormed());
          return `${route.path.replace(/:\w+/g, FIRST)}?${query}`;
        });
        for (const url of [
          route.path.replace(/:\w+/g, encoded(bad)),
          `${route.path.replace(/:\w+/g, encoded(bad))}?${good}`,
          ...urls,
        ]) {
          const payload = JSON.stringify({ account: bad, password: bad });
          const write = route.method === "GET" ? {} : { payload };
          const headers = {
            ...headersFor(role),
            ...(route.method === "GET" ? {} : { "content-type": "application/json" }),
          };
          const reply = await app.inject({ method: route.method, url, headers, ...write });
          expect(reply.statusCode, `${url}: ${reply.body}`).not.toBe(500);
        }
      }
    });

    test(
      "is answered, as a problem where it is one, and never with an error of ours",
      async () => {
        const query = fc.dictionary(name, value);
        const body = fc.oneof(
          fc.json(),
          fc.jsonValue().map((v) => JSON.stringify(v)),
          text,
        );
        await fc.assert(
          fc.asyncProperty(
            fc.array(part, { minLength: 3, maxLength: 3 }),
            query,
            body,
            async (parts, asked, payload) => {
              const path = route.path.replace(/:\w+/g, () => encoded(parts.pop() ?? "x"));
              const search = Object.entries(asked)
                .map(([k, v]) => `${encoded(k)}=${encoded(v)}`)
                .join("&");
              const reply = await app.inject({
                method: route.method,
                url: search === "" ? path : `${path}?${search}`,
                headers: {
                  ...headersFor(role),
                  ...(route.method === "GET" ? {} : { "content-type": "application/json" }),
                },
                ...(route.method === "GET" ? {} : { payload }),
              });
              expect(reply.statusCode, reply.body).not.toBe(500);
              if (reply.statusCode >= 400) Problem.parse(reply.json());
            },
          ),
          { numRuns: RUNS },
        );
      },
      LIMIT_MS,
    );
  });

  test("to any address at all is answered likewise", async () => {
    const piece = fc.oneof(
      fc.constantFrom("api", "tiles", "live", "stations", "..", "%2e%2e", "%00", "network.json"),
      text.map(encoded),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 6 }),
        fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH"),
        async (pieces, method) => {
          const reply = await app.inject({
            method: method as "GET",
            url: `/${pieces.join("/")}`,
            headers: headersFor("supervisor"),
          });
          expect(reply.statusCode, reply.body).not.toBe(500);
        },
      ),
      { numRuns: 200 },
    );
  });
});

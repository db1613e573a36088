import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from "node:zlib";
import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { Problem } from "#contract/problem.ts";
import { route } from "#contract/route.ts";
import { buildApp } from "#server/app.ts";
import { DatabaseGone } from "#server/db/errors.ts";
import type { App, Deps, Routes } from "#server/deps.ts";
import { serve, serveOpen } from "#server/routes/serve.ts";
import { fakeDeps, MemorySessions } from "#server/testing/fakes.ts";

let app: App | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
});

const open = route({
  method: "POST",
  path: "/api/test/open",
  who: "public",
  summary: "for the tests",
  body: z.object({ password: z.string().min(20), count: z.int() }),
  reply: z.object({ kept: z.string() }),
});
const broken = route({
  path: "/api/test/broken",
  who: "public",
  summary: "for the tests",
  reply: z.object({ n: z.int() }),
});
const own = route({
  method: "PUT",
  path: "/api/test/own",
  summary: "for the tests",
  reply: z.object({ account: z.string() }),
});

const testRoutes: Routes = (to) => {
  serveOpen(to, open, () => ({ kept: "yes", secret: "not in the contract" }));
  serveOpen(to, broken, ({ request }) => {
    if (request.headers["x-gone"]) throw new DatabaseGone("no connection to the host db.internal");
    if (request.headers["x-lie"]) return { n: "not a number" as never };
    throw new Error("the password of the database is swordfish");
  });
  serve(to, own, ({ session }) => ({ account: session.account }));
};

async function appWith(over: Partial<Deps> = {}): Promise<App> {
  app = await buildApp(fakeDeps(over), [testRoutes]);
  return app;
}

const post = (to: App, payload: unknown, headers: Record<string, string> = {}) =>
  to.inject({
    method: "POST",
    url: "/api/test/open",
    payload: payload as object,
    headers: { "content-type": "application/json", ...headers },
  });

const good = { password: "twenty characters at the least", count: 1 };

test("every error is a problem document with a stable code and the id the log has", async () => {
  const to = await appWith();
  const cases = [
    [await to.inject("/api/nothing"), 404, "not_found"],
    [await to.inject({ method: "DELETE", url: "/api/welcome" }), 405, "method_not_allowed"],
    [await to.inject("/api/%E0%A4%A"), 400, "bad_request"],
    [await to.inject("/api/map"), 401, "not_signed_in"],
    [await post(to, "{ no json"), 400, "bad_request"],
    [await post(to, ""), 400, "bad_request"],
    [await post(to, "a=b", { "content-type": "application/x-www-form-urlencoded" }), 415, "unsupported_media_type"],
    [await post(to, { ...good, password: "x".repeat(1_100_000) }), 413, "too_large"],
    [await post(to, { password: "short" }), 400, "bad_request"],
    [await to.inject("/api/test/broken"), 500, "internal"],
  ] as const;
  for (const [reply, status, code] of cases) {
    expect(reply.headers["content-type"], code).toMatch(/^application\/problem\+json/);
    expect(Problem.parse(reply.json())).toMatchObject({
      status,
      code,
      requestId: expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(reply.statusCode).toBe(status);
    expect(reply.headers["cache-control"]).toBe("no-store");
  }
});

test("a wrong request is told what is wrong, and no value of a body comes back", async () => {
  const reply = await post(await appWith(), { password: "hunter2", count: "many" });
  expect(reply.json().issues).toEqual([
    { at: "body.password", expected: expect.stringContaining("20"), received: "string" },
    { at: "body.count", expected: "number", received: "string" },
  ]);
  expect(reply.body).not.toMatch(/hunter2|many/);
});

test("what nobody foresaw keeps its words to the log", async () => {
  const lines: string[] = [];
  const to = await appWith({ log: pino({ level: "error" }, { write: (line) => lines.push(line) }) });
  const reply = await to.inject("/api/test/broken");
  expect(reply.body).not.toMatch(/swordfish|at .*\.ts/);
  expect(lines.join()).toContain("swordfish");
  expect(lines.join()).toContain(reply.json().requestId);
});

test("a field the contract does not name never leaves, and a reply against the contract is an error of ours", async () => {
  const to = await appWith();
  expect((await post(to, good)).json()).toEqual({ kept: "yes" });
  expect((await to.inject({ url: "/api/test/broken", headers: { "x-lie": "1" } })).statusCode).toBe(500);
});

test("a write needs the session's own token, and comes from no other site", async () => {
  const sessions = new MemorySessions();
  const to = await appWith({ sessions });
  const { token, session } = sessions.admit();
  const put = async (headers: Record<string, string>) => {
    const reply = await to.inject({
      method: "PUT",
      url: "/api/test/own",
      headers: { cookie: `gas_session=${token}`, ...headers },
    });
    return reply.statusCode === 200 ? "in" : reply.json().code;
  };
  const right = { "x-csrf-token": session.csrf };
  expect(await put(right)).toBe("in");
  expect(await put({ ...right, origin: "http://localhost:80", "sec-fetch-site": "same-origin" })).toBe("in");
  expect(await put({})).toBe("csrf");
  expect(await put({ "x-csrf-token": sessions.admit().session.csrf })).toBe("csrf");
  expect(await put({ ...right, origin: "http://evil.example" })).toBe("csrf");
  expect(await put({ ...right, origin: "null" })).toBe("csrf");
  expect(await put({ ...right, "sec-fetch-site": "cross-site" })).toBe("csrf");
  expect(await put({ ...right, "sec-fetch-site": "same-site" })).toBe("csrf");
});

test("signing in is refused to another site's page before any password is looked at", async () => {
  const to = await appWith();
  const payload = { account: "province", password: "whatever it is" };
  const reply = await to.inject({
    method: "POST",
    url: "/api/session",
    payload,
    headers: { origin: "http://evil.example" },
  });
  expect(reply.json()).toMatchObject({ status: 403, code: "csrf" });
});

test("a stranger's body is not even read", async () => {
  const to = await appWith();
  const reply = await to.inject({
    method: "PUT",
    url: "/api/test/own",
    payload: "{ no json",
    headers: { "content-type": "application/json" },
  });
  expect(reply.json().code).toBe("not_signed_in");
});

test("too many requests are refused by address, and a session has its own count", async () => {
  const sessions = new MemorySessions();
  const { config } = fakeDeps();
  const to = await appWith({ sessions, config: { ...config, RATE_LIMIT: 3 } });
  for (let i = 0; i < 3; i += 1) expect((await to.inject("/api/welcome")).statusCode).toBe(200);
  const refused = await to.inject("/api/welcome");
  expect(refused.json()).toMatchObject({ status: 429, code: "too_many_requests" });
  expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
  const cookie = `gas_session=${sessions.admit().token}`;
  expect((await to.inject({ url: "/api/welcome", headers: { cookie } })).statusCode).toBe(200);
  expect((await to.inject("/healthz")).statusCode).toBe(200);
});

test("answers say what a page may load: nothing from elsewhere, nothing inline, in no frame", async () => {
  const { headers } = await (await appWith()).inject("/api/welcome");
  const policy = String(headers["content-security-policy"]);
  expect(policy).toMatch(/^default-src 'none'/);
  expect(policy).toMatch(/frame-ancestors 'none'/);
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  expect(headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
  });
});

test("a base map of another origin opens the policy for that origin's data and pictures, and for nothing else", async () => {
  const policyWith = async (BASEMAP_STYLE: string) => {
    const to = await appWith({ config: { ...fakeDeps().config, BASEMAP_STYLE } });
    return String((await to.inject("/api/welcome")).headers["content-security-policy"]);
  };
  const own = await policyWith("/tiles/base.pmtiles");
  expect(own).not.toMatch(/https?:/);
  const other = await policyWith("https://maps.example:8443/styles/plain.json?key=1;script-src *");
  const opened = other.split(";").filter((directive) => directive.includes("maps.example"));
  expect(opened).toEqual([
    "img-src 'self' data: blob: https://maps.example:8443",
    "connect-src 'self' https://maps.example:8443",
  ]);
  expect(other.replaceAll(" https://maps.example:8443", "")).toBe(own);
});

test("a database that does not answer is said to be away for now, not an error of ours", async () => {
  const reply = await (await appWith()).inject({ url: "/api/test/broken", headers: { "x-gone": "1" } });
  expect([reply.statusCode, reply.json().code, reply.headers["retry-after"]]).toEqual([503, "not_ready", "2"]);
  expect(reply.body).not.toContain("db.internal");
});

test("metrics are for this machine and for system administrators", async () => {
  const sessions = new MemorySessions();
  const to = await appWith({ sessions });
  const ask = async (headers: Record<string, string>, remoteAddress = "10.1.2.3") =>
    (await to.inject({ url: "/metrics", headers, remoteAddress })).statusCode;
  const cookie = (role: "system_admin" | "supervisor") => ({ cookie: `gas_session=${sessions.admit({ role }).token}` });
  expect(await ask({}, "127.0.0.1")).toBe(200);
  expect(await ask({ "x-forwarded-for": "10.1.2.3" }, "127.0.0.1")).toBe(401);
  expect(await ask({})).toBe(401);
  expect(await ask(cookie("supervisor"))).toBe(403);
  expect(await ask(cookie("system_admin"))).toBe(200);
});

test("the metrics count requests by route, not by address", async () => {
  const to = await appWith();
  await to.inject("/api/stations/secret-name");
  await to.inject("/api/welcome");
  const { body } = await to.inject({ url: "/metrics", remoteAddress: "127.0.0.1" });
  expect(body).toMatch(/http_request_duration_seconds_count\{method="GET",route="\/api\/welcome",status="200"\} 1/);
  expect(body).toContain('route="/api/stations/:id"');
  expect(body).not.toContain("secret-name");
});

test("not ready says what is missing", async () => {
  const to = await appWith({ broker: { isReady: () => false } });
  expect((await to.inject("/readyz")).json()).toMatchObject({
    status: 503,
    code: "not_ready",
    detail: expect.stringContaining("broker"),
  });
  expect((await to.inject("/healthz")).json()).toEqual({ status: "ok" });
});

test("the built pages: assets for ever and compressed, the page each time anew, and for every address of its own", async () => {
  const dist = mkdtempSync(join(tmpdir(), "gas-dist-"));
  try {
    mkdirSync(join(dist, "assets"));
    mkdirSync(join(dist, ".vite"));
    writeFileSync(join(dist, "index.html"), "<!doctype html><title>map</title>");
    writeFileSync(join(dist, "assets/app-abc.js"), "export const map = 1;\n".repeat(500));
    writeFileSync(join(dist, "assets/map-abc.js"), "export const map = 1;\n".repeat(500));
    writeFileSync(join(dist, "assets/map-abc.js.br"), brotliCompressSync("export const packed = 1;\n"));
    writeFileSync(join(dist, ".vite/manifest.json"), "{}");
    const to = await appWith({ dist });
    const asset = await to.inject({ url: "/assets/app-abc.js", headers: { "accept-encoding": "br" } });
    expect(asset.headers).toMatchObject({
      "content-encoding": "br",
      "cache-control": "public, max-age=31536000, immutable",
    });
    // What the build has packed is sent as it lies there; who does not take it gets the file itself.
    const packed = await to.inject({ url: "/assets/map-abc.js", headers: { "accept-encoding": "gzip, br" } });
    expect(packed.headers).toMatchObject({
      "content-encoding": "br",
      "content-type": expect.stringContaining("javascript"),
      "cache-control": "public, max-age=31536000, immutable",
      vary: expect.stringContaining("accept-encoding"),
    });
    expect(brotliDecompressSync(packed.rawPayload).toString()).toContain("packed");
    const plain = await to.inject({ url: "/assets/map-abc.js", headers: { "accept-encoding": "gzip" } });
    expect(gunzipSync(plain.rawPayload).toString()).toContain("map");
    for (const url of ["/", "/?area=130100", "/anything/below"]) {
      const page = await to.inject(url);
      expect([page.statusCode, page.headers["cache-control"]]).toEqual([200, "no-cache"]);
      expect(page.body).toContain("<title>map</title>");
    }
    for (const url of ["/assets/gone.js", "/api/gone", "/tiles/gone", "/.vite/manifest.json", "/favicon.ico"]) {
      expect((await to.inject(url)).json()).toMatchObject({ status: 404, code: "not_found" });
    }
    expect((await to.inject("/../package.json")).body).not.toContain("dependencies");
    expect((await to.inject("/%2e%2e/package.json")).body).not.toContain("dependencies");
  } finally {
    rmSync(dist, { recursive: true });
  }
});

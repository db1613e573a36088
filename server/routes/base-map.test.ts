import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SESSION_COOKIE } from "#contract/session.ts";
import { buildApp } from "#server/app.ts";
import { readConfig } from "#server/config.ts";
import type { App } from "#server/deps.ts";
import { fakeDeps, MemorySessions } from "#server/testing/fakes.ts";
import { baseMapRoutesFrom, rangeOf } from "./base-map.ts";

const folder = mkdtempSync(join(tmpdir(), "base-map-"));
const sessions = new MemorySessions();
const cookie = `${SESSION_COOKIE}=${sessions.admit().token}`;
const archive = Buffer.from("0123456789");
let app: App;

beforeAll(async () => {
  writeFileSync(join(folder, "base.pmtiles"), archive);
  writeFileSync(join(folder, "secret.txt"), "no");
  // The routes stand in the application already, for the real folder: here they are alone, below a prefix.
  const routes = baseMapRoutesFrom(
    pathToFileURL(`${folder}/`),
    async () => new Response(archive, { headers: { "content-type": "image/png" } }),
  );
  const deps = fakeDeps({ sessions, config: { ...readConfig({ TIANDITU_KEY: "k" }), MAX_LAG_MS: 0 } });
  app = await buildApp(deps, [
    async (whole, its) => {
      await whole.register(async (below) => routes(below as unknown as App, its), { prefix: "/alone" });
    },
  ]);
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

const ask = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ url: `/alone${url}`, headers: { cookie, ...headers } });

describe("an archive of the base map", () => {
  test("is served whole and in ranges", async () => {
    const whole = await ask("/tiles/base.pmtiles");
    expect([whole.statusCode, whole.body, whole.headers["accept-ranges"]]).toEqual([200, "0123456789", "bytes"]);
    const part = await ask("/tiles/base.pmtiles", { range: "bytes=2-4" });
    expect([part.statusCode, part.body, part.headers["content-range"]]).toEqual([206, "234", "bytes 2-4/10"]);
    const past = await ask("/tiles/base.pmtiles", { range: "bytes=10-" });
    expect([past.statusCode, past.headers["content-range"]]).toEqual([416, "bytes */10"]);
  });

  test.each(["/tiles/none.pmtiles", "/tiles/..%2Fsecret.pmtiles", "/tiles/secret.txt", "/tiles/%2e%2e.pmtiles"])(
    "is not %s",
    async (url) => {
      expect([400, 404]).toContain((await ask(url)).statusCode);
    },
  );
});

describe("天地图", () => {
  test("comes through for its layers and places alone, with no key in sight", async () => {
    const tile = await ask("/tiles/tianditu/vec_w/7/104/49");
    expect([tile.statusCode, tile.headers["content-type"]]).toEqual([200, "image/png"]);
    for (const url of [
      "/tiles/tianditu/other/7/104/49",
      "/tiles/tianditu/vec_w/7/128/49",
      "/tiles/tianditu/vec_w/19/1/1",
    ])
      expect([400, 404], url).toContain((await ask(url)).statusCode);
  });

  test("is not there without a key", async () => {
    const keyless = await buildApp(fakeDeps({ sessions }));
    expect((await keyless.inject({ url: "/tiles/tianditu/vec_w/7/104/49", headers: { cookie } })).statusCode).toBe(404);
    await keyless.close();
  });
});

describe("a range", () => {
  test("is what Array.slice gives for first and last, and for a suffix", () => {
    const bytes = Array.from({ length: 20 }, (_, i) => i);
    const cut = (header: string) => {
      const range = rangeOf(header, 20);
      return range === "bad" ? [] : range === null ? bytes : bytes.slice(range[0], range[1] + 1);
    };
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), (a, b) => {
        expect(cut(`bytes=${a}-${b}`)).toEqual(a <= b ? bytes.slice(a, b + 1) : []);
        expect(cut(`bytes=${a}-`)).toEqual(bytes.slice(a));
        expect(cut(`bytes=-${a}`)).toEqual(a === 0 ? [] : bytes.slice(-a));
      }),
    );
    for (const odd of [undefined, "bytes=-", "bytes=0-1,3-4", "lines=1-2"]) expect(rangeOf(odd, 20)).toBeNull();
  });
});

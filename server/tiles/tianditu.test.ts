import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTianditu } from "./tianditu.ts";

const KEY = "secret-key-0123456789";
const PICTURE = Buffer.from("89504e470d0a1a0a", "hex");
const asked: URL[] = [];
let answer: { status: number; type: string; body: Buffer } = { status: 200, type: "image/png", body: PICTURE };
let server: Server;

/** The service, faked on a port of this machine; the client's own addresses, host apart, are what is asked. */
const toFake = (url: URL, signal: AbortSignal) => {
  asked.push(url);
  const { port } = server.address() as AddressInfo;
  return fetch(`http://127.0.0.1:${port}${url.pathname}${url.search}`, { signal });
};

beforeAll(async () => {
  server = createServer((_, reply) => {
    reply.writeHead(answer.status, { "content-type": answer.type }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => server.close());
beforeEach(() => {
  asked.length = 0;
  answer = { status: 200, type: "image/png", body: PICTURE };
});

describe("天地图 by way of the server", () => {
  test("asks WMTS for the layer with the key, and hands on the picture", async () => {
    const tile = await createTianditu(KEY, toFake)("cva_w", { z: 7, x: 104, y: 49 });
    expect(tile.type).toBe("image/png");
    expect(Buffer.from(tile.bytes)).toEqual(PICTURE);
    const [url] = asked as [URL];
    expect(url.host).toMatch(/^t[0-7]\.tianditu\.gov\.cn$/);
    expect(url.pathname).toBe("/cva_w/wmts");
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      LAYER: "cva",
      TILEMATRIXSET: "w",
      TILEMATRIX: "7",
      TILEROW: "49",
      TILECOL: "104",
      tk: KEY,
    });
  });

  test("asks once for a tile wanted twice, at once or later", async () => {
    const tianditu = createTianditu(KEY, toFake);
    await Promise.all([tianditu("vec_w", { z: 7, x: 1, y: 2 }), tianditu("vec_w", { z: 7, x: 1, y: 2 })]);
    await tianditu("vec_w", { z: 7, x: 1, y: 2 });
    expect(asked).toHaveLength(1);
    await tianditu("img_w", { z: 7, x: 1, y: 2 });
    expect(asked).toHaveLength(2);
  });

  test.each([
    ["an error", { status: 403, type: "image/png", body: PICTURE }, "answered 403"],
    ["a page", { status: 200, type: "text/html", body: Buffer.from("<script>") }, "answered 200 with text/html"],
    ["an SVG, which may hold a script", { status: 200, type: "image/svg+xml", body: Buffer.from("<svg/>") }, "svg"],
    ["too much", { status: 200, type: "image/png", body: Buffer.alloc(1024 * 1024 + 1) }, "more than"],
    ["nothing", { status: 200, type: "image/png", body: Buffer.alloc(0) }, "empty"],
  ])("refuses %s, and asks again next time", async (_, wrong, words) => {
    answer = wrong;
    const tianditu = createTianditu(KEY, toFake);
    const failed = tianditu("vec_w", { z: 7, x: 1, y: 2 });
    await expect(failed).rejects.toThrow(words);
    await expect(failed).rejects.not.toThrow(KEY);
    answer = { status: 200, type: "image/png", body: PICTURE };
    await expect(tianditu("vec_w", { z: 7, x: 1, y: 2 })).resolves.toMatchObject({ type: "image/png" });
  });

  test("says no more than that there is no connection", async () => {
    const tianditu = createTianditu(KEY, (url) => Promise.reject(new TypeError(`fetch failed: ${url}`)));
    await expect(tianditu("vec_w", { z: 7, x: 1, y: 2 })).rejects.toThrow(/^no connection$/);
  });
});

import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COLUMN_NAMES, columnPath, FINE_COLUMNS, OUT_OF_SIGHT } from "#contract/pipe-classes.ts";
import { Problem } from "#contract/problem.ts";
import { SESSION_COOKIE } from "#contract/session.ts";
import { COUNTY, network, PROVINCE, ServedNetwork } from "./testing/served-network.ts";

const served = new ServedNetwork();
const { get } = served;
beforeAll(() => served.open());
afterAll(() => served.app.close());

describe("a column", () => {
  const countOf = { pipes: 3, stations: 2, tags: 3 };
  const widthOf = (name: (typeof COLUMN_NAMES)[number]) =>
    name in FINE_COLUMNS
      ? FINE_COLUMNS[name as keyof typeof FINE_COLUMNS]
      : { of: "pipes" as const, bytes: 1, width: 1 };

  test.each(COLUMN_NAMES)("%s is there for each thing, and all ones for those out of sight", async (name) => {
    const { of, bytes, width } = widthOf(name);
    const whole = (await get(columnPath(name, "v1"))).rawPayload;
    const mine = (await get(columnPath(name, "v1"), COUNTY)).rawPayload;
    const each = bytes * width;
    expect(whole.length).toBe(countOf[of] * each);
    const rows = network[of];
    rows.forEach((row, i) => {
      const part = mine.subarray(i * each, (i + 1) * each);
      if (row.area_code !== "130102") expect(part).toEqual(Buffer.alloc(each, OUT_OF_SIGHT));
      else if (name !== "enterprise" && row.id !== "T2") expect(part).toEqual(whole.subarray(i * each, (i + 1) * each));
    });
  });

  test("tells facts, places and links as the contract says", async () => {
    const of = async (name: (typeof COLUMN_NAMES)[number], scope = PROVINCE) =>
      (await get(columnPath(name, "v1"), scope)).rawPayload;
    expect((await of("laidYear"))[0]).toBe(101);
    expect((await of("flow"))[0]).toBe(2);
    expect((await of("patrolDay")).readUInt16LE(0)).toBe(Date.parse("2026-11-20") / 86_400_000);
    const place = await of("stationPlace");
    expect((place.readUInt32LE(0) / 2 ** 32) * 360 - 180).toBeCloseTo(114.51, 6);
    expect((Math.atan(Math.sinh(Math.PI * (1 - (2 * place.readUInt32LE(4)) / 2 ** 32))) * 180) / Math.PI).toBeCloseTo(
      38.001,
      6,
    );
    expect((await of("tagStation")).readUInt32LE(4)).toBe(1);
    // A tag in sight at a station out of sight does not say which.
    expect((await of("tagStation", COUNTY)).readUInt32LE(4)).toBe(0xffffffff);
  });

  test("goes out as the client takes it, and not again while it is the same", async () => {
    const url = columnPath("level", "v1");
    const plain = await get(url);
    expect(plain.headers).toMatchObject({
      "content-type": "application/octet-stream",
      "cache-control": "private, no-cache",
    });
    expect(plain.headers.vary).toMatch(/cookie/i);
    const br = await get(url, PROVINCE, { "accept-encoding": "br, gzip" });
    expect(br.headers["content-encoding"]).toBe("br");
    expect(brotliDecompressSync(br.rawPayload)).toEqual(plain.rawPayload);
    const gz = await get(url, PROVINCE, { "accept-encoding": "gzip" });
    expect(gunzipSync(gz.rawPayload)).toEqual(plain.rawPayload);
    const again = await get(url, PROVINCE, { "if-none-match": String(plain.headers.etag) });
    expect([again.statusCode, again.rawPayload.length]).toEqual([304, 0]);
    const theirs = await get(url, COUNTY, { "if-none-match": String(plain.headers.etag) });
    expect(theirs.statusCode).toBe(200);
  });

  test("is of the version asked for, or a conflict", async () => {
    expect((await get(columnPath("level", "v0"))).rawPayload.length).toBe(1);
    const gone = await get(columnPath("level", "v-1"));
    expect([gone.statusCode, Problem.parse(gone.json()).code]).toEqual([409, "conflict"]);
    expect((await get("/api/network/columns/level")).rawPayload.length).toBe(3);
  });

  test("of no such name is not found, and none is for strangers or administrators", async () => {
    for (const name of ["colour", "__proto__", "lengthM", "%00"])
      expect((await get(`/api/network/columns/${name}`)).statusCode).toBe(404);
    expect((await served.app.inject(columnPath("level", "v1"))).statusCode).toBe(401);
    const { token } = served.sessions.admit({ role: "system_admin" });
    const asAdmin = await served.app.inject({
      url: columnPath("level", "v1"),
      headers: { cookie: `${SESSION_COOKIE}=${token}` },
    });
    expect(asAdmin.statusCode).toBe(403);
  });

  test("of pressure follows the live values within seconds, and the age its calendar", async () => {
    const first = async (name: "pressure" | "age") => (await get(columnPath(name, "v1"))).rawPayload[0];
    served.now += 60_000;
    served.told = new Map([["T1", { value: 2.5, state: 1 }]]);
    expect(await first("pressure")).toBe(1);
    served.told = new Map([["T1", { value: 2.5, state: 3 }]]);
    served.now += 5000;
    expect(await first("pressure")).toBe(10);
    expect(await first("age")).toBe(4);
    served.now = Date.UTC(2030, 11, 31, 16);
    expect(await first("age")).toBe(5);
  });
});

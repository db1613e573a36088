import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Scope } from "#contract/scope.ts";
import { SESSION_COOKIE } from "#contract/session.ts";
import { PIPE_TILE, STATION_TILE, TILE_MAX_ZOOM, TILE_MIN_ZOOM } from "#contract/tiles.ts";
import { buildApp } from "#server/app.ts";
import type { App } from "#server/deps.ts";
import { encodingFor } from "#server/http/packed-bytes.ts";
import { fakeDeps, MemorySessions } from "#server/testing/fakes.ts";
import type { PipeRow, StationRow } from "#server/tiles/pages-of-rows.ts";
import { sightOf } from "#server/tiles/sight.ts";
import type { Snapshot, SnapshotStore } from "#server/tiles/snapshot.ts";
import { decode, snapshotFrom, UNITS } from "#server/tiles/testing/network.ts";
import { tileAt } from "#server/tiles/testing/oracle.ts";
import { MVT_TYPE } from "./tiles.ts";

const pipe = (id: string, area_code: string, enterprise_id: string): PipeRow => ({
  id,
  area_code,
  enterprise_id,
  pressure_level: "HP_A",
  material: "steel",
  status: "in_service",
  gas_kind: "urban_ng",
  dn_mm: 500,
  path: [
    [114.5, 38 + Number(id.slice(1)) / 500],
    [114.52, 38 + Number(id.slice(1)) / 500],
  ],
});
const station = (id: string, area_code: string): StationRow => ({
  id,
  area_code,
  enterprise_id: "E1",
  name: `CANARY-${area_code}`,
  kind: "city_gate",
  gas_kind: "urban_ng",
  lngLat: [114.51, 38.001],
});

const network = {
  pipes: [pipe("P1", "130102", "E1"), pipe("P2", "130104", "E2"), pipe("P3", "130202", "E1")],
  stations: [station("S1", "130102"), station("S2", "130202")],
};
const snapshot = snapshotFrom(network);
const at = tileAt([114.51, 38.002], 12);
const url = `/tiles/network/${at.z}/${at.x}/${at.y}.mvt`;

const holds = (one: Snapshot): Pick<SnapshotStore, "current" | "sight"> => ({
  current: () => one,
  sight: (scope) => sightOf(scope, one, UNITS),
});
const old: Snapshot = { ...snapshotFrom({ pipes: network.pipes.slice(0, 1) }), version: "v0" };
const snapshots: SnapshotStore = {
  ...holds(snapshot),
  refresh: async () => snapshot,
  onChange: () => () => undefined,
  at: (version) => (version === "v1" ? holds(snapshot) : version === "v0" ? holds(old) : undefined),
};

const sessions = new MemorySessions();
const cookieOf = (scope: Scope, role: "supervisor" | "system_admin" = "supervisor") =>
  `${SESSION_COOKIE}=${sessions.admit({ scope, role }).token}`;
const area = (level: "province" | "city" | "county", areaCode: string): Scope => ({
  level,
  areaCode,
  enterpriseId: null,
});
const province = cookieOf(area("province", "130000"));
const enterprise = (enterpriseId: string): Scope => ({ level: "enterprise", areaCode: "130102", enterpriseId });

let app: App;
beforeAll(async () => {
  app = await buildApp(fakeDeps({ snapshots, sessions }));
});
afterAll(() => app.close());

const ask = (path: string, headers: Record<string, string> = {}) => app.inject({ url: path, headers });
const pipesIn = (body: Buffer) =>
  decode(body, PIPE_TILE.layer)
    .map((f) => snapshot.pipeId(f.id))
    .toSorted();

describe("a tile's address", () => {
  test("answers nobody without a session, and no administrator", async () => {
    for (const path of [
      url,
      url.replace("network", "area"),
      "/tiles/network.json",
      "/tiles/area.json",
      "/tiles/x.pmtiles",
      "/tiles/tianditu/vec_w/7/1/1",
    ]) {
      expect((await ask(path)).statusCode, path).toBe(401);
      const admin = cookieOf(area("province", "130000"), "system_admin");
      expect((await ask(path, { cookie: admin })).statusCode, path).toBe(403);
    }
  });

  test.each([
    [area("province", "130000"), ["P1", "P2", "P3"]],
    [area("city", "130100"), ["P1", "P2"]],
    [area("county", "130104"), ["P2"]],
    [area("county", "139999"), []],
    [enterprise("E1"), ["P1", "P3"]],
    [enterprise("E9"), []],
  ] as const)("gives %j what is theirs, whoever asked before", async (scope, expected) => {
    await ask(url, { cookie: province });
    const reply = await ask(url, { cookie: cookieOf(scope) });
    expect(reply.statusCode).toBe(expected.length > 0 ? 200 : 204);
    expect(pipesIn(reply.rawPayload)).toEqual(expected);
    const canaries = reply.rawPayload.toString("latin1").match(/CANARY-\d+/g) ?? [];
    for (const canary of canaries)
      expect(
        network.stations.find(
          (s) =>
            s.name === canary &&
            (scope.level === "province" ||
              scope.level === "enterprise" ||
              s.area_code.startsWith(scope.areaCode.slice(0, 4))),
        ),
      ).toBeDefined();
  });

  test("says its type, that no shared cache may keep it, and that it depends on who asks", async () => {
    const reply = await ask(url, { cookie: province });
    expect(reply.headers["content-type"]).toBe(MVT_TYPE);
    expect(reply.headers["cache-control"]).toBe("private, no-cache");
    expect(String(reply.headers.vary).toLowerCase()).toContain("cookie");
    expect(decode(reply.rawPayload, STATION_TILE.layer)).toHaveLength(2);
  });

  test("answers 304 to who holds the same tile, and the tile to who holds another's", async () => {
    const { headers } = await ask(url, { cookie: province });
    const etag = String(headers.etag);
    const again = await ask(url, { cookie: province, "if-none-match": `"other", W/${etag}` });
    expect([again.statusCode, again.rawPayload.length, again.headers.etag]).toEqual([304, 0, etag]);
    const county = cookieOf(area("county", "130104"));
    expect((await ask(url, { cookie: county, "if-none-match": etag })).statusCode).toBe(200);
  });

  test("compresses as the client wishes, with a tag of its own for each", async () => {
    const plain = await ask(url, { cookie: province, "accept-encoding": "identity" });
    const br = await ask(url, { cookie: province, "accept-encoding": "gzip, deflate, br, zstd" });
    const gzip = await ask(url, { cookie: province, "accept-encoding": "br;q=0, gzip" });
    expect([plain, br, gzip].map((r) => r.headers["content-encoding"])).toEqual([undefined, "br", "gzip"]);
    expect(brotliDecompressSync(br.rawPayload)).toEqual(plain.rawPayload);
    expect(gunzipSync(gzip.rawPayload)).toEqual(plain.rawPayload);
    expect(new Set([plain, br, gzip].map((r) => r.headers.etag)).size).toBe(3);
  });

  test("keeps to the numbering that was asked for: the newest, the one before, or none", async () => {
    const current = await ask(`${url}?v=v1`, { cookie: province });
    const before = await ask(`${url}?v=v0`, { cookie: province });
    expect([pipesIn(current.rawPayload).length, pipesIn(before.rawPayload).length]).toEqual([3, 1]);
    const gone = await ask(`${url}?v=v-1`, { cookie: province });
    expect([gone.statusCode, gone.json().code]).toEqual([409, "conflict"]);
  });

  test.each([
    ["/tiles/network/3/1/1.mvt", 404],
    ["/tiles/network/16/1/1.mvt", 404],
    ["/tiles/network/8/256/1.mvt", 404],
    ["/tiles/network/8/1/-1.mvt", 400],
    ["/tiles/network/8/1/1.5.mvt", 400],
    ["/tiles/network/8/1/123456789123456789.mvt", 400],
    ["/tiles/nothing/8/1/1.mvt", 400],
    ["/tiles/network/8/1/1.png", 404],
  ])("refuses %s with %i and says why", async (path, status) => {
    const reply = await ask(path, { cookie: province });
    expect(reply.statusCode).toBe(status);
    expect(reply.headers["content-type"]).toContain("application/problem+json");
  });

  test("waits for the first snapshot", async () => {
    const notYet: SnapshotStore = {
      ...snapshots,
      current: () => {
        throw new Error("not built");
      },
    };
    const early = await buildApp(fakeDeps({ snapshots: notYet, sessions }));
    expect((await early.inject({ url, headers: { cookie: province } })).statusCode).toBe(503);
    await early.close();
  });
});

describe("TileJSON", () => {
  test.each(["network", "area"])("of %s describes where its tiles are and what they hold", async (set) => {
    const reply = await ask(`/tiles/${set}.json`, { cookie: province, host: "map.example:8080" });
    const json = reply.json();
    expect(json).toMatchObject({
      tilejson: "3.0.0",
      scheme: "xyz",
      minzoom: TILE_MIN_ZOOM,
      maxzoom: TILE_MAX_ZOOM,
      tiles: [`http://map.example:8080/tiles/${set}/{z}/{x}/{y}.mvt`],
    });
    expect(json.bounds).toHaveLength(4);
    expect(json.center[0]).toBeCloseTo((json.bounds[0] + json.bounds[2]) / 2, 9);
    for (const layer of json.vector_layers) expect(Object.keys(layer.fields).length, layer.id).toBeGreaterThan(0);
  });
});

test("the bounds of the network are those of the caller's sight", async () => {
  const bounds = async (scope: Scope) => (await ask("/tiles/network.json", { cookie: cookieOf(scope) })).json().bounds;
  const own = await bounds(area("county", "130104"));
  expect(own[1]).toBeCloseTo(38 + 2 / 500, 6);
  expect(own[3]).toBeCloseTo(38 + 2 / 500, 6);
  expect((await bounds(area("province", "130000")))[3]).toBeCloseTo(38 + 3 / 500, 6);
});

describe("the choice of encoding", () => {
  test.each([
    [undefined, "identity"],
    ["", "identity"],
    ["*", "br"],
    ["*, br;q=0", "gzip"],
    ["GZIP;q=0.5", "gzip"],
    ["br;q=0.000, gzip;q=0", "identity"],
  ])("for %j is %s", (accept, expected) => {
    expect(encodingFor(accept)).toBe(expected);
  });
});

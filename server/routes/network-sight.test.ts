import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NetworkCounts, selectPipes } from "#contract/network.ts";
import { COLOR_BYS, COLUMN_NAMES, columnPath, FINE_COLUMNS, OUT_OF_SIGHT } from "#contract/pipe-classes.ts";
import { Problem } from "#contract/problem.ts";
import type { Scope } from "#contract/scope.ts";
import { SESSION_COOKIE } from "#contract/session.ts";
import { buildApp } from "#server/app.ts";
import type { App } from "#server/deps.ts";
import { fakeDeps, fakeLive, MemorySessions } from "#server/testing/fakes.ts";
import type { PipeRow, StationRow, TagRow } from "#server/tiles/pages-of-rows.ts";
import { sightOf } from "#server/tiles/sight.ts";
import type { Snapshot, SnapshotStore } from "#server/tiles/snapshot.ts";
import { liveColumns } from "#server/tiles/testing/classes-by-hand.ts";
import { snapshotFrom, UNITS } from "#server/tiles/testing/network.ts";

const pipe = (id: string, area_code: string, enterprise_id: string): PipeRow => ({
  id,
  area_code,
  enterprise_id,
  pressure_level: "HP_A",
  material: "steel",
  status: "in_service",
  gas_kind: "urban_ng",
  dn_mm: 500,
  length_m: 1000,
  laid_year: 2001,
  operating_kpa: 3000,
  flow_m3h: -4,
  last_patrolled: "2026-11-20",
  from_node: `N${id}`,
  path: [
    [114.5, 38 + Number(id.slice(1)) / 500],
    [114.52, 38 + Number(id.slice(1)) / 500],
  ],
});
const station = (id: string, area_code: string): StationRow => ({
  id,
  area_code,
  enterprise_id: "E1",
  name: id,
  kind: "city_gate",
  gas_kind: "lpg",
  lngLat: [114.51, 38.001],
});
const tag = (id: string, area_code: string, station_id: string, node_id: string): TagRow => ({
  id,
  area_code,
  enterprise_id: "E1",
  kind: "pressure",
  station_id,
  node_id,
});
const network = {
  pipes: [pipe("P1", "130102", "E1"), pipe("P2", "130104", "E2"), pipe("P3", "130202", "E1")],
  stations: [station("S1", "130102"), station("S2", "130202")],
  // T2 is this county's and hangs on the other one's station.
  tags: [tag("T1", "130102", "S1", "NP1"), tag("T2", "130102", "S2", "x"), tag("T3", "130202", "S2", "NP3")],
};
const snapshot = snapshotFrom(network);
const old: Snapshot = { ...snapshotFrom({ pipes: network.pipes.slice(0, 1) }), version: "v0" };
const holds = (one: Snapshot): Pick<SnapshotStore, "current" | "sight"> => ({
  current: () => one,
  sight: (scope) => sightOf(scope, one, UNITS),
});
const snapshots: SnapshotStore = {
  ...holds(snapshot),
  refresh: async () => snapshot,
  onChange: () => () => undefined,
  at: (version) => (version === "v1" ? holds(snapshot) : version === "v0" ? holds(old) : undefined),
};

const sessions = new MemorySessions();
let told = new Map([["T1", { value: 150, state: 0 }]]);
let now = Date.UTC(2026, 10, 25);
let app: App;
beforeAll(async () => {
  const live = { ...fakeLive(snapshot), columns: () => liveColumns(snapshot, told) };
  app = await buildApp(fakeDeps({ snapshots, sessions, live, now: () => now }));
});
afterAll(() => app.close());

const PROVINCE: Scope = { level: "province", areaCode: "130000", enterpriseId: null };
const COUNTY: Scope = { level: "county", areaCode: "130102", enterpriseId: null };
const headersFor = (scope: Scope) => {
  const { token, session } = sessions.admit({ scope });
  return { cookie: `${SESSION_COOKIE}=${token}`, "x-csrf-token": session.csrf };
};
const get = (url: string, scope = PROVINCE, headers: Record<string, string> = {}) =>
  app.inject({ url, headers: { ...headersFor(scope), ...headers } });
const post = (url: string, payload: object, scope = PROVINCE) =>
  app.inject({ method: "POST", url, payload, headers: headersFor(scope) });

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
    expect((await app.inject(columnPath("level", "v1"))).statusCode).toBe(401);
    const { token } = sessions.admit({ role: "system_admin" });
    const asAdmin = await app.inject({
      url: columnPath("level", "v1"),
      headers: { cookie: `${SESSION_COOKIE}=${token}` },
    });
    expect(asAdmin.statusCode).toBe(403);
  });

  test("of pressure follows the live values within seconds, and the age its calendar", async () => {
    const first = async (name: "pressure" | "age") => (await get(columnPath(name, "v1"))).rawPayload[0];
    now += 60_000;
    told = new Map([["T1", { value: 2.5, state: 1 }]]);
    expect(await first("pressure")).toBe(1);
    told = new Map([["T1", { value: 2.5, state: 3 }]]);
    now += 5000;
    expect(await first("pressure")).toBe(10);
    expect(await first("age")).toBe(4);
    now = Date.UTC(2030, 11, 31, 16);
    expect(await first("age")).toBe(5);
  });
});

describe("counts and choices", () => {
  const bbox = [114.4, 37.9, 114.6, 38.1];
  const polygon = [
    [114.4, 37.9],
    [114.6, 37.9],
    [114.6, 38.1],
    [114.4, 38.1],
  ];

  test("are of what is in sight, and name its owners alone", async () => {
    for (const by of COLOR_BYS) {
      const whole = NetworkCounts.parse((await post("/api/network/count", { bbox, zoom: 12, by })).json());
      const mine = NetworkCounts.parse((await post("/api/network/count", { bbox, zoom: 12, by }, COUNTY)).json());
      const count = ({ shown }: NetworkCounts) => shown.reduce((n, one) => n + one.count, 0);
      expect([count(whole), count(mine)]).toEqual([3, 1]);
      expect(whole.owners).toEqual([
        { class: 0, id: "E1", name: "name of E1" },
        { class: 1, id: "E2", name: "name of E2" },
      ]);
      expect(mine.owners).toEqual([{ class: 0, id: "E1", name: "name of E1" }]);
    }
    const chosen = selectPipes.reply.parse((await post("/api/network/select", { polygon }, COUNTY)).json());
    expect(chosen).toMatchObject({
      snapshot: "v1",
      count: 1,
      lengthM: 1000,
      byLevel: [{ class: 1, count: 1, lengthM: 1000 }],
    });
    expect([...Buffer.from(chosen.seqs, "base64")]).toEqual([1]);
  });

  test.each([
    ["a box from east to west", "count", { bbox: [114.6, 37.9, 114.4, 38.1], zoom: 12, by: "level" }, "body.bbox"],
    ["a box over the date line", "count", { bbox: [170, 37.9, 190, 38.1], zoom: 12, by: "level" }, "body.bbox"],
    ["a zoom of no map", "count", { bbox, zoom: 99, by: "level" }, "body.zoom"],
    [
      "a class that is not there",
      "count",
      { bbox, zoom: 9, by: "level", filter: { only: { gas: [4] } } },
      "body.filter.only.gas",
    ],
    [
      "years the wrong way round",
      "count",
      { bbox, zoom: 9, by: "level", filter: { laid: [2020, 2000] } },
      "body.filter.laid",
    ],
    ["no day", "select", { polygon, filter: { patrolled: ["2026-02-30", "2026-03-01"] } }, "body.filter.patrolled.0"],
    ["two corners", "select", { polygon: polygon.slice(0, 2) }, "body.polygon"],
    ["a corner off the globe", "select", { polygon: [...polygon, [114, 91]] }, "body.polygon.4"],
    [
      "a polygon over the date line",
      "select",
      {
        polygon: [
          [-170, 1],
          [170, 1],
          [170, 2],
        ],
      },
      "body.polygon",
    ],
    [
      "more corners than anybody draws",
      "select",
      { polygon: Array.from({ length: 4001 }, () => [114, 38]) },
      "body.polygon",
    ],
  ])("%s is a bad request that says where", async (_, name, body, at) => {
    const reply = await post(`/api/network/${name}`, body);
    expect(reply.statusCode).toBe(400);
    const problem = Problem.parse(reply.json());
    expect(problem.issues?.map((issue) => issue.at)).toContain(at);
  });

  test("an area without network, a point and a polygon of thousands of corners are answered", async () => {
    const nothing = await post("/api/network/select", {
      polygon: [
        [0, 0],
        [1, 0],
        [0, 1],
      ],
    });
    expect(nothing.json()).toMatchObject({ count: 0, lengthM: 0, seqs: "", byLevel: [], byMaterial: [] });
    const point = await post("/api/network/select", {
      polygon: [
        [114.51, 38.5],
        [114.51, 38.5],
        [114.51, 38.5],
      ],
    });
    expect(point.json()).toMatchObject({ count: 0 });
    const ring = Array.from({ length: 4000 }, (_, i) => [114.51 + 0.2 * Math.cos(i), 38 + 0.2 * Math.sin(i)]);
    expect((await post("/api/network/select", { polygon: ring })).statusCode).toBe(200);
  });
});

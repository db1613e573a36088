import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LIVE_PATH } from "#contract/live-socket.ts";
import { countNetwork, selectPipes } from "#contract/network.ts";
import { COLUMN_NAMES, columnPath, FINE_COLUMNS, type FineColumn } from "#contract/pipe-classes.ts";
import type { AnyRoute } from "#contract/route.ts";
import { ROUTES } from "#contract/routes.ts";
import { BUSINESS_ROLES, type Level, ROLES, type Role } from "#contract/scope.ts";
import { SESSION_COOKIE } from "#contract/session.ts";
import { TILE_MAX_ZOOM, TILE_MIN_ZOOM } from "#contract/tiles.ts";
import { buildApp } from "./app.ts";
import { canary } from "./db/testing/canaries.ts";
import { describeOnBothEngines } from "./db/testing/engines.ts";
import type { App } from "./deps.ts";
import { Latest } from "./live/latest-store.ts";
import { readFrame } from "./live/testing/read-frame.ts";
import { leaks, OWNERS, plantCanaryWorld, SIGHTS, type Sighted } from "./testing/canary-world.ts";
import { fakeDeps, MemorySessions } from "./testing/fakes.ts";
import type { Sample } from "./testing/sample.ts";
import { addressOf, routeKey, SAMPLES } from "./testing/samples.ts";
import { ELSEWHERE, UNWALKED } from "./testing/unwalked.ts";
import { createSnapshotStore, type OwnedSnapshotStore } from "./tiles/store.ts";
import { openVideo, type Video } from "./video/video.ts";

const PLACE = { lng: 115, lat: 38 };
const FEW_LEVELS: ReadonlySet<Level> = new Set(["county", "enterprise"]);

const allows = ({ who }: AnyRoute, role: Role) => typeof who === "string" || who.includes(role);

describeOnBothEngines("no one sees what is not theirs", (bench) => {
  let app: App;
  let snapshots: OwnedSnapshotStore;
  let video: Video;
  const sessions = new MemorySessions();

  beforeAll(async () => {
    const db = bench.db();
    await plantCanaryWorld(db);
    const { log, config } = fakeDeps();
    snapshots = createSnapshotStore({ db, log, watchMs: 0 });
    const snapshot = await snapshots.refresh();
    const live = new Latest(db);
    live.adopt(snapshot);
    await live.load();
    video = await openVideo({ db, servers: new Map(), log });
    app = await buildApp(
      fakeDeps({ db, sessions, snapshots, live, video, config: { ...config, RATE_LIMIT: 1_000_000 } }),
    );
    await app.ready();
  });
  afterAll(async () => {
    await app.close();
    await video.close();
    await snapshots.close();
  });

  const admit = (role: Role, { scope }: Sighted) => {
    const { token, session } = sessions.admit({ role, scope, account: "reader", name: "reader" });
    return { cookie: `${SESSION_COOKIE}=${token}`, "x-csrf-token": session.csrf };
  };
  const ask = (route: AnyRoute, sample: Sample, headers: Record<string, string> = {}) =>
    app.inject({
      method: route.method,
      url: addressOf(route.path, sample),
      headers,
      ...(sample.body === undefined ? {} : { payload: sample.body }),
    });
  const samplesOf = (route: AnyRoute, owner = OWNERS[0]) =>
    owner ? (SAMPLES[routeKey(route)]?.(owner, snapshots.current()) ?? []) : [];
  const walked = ROUTES.filter((route) => !(routeKey(route) in ELSEWHERE));

  test("every address that is served is looked after by a test", () => {
    const known = new Set([...Object.keys(UNWALKED), ...ROUTES.map(({ path }) => path)]);
    const unknown = app.served.filter(({ url }) => !known.has(url));
    expect(unknown.map(({ method, url }) => `${method} ${url}`)).toEqual([]);
  });

  describe.each(walked.map((route) => [routeKey(route), route] as const))("%s", (_, route) => {
    test("has requests to walk with", () => expect(samplesOf(route)).not.toEqual([]));

    test("answers a stranger only when it is public", async () => {
      for (const sample of samplesOf(route)) {
        const { statusCode } = await ask(route, sample);
        expect(statusCode).toBe(route.who === "public" ? 200 : 401);
      }
    });

    test("refuses every role that the contract does not name, whatever the scope", async () => {
      for (const role of ROLES.filter((r) => !allows(route, r))) {
        for (const sight of SIGHTS) {
          const [sample] = samplesOf(route);
          const reply = await ask(route, sample ?? { unseen: 404 }, admit(role, sight));
          expect([role, sight.name, reply.statusCode]).toEqual([role, sight.name, 403]);
        }
      }
    });

    test("shows every other role what is in its scope, and nothing else", async () => {
      const [first, ...others] = ROLES.filter((r) => allows(route, r));
      // A scope is the same for every role: one role walks all owners, the others one inside and one outside.
      const few = (sight: Sighted) => [sight.sees[0], OWNERS.findLast((o) => !sight.sees.includes(o))];
      for (const role of first ? [first, ...others] : []) {
        for (const sight of role === first ? SIGHTS : SIGHTS.filter(({ scope }) => FEW_LEVELS.has(scope.level))) {
          const headers = admit(role, sight);
          for (const owner of role === first ? OWNERS : few(sight).filter((o) => o !== undefined)) {
            const expected = (s: Sample) => (sight.sees.includes(owner) ? 200 : s.unseen);
            for (const sample of samplesOf(route, owner)) {
              const reply = await ask(route, sample, headers);
              const what = `${role} of ${sight.name} asks for ${addressOf(route.path, sample)}`;
              expect(leaks(stripOwnWords(reply.body, sample) + JSON.stringify(reply.headers), sight), what).toEqual([]);
              const may = expected(sample) === "either" ? [200, 404] : [expected(sample)];
              expect(may, what).toContain(reply.statusCode);
            }
          }
        }
      }
    });
  });

  test("a list holds whoever is in sight: the walk above does not pass because everything is empty", async () => {
    const read = async (url: string, sight: Sighted, role: Role = "supervisor") =>
      (await app.inject({ url, headers: admit(role, sight) })).body;
    for (const sight of SIGHTS) {
      const bodies = await Promise.all([
        read("/api/enterprises", sight),
        read("/api/stations", sight),
        read("/api/datasets", sight),
        read("/api/search?q=canary&limit=50", sight),
        read("/api/alarms", sight),
        read("/api/alarm-journal", sight),
        read("/api/incidents", sight),
        read("/api/alarm-rules", sight),
        read("/api/maintenance", sight),
        read("/api/tasks", sight),
        read("/api/field/records", sight),
        read("/api/field/conflicts?state=any", sight),
        read("/api/field/tasks?whose=all", sight),
        read("/api/field/hazards?state=any", sight),
        read("/api/field/people", sight),
        read("/api/field/positions", sight),
        read(
          `/api/field/ways?from=${new Date(Date.now() - 43_200_000).toISOString()}&to=${new Date(Date.now() + 3_600_000).toISOString()}`,
          sight,
        ),
        read("/api/field/hazard-places", sight),
        read("/api/field/samplings", sight),
        read("/api/accounts", sight, "security_admin"),
        read("/api/audit?limit=200", sight, "audit_admin"),
      ]);
      for (const body of bodies) for (const owner of sight.sees) expect(body).toContain(canary(owner));
    }
  });

  test("the map's counts are of what is in sight", async () => {
    for (const sight of SIGHTS) {
      const reply = await app.inject({ url: "/api/map", headers: admit("analyst", sight) });
      const n = sight.sees.length;
      expect([sight.name, reply.json().counts]).toEqual([sight.name, { pipes: n, stations: n, tags: n }]);
    }
  });

  const tileAddress = (set: string, z: number) => {
    const n = 2 ** z;
    const y = Math.floor(((1 - Math.asinh(Math.tan((PLACE.lat * Math.PI) / 180)) / Math.PI) / 2) * n);
    return `/tiles/${set}/${z}/${Math.floor(((PLACE.lng + 180) / 360) * n)}/${y}.mvt`;
  };
  const zooms = Array.from({ length: TILE_MAX_ZOOM - TILE_MIN_ZOOM + 1 }, (_, i) => TILE_MIN_ZOOM + i);

  test("a tile holds the numbers of what is in sight, at every zoom", async () => {
    const snapshot = snapshots.current();
    for (const sight of SIGHTS) {
      const headers = admit("supervisor", sight);
      const seqs = (find: (id: string) => number | undefined) =>
        new Set(sight.sees.map((owner) => find(canary(owner))));
      const allowed = { pipe: seqs(snapshot.pipeSeq), station: seqs(snapshot.stationSeq), tag: seqs(snapshot.tagSeq) };
      const met = new Set<string>();
      for (const z of zooms) {
        const reply = await app.inject({ url: tileAddress("network", z), headers });
        expect([200, 204]).toContain(reply.statusCode);
        expect(leaks(reply.rawPayload.toString("latin1"), sight)).toEqual([]);
        if (reply.statusCode === 204) continue;
        const tile = new VectorTile(new PbfReader(reply.rawPayload));
        for (const [name, layer] of Object.entries(tile.layers)) {
          for (let i = 0; i < layer.length; i += 1) {
            const { id } = layer.feature(i);
            met.add(name);
            expect(allowed[name as keyof typeof allowed], `${name} ${id} for ${sight.name} at z ${z}`).toContain(id);
          }
        }
      }
      expect([sight.name, [...met].sort()]).toEqual([sight.name, ["pipe", "station", "tag"]]);
    }
  });

  test("a column tells classes and facts of what is in sight, and all ones for the rest", async () => {
    const snapshot = snapshots.current();
    const numbers = (find: (id: string) => number | undefined) => OWNERS.map((owner) => find(canary(owner)) as number);
    const seqs = { pipes: snapshot.pipeSeq, stations: snapshot.stationSeq, tags: snapshot.tagSeq };
    for (const sight of SIGHTS) {
      const headers = admit("inspector", sight);
      for (const name of COLUMN_NAMES) {
        const reply = await app.inject({ url: columnPath(name, snapshot.version), headers });
        expect([name, reply.statusCode]).toEqual([name, 200]);
        const { of, bytes, width } = FINE_COLUMNS[name as FineColumn] ?? { of: "pipes", bytes: 1, width: 1 };
        const each = bytes * width;
        numbers(seqs[of]).forEach((seq, i) => {
          const isTold = !reply.rawPayload.subarray(seq * each, (seq + 1) * each).equals(Buffer.alloc(each, 0xff));
          const owner = OWNERS[i] as (typeof OWNERS)[number];
          expect([name, sight.name, isTold], canary(owner)).toEqual([name, sight.name, sight.sees.includes(owner)]);
        });
      }
    }
  });

  test("a count and a choice by region are of the pipes and kilometres in sight, with their owners' names", async () => {
    const snapshot = snapshots.current();
    for (const sight of SIGHTS) {
      const headers = admit("analyst", sight);
      const n = sight.sees.length;
      const samples = (route: AnyRoute) => samplesOf(route).map((sample) => ask(route, sample, headers));
      for (const reply of await Promise.all(samples(countNetwork))) {
        const { shown, leftOut, filteredAway, owners } = countNetwork.reply.parse(reply.json());
        const sums = [...shown, leftOut, filteredAway];
        const total = (of: "count" | "lengthM") => sums.reduce((sum, one) => sum + one[of], 0);
        expect([sight.name, total("count"), total("lengthM")]).toEqual([sight.name, n, 1000 * n]);
        expect(owners.map(({ name }) => name).sort()).toEqual(sight.sees.map(canary).sort());
      }
      for (const reply of await Promise.all(samples(selectPipes))) {
        const { count, lengthM, seqs } = selectPipes.reply.parse(reply.json());
        expect([sight.name, count, lengthM]).toEqual([sight.name, n, 1000 * n]);
        // Few pipes: each step is one byte.
        let seq = -1;
        const chosen = Array.from(Buffer.from(seqs, "base64"), (step) => {
          seq += step;
          return snapshot.pipeId(seq);
        });
        expect(chosen.sort()).toEqual(sight.sees.map(canary).sort());
      }
    }
  });

  test("a hazard counts for its owner's pipe alone, though all lie in one place", () => {
    expect([...snapshots.current().pipes.hazards]).toEqual(OWNERS.map(() => 1));
  });

  test("a copy of somebody else's tile is not taken for one's own", async () => {
    const [province, , baoding] = SIGHTS;
    if (!province || !baoding) throw new Error("no sights");
    const url = tileAddress("network", 13);
    const theirs = await app.inject({ url, headers: admit("supervisor", province) });
    expect(theirs.headers["cache-control"]).toMatch(/private/);
    const headers = { ...admit("supervisor", baoding), "if-none-match": String(theirs.headers.etag) };
    expect((await app.inject({ url, headers })).statusCode).not.toBe(304);
  });

  test("tiles are for business roles with a session", async () => {
    const [sight] = SIGHTS;
    if (!sight) throw new Error("no sights");
    for (const url of [tileAddress("network", 13), tileAddress("area", 6), "/tiles/network.json", "/tiles/area.json"]) {
      expect((await app.inject(url)).statusCode).toBe(401);
      for (const role of ROLES) {
        const isBusiness = BUSINESS_ROLES.some((r) => r === role);
        const { statusCode } = await app.inject({ url, headers: admit(role, sight) });
        expect([url, role, statusCode]).toEqual([url, role, isBusiness ? 200 : 403]);
      }
    }
  });

  test("the stream's snapshot holds the tags in sight, and nobody else's", async () => {
    const snapshot = snapshots.current();
    for (const sight of SIGHTS) {
      const socket = await app.injectWS(LIVE_PATH, { headers: admit("supervisor", sight) });
      const frame = await new Promise<Buffer>((resolve) => {
        socket.on("message", (data: Buffer, isBinary: boolean) => isBinary && data.readUInt8(4) === 0 && resolve(data));
      });
      const { seqs } = readFrame(frame);
      expect(seqs.map((seq) => snapshot.tagId(seq)).sort()).toEqual(sight.sees.map(canary).sort());
      socket.terminate();
    }
  });
});

/** What a caller has typed comes back in a problem's `instance` and proves nothing. */
function stripOwnWords(body: string, { params = {}, body: asked }: Sample): string {
  const typed = Object.values(params).map((value) => encodeURIComponent(value));
  const ids = asked !== undefined && "ids" in asked && Array.isArray(asked.ids) ? asked.ids.map(String) : [];
  // A list that is judged one by one says of each id that there is none of it.
  const without = ids.reduce((text, id) => text.replaceAll(`{"id":"${id}","why":"not_found"}`, "…"), body);
  return typed.reduce((text, value) => text.replaceAll(`/${value}`, "/…"), without);
}

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Overview } from "#contract/overview.ts";
import type { Role, Scope } from "#contract/scope.ts";
import { SESSION_COOKIE } from "#contract/session.ts";
import { buildApp } from "#server/app.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { plantOverviewWorld } from "#server/db/testing/overview-plant.ts";
import { makeOverviewWorld } from "#server/db/testing/overview-world.ts";
import type { App } from "#server/deps.ts";
import { Latest } from "#server/live/latest-store.ts";
import { EMPTY_SNAPSHOT, fakeDeps, fakeLive, fakeSnapshots, MemorySessions } from "#server/testing/fakes.ts";
import { createSnapshotStore, type OwnedSnapshotStore } from "#server/tiles/store.ts";

const HEBEI: Scope = { level: "province", areaCode: "130000", enterpriseId: null };
const CHANGAN: Scope = { level: "county", areaCode: "130102", enterpriseId: null };
const E1: Scope = { level: "enterprise", areaCode: "130102", enterpriseId: "E-1" };

describeOnBothEngines("the overview by HTTP", (bench) => {
  let app: App;
  let snapshots: OwnedSnapshotStore;
  const sessions = new MemorySessions();

  beforeAll(async () => {
    const db = bench.db();
    const now = new Date();
    await db.asSystem((tx) => plantOverviewWorld(tx, makeOverviewWorld(11, now), now));
    snapshots = createSnapshotStore({ db, log: fakeDeps().log, watchMs: 0 });
    const live = new Latest(db);
    live.adopt(await snapshots.refresh());
    await live.load();
    app = await buildApp(fakeDeps({ db, sessions, snapshots, live }));
  });
  afterAll(async () => {
    await app.close();
    await snapshots.close();
  });

  const get = async (from: App, query: string, scope: Scope = HEBEI, role: Role = "supervisor") => {
    const { token } = sessions.admit({ scope, role });
    const reply = await from.inject({
      url: `/api/overview${query}`,
      headers: { cookie: `${SESSION_COOKIE}=${token}` },
    });
    return { status: reply.statusCode, body: reply.json<Overview & { code?: string }>() };
  };

  test("answers for the caller's own place, with 30 full days of gas, oldest first", async () => {
    const { status, body } = await get(app, "");
    expect(status).toBe(200);
    expect(body).toMatchObject({ area: "130000", enterprise: null });
    expect(body.supply).toHaveLength(30);
    expect(body.supply.map(({ day }) => day)).toEqual(body.supply.map(({ day }) => day).toSorted());
    expect((await get(app, "", E1)).body).toMatchObject({ area: "130102", enterprise: "E-1" });
  });

  test("counts tags from the tables while none are in memory, and alike", async () => {
    const fromTables = await buildApp(
      fakeDeps({
        db: bench.db(),
        sessions,
        snapshots: {
          ...fakeSnapshots(),
          current: () => {
            throw new Error("not yet");
          },
        },
        live: fakeLive(EMPTY_SNAPSHOT),
      }),
    );
    try {
      const [memory, tables] = [await get(app, ""), await get(fromTables, "")];
      expect(tables.body.tags.reduce((n, { count }) => n + count, 0)).toBe(120);
      expect(tables.body.tags).toEqual(memory.body.tags);
    } finally {
      await fromTables.close();
    }
  });

  test.each([
    ["?area=130104", CHANGAN, 404, "not_found"],
    ["?area=130000", CHANGAN, 404, "not_found"],
    ["?area=999999", HEBEI, 404, "not_found"],
    ["?enterprise=NOBODY", HEBEI, 404, "not_found"],
    ["?enterprise=E-2", E1, 404, "not_found"],
    ["?area=1301", HEBEI, 400, "bad_request"],
    ["?level=high", HEBEI, 400, "bad_request"],
    ["?material=%27%3B--", HEBEI, 400, "bad_request"],
  ])("%s is refused", async (query, scope, status, code) => {
    expect(await get(app, query, scope)).toMatchObject({ status, body: { code } });
  });

  test("is business, and not for an administrator of accounts", async () => {
    expect(await get(app, "", HEBEI, "security_admin")).toMatchObject({ status: 403, body: { code: "forbidden" } });
  });
});

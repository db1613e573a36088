import { afterAll, beforeAll, expect, test } from "vitest";
import { getModelState } from "#contract/model-state.ts";
import { SESSION_COOKIE } from "#contract/session.ts";
import { buildApp } from "#server/app.ts";
import { canary } from "#server/db/testing/canaries.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import type { App } from "#server/deps.ts";
import { Latest } from "#server/live/latest-store.ts";
import { CHANGAN, leaks, OWNERS, plantCanaryWorld, SIGHTS, type Sighted } from "#server/testing/canary-world.ts";
import { fakeDeps, MemorySessions } from "#server/testing/fakes.ts";
import { createSnapshotStore, type OwnedSnapshotStore } from "#server/tiles/store.ts";

const SLOWLY = { timeout: 20_000 };
const PROVINCE = "130000";
/** The province's own network, the trunk lines, belongs to a wide area: it has a test of its own. */
const AREAS = [...new Set(OWNERS.map(({ area }) => area))].filter((area) => area !== PROVINCE);

describeOnBothEngines("the state of the network now", (bench) => {
  let app: App;
  let snapshots: OwnedSnapshotStore;
  const sessions = new MemorySessions();

  beforeAll(async () => {
    const db = bench.db();
    await plantCanaryWorld(db);
    // Each owner's pipe goes from its node, a source at 200 kPa, to a place nobody knows; its sensor sits at the source.
    await db.asSystem(async (tx) => {
      await tx.query("update node set kind = 'source', set_point_kpa = 200");
      await tx.query("update pipe set to_node = enterprise_id || '-end', dn_mm = 100");
      await tx.query("update tag set unit = 'kPa', nominal = 200, stale_after_s = 3600");
      await tx.query("update latest set v = case when enterprise_id = 'E-1' then 40 else 201 end, q = 0, t = now()");
    });
    const { log } = fakeDeps();
    snapshots = createSnapshotStore({ db, log, watchMs: 0 });
    const snapshot = await snapshots.refresh();
    const live = new Latest(db);
    live.adopt(snapshot);
    await live.load();
    app = await buildApp(fakeDeps({ db, sessions, snapshots, live }));
    await app.ready();
  });
  afterAll(async () => {
    await app.close();
    await snapshots.close();
  });

  const get = (path: string, { scope }: Sighted) => {
    const { token } = sessions.admit({ role: "dispatcher", scope, account: "reader", name: "reader" });
    return app.inject({ url: path, headers: { cookie: `${SESSION_COOKIE}=${token}` } });
  };

  test("tells of the pipes and sensors in sight and of nothing else", async () => {
    for (const sight of SIGHTS)
      for (const area of AREAS) {
        const seen = sight.sees.filter((owner) => owner.area === area);
        const what = `${sight.name} asks for ${area}`;
        const reply = await get(`/api/model/state?area=${area}`, sight);
        expect(reply.statusCode, what).toBe(seen.length > 0 ? 200 : 404);
        expect(leaks(reply.body, sight), what).toEqual([]);
        const bytes = await get(`/api/model/state/pressure?area=${area}`, sight);
        expect(bytes.statusCode, what).toBe(seen.length > 0 ? 200 : 404);
        if (seen.length === 0) continue;
        const { sensors } = getModelState.reply.parse(reply.json());
        expect(sensors.map(({ tagId }) => tagId).sort(), what).toEqual(seen.map(canary).sort());
        const count = bytes.rawPayload.readUInt32LE(4);
        const pipes = Array.from({ length: count }, (_, i) =>
          snapshots.current().pipeId(bytes.rawPayload.readUInt32LE(8 + 4 * i)),
        );
        expect(pipes.sort(), what).toEqual(seen.map(canary).sort());
      }
  });

  test("a wide area is solved county by county while somebody asks, and comes to all that is in sight and nothing else", async () => {
    for (const sight of SIGHTS) {
      const ask = async () => {
        const reply = await get(`/api/model/state?area=${PROVINCE}`, sight);
        expect(leaks(reply.body, sight), sight.name).toEqual([]);
        return getModelState.reply.parse(reply.json());
      };
      await expect
        .poll(async () => {
          const { ready, of } = (await ask()).counties;
          return ready === of;
        }, SLOWLY)
        .toBe(true);
      const { sensors, counties } = await ask();
      expect(sensors.map(({ tagId }) => tagId).sort(), sight.name).toEqual(sight.sees.map(canary).sort());
      expect(counties.of).toBe(new Set(sight.sees.map(({ area }) => area)).size);
      const { rawPayload } = await get(`/api/model/state/pressure?area=${PROVINCE}`, sight);
      expect(rawPayload.readUInt32LE(4), sight.name).toBe(sight.sees.length);
    }
  });

  test("pressures since a tick are those that changed; since one of an earlier process all of them", async () => {
    const [province] = SIGHTS;
    const ask = async (since: number) =>
      (await get(`/api/model/state/pressure?area=${CHANGAN.area}&since=${since}`, province as Sighted)).rawPayload;
    const all = await ask(0);
    const tick = all.readUInt32LE(0);
    expect(all.readUInt32LE(4)).toBeGreaterThan(0);
    expect((await ask(tick)).readUInt32LE(4)).toBe(0);
    expect((await ask(2 ** 32 - 1)).readUInt32LE(4)).toBe(all.readUInt32LE(4));
  });

  test("a sensor that contradicts its source stands at the top and is not believed; the other is", async () => {
    const [province] = SIGHTS;
    const reply = await get(`/api/model/state?area=${CHANGAN.area}`, province as Sighted);
    const { sensors, lengthM } = getModelState.reply.parse(reply.json());
    expect(sensors.map(({ tagId, isSuspect }) => [tagId, isSuspect])).toEqual([
      [canary({ area: CHANGAN.area, enterprise: "E-1" }), true],
      [canary({ area: CHANGAN.area, enterprise: "E-2" }), false],
    ]);
    expect(sensors[0]).toMatchObject({ measured: 40, estimated: 200, unit: "kPa" });
    // A sensor that is not believed measures nothing.
    expect(lengthM).toEqual({ measured: 1000, estimated: 0, stale: 1000 });
  });
});

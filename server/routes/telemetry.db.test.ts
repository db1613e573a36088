import { afterAll, beforeAll, expect, test } from "vitest";
import type { Scope } from "#contract/scope.ts";
import { SESSION_COOKIE } from "#contract/session.ts";
import { getLatest } from "#contract/telemetry.ts";
import { buildApp } from "#server/app.ts";
import { canary } from "#server/db/testing/canaries.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import type { App } from "#server/deps.ts";
import { Latest } from "#server/live/latest-store.ts";
import { CHANGAN, OWNERS, plantCanaryWorld, SIGHTS } from "#server/testing/canary-world.ts";
import { fakeDeps, MemorySessions } from "#server/testing/fakes.ts";
import { createSnapshotStore, type OwnedSnapshotStore } from "#server/tiles/store.ts";

describeOnBothEngines("telemetry over HTTP", (bench) => {
  let app: App;
  let snapshots: OwnedSnapshotStore;
  const sessions = new MemorySessions();
  const now = Date.now();
  beforeAll(async () => {
    const db = bench.db();
    await plantCanaryWorld(db);
    await db.asSystem(async (tx) => {
      await tx.query("delete from tag_quality where enterprise_id <> $1", [CHANGAN.enterprise]);
      await tx.query("update tag_quality set reasons = '{stuck,late}'");
      await tx.query("update tag set stale_after_s = 3600");
      await tx.query("delete from reading");
      await tx.query(
        "insert into reading (tag_id, t, area_code, enterprise_id, v) select $1, to_timestamp(at / 1000), '130102', 'E-1', 1 from unnest($2::float8[]) at",
        [canary(CHANGAN), [-9, -8, -5, -4.5].map((h) => now + h * 3_600_000)],
      );
    });
    const { log } = fakeDeps();
    snapshots = createSnapshotStore({ db, log, watchMs: 0 });
    const live = new Latest(db);
    live.adopt(await snapshots.refresh());
    await live.load();
    app = await buildApp(fakeDeps({ db, sessions, snapshots, live }));
  });
  afterAll(async () => {
    await app.close();
    await snapshots.close();
  });

  const ask = async (url: string, scope: Scope) => {
    const { token } = sessions.admit({ scope });
    const reply = await app.inject({ url, headers: { cookie: `${SESSION_COOKIE}=${token}` } });
    return { status: reply.statusCode, body: reply.json() };
  };

  test("the newest values are of what is in sight, and of the box or area asked for", async () => {
    for (const { scope, sees } of SIGHTS) {
      const { body } = await ask("/api/latest", scope);
      expect(getLatest.reply.parse(body)).toEqual(body);
      expect(body.id.toSorted()).toEqual(sees.map(canary).sort());
      expect((await ask("/api/latest?bbox=10,10,20,20", scope)).body.id).toEqual([]);
      expect((await ask("/api/latest?bbox=114,37,116,39", scope)).body.id).toHaveLength(sees.length);
      const inCounty = await ask("/api/latest?area=130102&kind=pressure", scope);
      expect(inCounty.body.id).toHaveLength(sees.filter(({ area }) => area === "130102").length);
    }
    expect((await ask("/api/latest?bbox=1,2,3", SIGHTS[0]?.scope as Scope)).status).toBe(400);
  });

  test("what is suspect is counted and told with its reasons, to whom it is in sight", async () => {
    for (const { scope, sees } of SIGHTS) {
      const { body } = await ask("/api/tag-quality", scope);
      const isIn = sees.includes(CHANGAN);
      expect(body.counts).toMatchObject({ good: sees.length - (isIn ? 1 : 0), suspect: isIn ? 1 : 0 });
      expect(body.tags.map((tag: { tagId: string }) => tag.tagId)).toEqual(isIn ? [canary(CHANGAN)] : []);
      if (isIn) expect(body.tags[0]).toMatchObject({ quality: "suspect", reasons: ["stuck", "late"] });
      const own = (await ask(`/api/tag-quality?station=${canary(CHANGAN)}`, scope)).body;
      expect([own.counts.suspect, own.tags.length]).toEqual(isIn ? [1, 1] : [0, 0]);
      expect((await ask("/api/tag-quality?station=none", scope)).body.tags).toEqual([]);
    }
  });

  test("a maintenance window goes before all else, and only while it lasts", async () => {
    const station = canary(OWNERS[0] ?? CHANGAN);
    await bench.db().asSystem((tx) =>
      tx.query(
        `insert into maintenance_window (id, station_id, area_code, enterprise_id, from_at, to_at, reason, by_name)
         values ('w1', $1, '130000', 'T-1', now() - interval '1 hour', now() + interval '1 hour', 'x', 'x'),
                ('w2', $2, '130102', 'E-1', now() - interval '2 hours', now() - interval '1 hour', 'x', 'x')`,
        [station, canary(CHANGAN)],
      ),
    );
    const { body } = await ask("/api/tag-quality", SIGHTS[0]?.scope as Scope);
    expect(body.counts).toMatchObject({ maintenance: 1, suspect: 1 });
    const only = await ask("/api/tag-quality?quality=maintenance", SIGHTS[0]?.scope as Scope);
    expect(only.body.tags).toMatchObject([{ tagId: station, quality: "maintenance" }]);
  });

  test("silences longer than a tag may be quiet are told, the range's ends among them", async () => {
    const [from, to] = [now - 10 * 3_600_000, now].map((ms) => new Date(ms).toISOString());
    const url = `/api/tags/${canary(CHANGAN)}/gaps?from=${from}&to=${to}`;
    const { body } = await ask(url, SIGHTS[0]?.scope as Scope);
    const hours = (ms: number) => Math.round((ms - now) / 360_000) / 10;
    expect(body.from.map(hours)).toEqual([-8, -4.5]);
    expect(body.to.map(hours)).toEqual([-5, 0]);
    const long = await ask(`${url}&longerThanS=${4 * 3600}`, SIGHTS[0]?.scope as Scope);
    expect([long.body.from.map(hours), long.body.longerThanS]).toEqual([[-4.5], 14_400]);
    expect((await ask(url, SIGHTS.at(-2)?.scope as Scope)).status).toBe(404);
  });
});

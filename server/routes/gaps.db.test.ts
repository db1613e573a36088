import { afterAll, beforeAll, expect, test } from "vitest";
import { listAreaGaps } from "#contract/gaps.ts";
import type { Reply } from "#contract/route.ts";
import type { Scope } from "#contract/scope.ts";
import { SESSION_COOKIE } from "#contract/session.ts";
import { buildApp } from "#server/app.ts";
import { floorTo, HOUR_MS, MINUTE_MS } from "#server/db/rollups.ts";
import { canary } from "#server/db/testing/canaries.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import type { App } from "#server/deps.ts";
import { Latest } from "#server/live/latest-store.ts";
import { createRollupJob } from "#server/telemetry/rollup-job.ts";
import { CHANGAN, CHANGAN_2, plantCanaryWorld, SIGHTS, ZHENGDING } from "#server/testing/canary-world.ts";
import { fakeDeps, MemorySessions } from "#server/testing/fakes.ts";
import { createSnapshotStore, type OwnedSnapshotStore } from "#server/tiles/store.ts";

/** Minutes of the last eight hours in which a sensor that speaks every minute was silent. */
const SILENT: ReadonlyMap<typeof CHANGAN, readonly (readonly [number, number])[]> = new Map([
  [CHANGAN, [[30, 60] as const, [200, 210] as const]],
  [CHANGAN_2, []],
  [ZHENGDING, [[100, 400] as const]],
]);

describeOnBothEngines("silences of an area", (bench) => {
  let app: App;
  let snapshots: OwnedSnapshotStore;
  const sessions = new MemorySessions();
  const now = Date.now();
  const begin = floorTo(now, HOUR_MS) - 8 * HOUR_MS;

  beforeAll(async () => {
    const db = bench.db();
    await plantCanaryWorld(db);
    await db.asSystem(async (tx) => {
      await tx.query("update tag set sampling_s = 60, stale_after_s = 180");
      for (const table of ["reading", "latest", "reading_minute", "reading_hour", "reading_day", "rollup_mark"])
        await tx.query(`delete from ${table}`);
      await tx.query(
        `update rollup_state set closed_to = $1, minutes_to = $1, hours_to = $1, days_to = date_bin('1 day', $1, '2000-01-01 16:00Z'),
                readings_from = '-infinity', minutes_from = '-infinity', hours_from = '-infinity'`,
        [new Date(begin - 24 * HOUR_MS)],
      );
      for (const [owner, silences] of SILENT) {
        const minutes = Array.from({ length: Math.floor((now - begin) / MINUTE_MS) }, (_, i) => i)
          .filter((i) => !silences.some(([from, to]) => i >= from && i < to))
          .map((i) => begin + i * MINUTE_MS);
        await tx.query(
          `insert into reading (tag_id, t, area_code, enterprise_id, v)
           select $1, to_timestamp(at / 1000), $2, $3, 1 from unnest($4::float8[]) at`,
          [canary(owner), owner.area, owner.enterprise, minutes],
        );
        await tx.query(
          `insert into latest (tag_id, t, area_code, enterprise_id, v) values ($1, to_timestamp($4::float8 / 1000), $2, $3, 1)`,
          [canary(owner), owner.area, owner.enterprise, minutes.at(-1)],
        );
      }
    });
    await createRollupJob({ db }).run(now);
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

  const ask = async (query: string, scope: Scope | undefined) => {
    const { token } = sessions.admit({ scope: scope as Scope });
    const from = new Date(begin).toISOString();
    const url = `/api/gaps?from=${from}&to=${new Date(now + HOUR_MS).toISOString()}${query}`;
    const reply = await app.inject({ url, headers: { cookie: `${SESSION_COOKIE}=${token}` } });
    return { status: reply.statusCode, body: reply.json() as Reply<typeof listAreaGaps> };
  };
  const city = SIGHTS[1]?.scope;
  const minutesOf = (gaps: Reply<typeof listAreaGaps>["tags"][number]["gaps"]) =>
    gaps.map(({ from, to }) => [from, to].map((at) => Math.round((at - begin) / MINUTE_MS)));

  test("each silence is told with its beginning and end, and how many readings came of those expected, most missing first", async () => {
    const { status, body } = await ask("", city);
    expect(status).toBe(200);
    expect(listAreaGaps.reply.parse(body)).toEqual(body);
    expect([body.tagsAsked, body.tagsShort, body.next]).toEqual([3, 2, null]);
    expect(body.tags.map(({ tagId }) => tagId)).toEqual([canary(ZHENGDING), canary(CHANGAN)]);
    const [worst, other] = body.tags;
    expect(minutesOf(worst?.gaps ?? [])).toEqual([[99, 400]]);
    expect(minutesOf(other?.gaps ?? [])).toEqual([
      [29, 60],
      [199, 210],
    ]);
    const hours = (body.countedTo - body.countedFrom) / HOUR_MS;
    expect(hours).toBeGreaterThanOrEqual(7);
    expect([worst?.expected, worst?.received]).toEqual([hours * 60, hours * 60 - 300]);
    expect([other?.expected, other?.received]).toEqual([hours * 60, hours * 60 - 40]);
    expect(other).toMatchObject({ gapCount: 2, silentMs: 42 * MINUTE_MS, stationId: canary(CHANGAN) });
  });

  test("an area narrows the question, a page goes on where the last one ended, and nobody is told of what is out of sight", async () => {
    expect((await ask("&area=130123", city)).body.tags.map(({ tagId }) => tagId)).toEqual([canary(ZHENGDING)]);
    const first = (await ask("&limit=1", city)).body;
    expect(first.tags.map(({ tagId }) => tagId)).toEqual([canary(ZHENGDING)]);
    const second = (await ask(`&limit=1&cursor=${first.next}`, city)).body;
    expect([second.tags.map(({ tagId }) => tagId), second.next]).toEqual([[canary(CHANGAN)], null]);
    const mine = (await ask("", SIGHTS.at(-1)?.scope)).body;
    expect([mine.tagsAsked, mine.tags.map(({ tagId }) => tagId)]).toEqual([1, [canary(CHANGAN)]]);
  });

  test("a time that is none, or longer than 35 days, is refused", async () => {
    const { token } = sessions.admit({ scope: city as Scope });
    for (const span of [
      "from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z",
      "from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z",
    ]) {
      const reply = await app.inject({ url: `/api/gaps?${span}`, headers: { cookie: `${SESSION_COOKIE}=${token}` } });
      expect(reply.statusCode).toBe(400);
    }
  });
});

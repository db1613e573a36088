import { afterAll, beforeAll, expect, test } from "vitest";
import { listPastDoubts } from "#contract/history.ts";
import { SESSION_COOKIE } from "#contract/session.ts";
import { buildApp } from "#server/app.ts";
import { listMaintained, writeQuality } from "#server/db/quality.ts";
import { canary, type Owner } from "#server/db/testing/canaries.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import type { App } from "#server/deps.ts";
import { leaks, OWNERS, plantCanaryWorld, SIGHTS, type Sighted } from "#server/testing/canary-world.ts";
import { fakeDeps, MemorySessions } from "#server/testing/fakes.ts";
import { createSnapshotStore, type OwnedSnapshotStore } from "#server/tiles/store.ts";

const HOUR_MS = 3_600_000;

describeOnBothEngines("doubts of the past", (bench) => {
  let app: App;
  let snapshots: OwnedSnapshotStore;
  const sessions = new MemorySessions();
  const began = Date.now();

  const [OWNER] = OWNERS as [Owner];
  const change = (owner: Owner, reasons: readonly "stuck"[]) =>
    bench
      .db()
      .asSystem((tx) =>
        writeQuality(tx, [{ tagId: canary(owner), areaCode: owner.area, enterpriseId: owner.enterprise, reasons }]),
      );
  const window = (id: string, from: number, to: number, ended: number | null = null) =>
    bench.db().asSystem((tx) =>
      tx.query(
        `insert into maintenance_window (id, tag_id, area_code, enterprise_id, from_at, to_at, ended_at, reason, by_name)
           values ($1, $2, $3, $4, $5, $6, $7, 'works', 'Li')`,
        [
          id,
          canary(OWNER),
          OWNER.area,
          OWNER.enterprise,
          ...[from, to, ended].map((at) => (at === null ? null : new Date(at))),
        ],
      ),
    );

  beforeAll(async () => {
    const db = bench.db();
    await plantCanaryWorld(db);
    await db.asSystem(async (tx) => {
      for (const table of ["tag_quality", "tag_quality_span", "maintenance_window"])
        await tx.query(`delete from ${table}`);
      await tx.query("update alarm set is_leak = false");
    });
    const { log, config } = fakeDeps();
    snapshots = createSnapshotStore({ db, log, watchMs: 0 });
    await snapshots.refresh();
    app = await buildApp(fakeDeps({ db, sessions, snapshots, config: { ...config, RATE_LIMIT: 1_000_000 } }));
    await app.ready();
  });
  afterAll(async () => {
    await app.close();
    await snapshots.close();
  });

  const ask = async (sight: Sighted, from: number, to: number) => {
    const { token } = sessions.admit({ role: "supervisor", scope: sight.scope, account: "reader", name: "reader" });
    const span = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
    const reply = await app.inject({
      url: `${listPastDoubts.path}?${span}`,
      headers: { cookie: `${SESSION_COOKIE}=${token}` },
    });
    expect(leaks(reply.body, sight)).toEqual([]);
    return reply;
  };
  const told = async (sight: Sighted, from = began - HOUR_MS, to = Date.now() + HOUR_MS) => {
    const reply = await ask(sight, from, to);
    expect(reply.statusCode).toBe(200);
    const { snapshot, spans, isCut } = listPastDoubts.reply.parse(reply.json());
    expect([snapshot, isCut]).toEqual([snapshots.current().version, false]);
    return spans.map(({ tagSeq, ...span }) => ({ tagId: snapshots.current().tagId(tagSeq), ...span }));
  };
  const [PROVINCE] = SIGHTS as [Sighted];

  test("each sight is told of its own tags: since when they are suspect, and until when they were", async () => {
    for (const owner of OWNERS) await change(owner, ["stuck"]);
    for (const sight of SIGHTS) {
      const spans = await told(sight);
      expect(spans.map(({ tagId }) => tagId).sort()).toEqual(sight.sees.map(canary).sort());
      expect(spans.every(({ doubt, to }) => doubt === "suspect" && to === null)).toBe(true);
    }
    // Doubted once more it is the same doubt; good, and doubted again, it is another.
    await change(OWNER, ["stuck"]);
    await change(OWNER, []);
    await change(OWNER, []);
    await change(OWNER, ["stuck"]);
    const own = (await told(PROVINCE)).filter(({ tagId }) => tagId === canary(OWNER));
    expect(own.map(({ to }) => to === null)).toEqual([false, true]);
    expect(Date.parse(own[0]?.to ?? "")).toBeLessThanOrEqual(Date.parse(own[1]?.from ?? ""));
    for (const owner of OWNERS) await change(owner, []);
    expect((await told(PROVINCE)).every(({ to }) => to !== null)).toBe(true);
    expect(await told(PROVINCE, began - 9 * HOUR_MS, began - 8 * HOUR_MS)).toEqual([]);
  });

  test("windows are told until they were ended, and not at all where a confirmed leak stood", async () => {
    const now = Date.now();
    await window("ended", now - 6 * HOUR_MS, now - 2 * HOUR_MS, now - 4 * HOUR_MS);
    await window("open", now - HOUR_MS, now + HOUR_MS);
    const windows = async (from: number, to: number) =>
      (await told(PROVINCE, from, to)).filter(({ doubt }) => doubt === "maintenance");
    expect(await windows(now - 3 * HOUR_MS, now - 2 * HOUR_MS)).toEqual([]);
    const [ended] = await windows(now - 5 * HOUR_MS, now - 3 * HOUR_MS);
    expect(ended).toMatchObject({ tagId: canary(OWNER), to: new Date(now - 4 * HOUR_MS).toISOString() });
    expect(await windows(now - HOUR_MS, now)).toHaveLength(1);
    const maintained = () => bench.db().asSystem(listMaintained);
    expect(await maintained()).toEqual([canary(OWNER)]);
    await bench
      .db()
      .asSystem((tx) =>
        tx.query("update alarm set is_leak = true, raised_at = $2, cleared_at = null where tag_id = $1", [
          canary(OWNER),
          new Date(now - HOUR_MS / 2),
        ]),
      );
    expect(await windows(now - HOUR_MS, now)).toEqual([]);
    expect(await maintained()).toEqual([]);
  });

  test("a span that ends before it begins, or is longer than a month, is refused", async () => {
    for (const [from, to] of [
      [began, began - 1],
      [began - 32 * 24 * HOUR_MS, began],
    ] as const)
      expect((await ask(PROVINCE, from, to)).statusCode).toBe(400);
  });
});

import { expect, test } from "vitest";
import { TAG_STATES } from "#contract/gas.ts";
import { canary } from "#server/db/testing/canaries.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { CHANGAN, CHANGAN_2, plantCanaryWorld } from "#server/testing/canary-world.ts";
import { fakeDeps } from "#server/testing/fakes.ts";
import { createSnapshotStore } from "#server/tiles/store.ts";
import { keepDoubts } from "./keep-doubts.ts";
import { Latest } from "./latest-store.ts";

describeOnBothEngines("what is known of tags beside their readings", (bench) => {
  test("is read from detectors and running maintenance windows, and a window ends by the clock", async () => {
    const db = bench.db();
    await plantCanaryWorld(db);
    const now = Date.now();
    await db.asSystem(async (tx) => {
      await tx.query("delete from tag_quality where tag_id <> $1", [canary(CHANGAN)]);
      await tx.query("delete from maintenance_window");
      await tx.query("update tag set low_alarm = null, low_warning = null, high_warning = null, high_alarm = null");
    });
    const window = (id: string, place: readonly [string | null, string | null], from: number, to: number) =>
      db.asSystem((tx) =>
        tx.query(
          `insert into maintenance_window (id, tag_id, station_id, area_code, enterprise_id, from_at, to_at, reason, by_name)
           values ($1, $2, $3, '130102', 'E-2', to_timestamp($4::float8 / 1000), to_timestamp($5::float8 / 1000), 'x', 'x')`,
          [id, ...place, from, to],
        ),
      );
    const { log } = fakeDeps();
    const snapshots = createSnapshotStore({ db, log, watchMs: 0 });
    const live = new Latest(db);
    live.adopt(await snapshots.refresh());
    live.apply([CHANGAN, CHANGAN_2].map((owner) => ({ tagId: canary(owner), t: now, v: 1, q: 0 as const })));
    const keeper = keepDoubts({ db, live, log, roundMs: 3_600_000 });
    const state = (id: string) => {
      const { snapshot, state: states } = live.columns();
      return TAG_STATES[states[snapshot.tagSeq(id) ?? -1] ?? 255];
    };
    const both = async () => {
      await keeper.look();
      return [state(canary(CHANGAN)), state(canary(CHANGAN_2))];
    };
    expect(await both()).toEqual(["suspect", "normal"]);
    await window("over", [canary(CHANGAN_2), null], now - 7_200_000, now - 3_600_000);
    await window("to come", [null, canary(CHANGAN_2)], now + 3_600_000, now + 7_200_000);
    expect(await both()).toEqual(["suspect", "normal"]);
    await window("tag", [canary(CHANGAN), null], now - 3_600_000, now + 3_600_000);
    await window("station", [null, canary(CHANGAN_2)], now - 3_600_000, now + 3_600_000);
    expect(await both()).toEqual(["maintenance", "maintenance"]);
    await db.asSystem((tx) =>
      tx.query("update maintenance_window set ended_at = now() where id in ('tag', 'station')"),
    );
    expect(await both()).toEqual(["suspect", "normal"]);
    await keeper.close();
    await snapshots.close();
  });
});

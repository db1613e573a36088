import { beforeAll, expect, test } from "vitest";
import type { Scope } from "#contract/scope.ts";
import type { Transition } from "#model/alarms/record.ts";
import { listAlarms } from "#server/db/alarms.ts";
import type { Db } from "#server/db/db.ts";
import { findPlace } from "#server/db/overview/place.ts";
import { openAlarmsByLevel } from "#server/db/overview/sums.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { type AlarmService, startAlarms } from "./service.ts";

const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };
const START = Date.UTC(2026, 0, 10);

/** Two regulators of one owner with a pressure sensor each, and two of somebody else. */
async function plant(db: Db): Promise<void> {
  await db.asSystem(async (tx) => {
    for (const [id, area, enterprise] of [
      ["1", "130102", "E-1"],
      ["2", "130102", "E-1"],
      ["3", "130602", "E-2"],
      ["4", "130602", "E-2"],
    ]) {
      await tx.query(
        `insert into station (id, dataset_name, name, kind, area_code, enterprise_id, gas_kind, pressure_level, status, geom)
         values ($1, 'd', $1, 'regulator_station', $2, $3, 'urban_ng', 'MP_A', 'in_service', st_geomfromtext('POINT(114.5 38)', 4490))`,
        [`S${id}`, area, enterprise],
      );
      await tx.query(
        `insert into tag (id, dataset_name, name, kind, station_id, area_code, enterprise_id, unit, low_alarm, low_warning, high_warning,
                          high_alarm, dead_band, sampling_s, stale_after_s, nominal)
         values ($1, 'd', $1, 'pressure', $2, $3, $4, 'kPa', 60, 75, 120, 130, 1, 10, 3600, 100)`,
        [`T${id}`, `S${id}`, area, enterprise],
      );
    }
  });
}

const province: Scope = { level: "province", areaCode: "130000", enterpriseId: null };
const WHERE = { hold: "any", state: ["normal", "unacknowledged", "acknowledged", "returned"] };

describeOnBothEngines("the alarm service", (bench) => {
  let now = START;
  let service: AlarmService & { tick(): void };
  const told: Transition[] = [];
  const start = async () => {
    service = await startAlarms({ db: bench.db(), log: QUIET, now: () => now, tickMs: null });
    service.onWritten((entries) => told.push(...entries));
  };
  /** Stores a reading as ingest does, then lets the engine hear it. */
  const read = async (tagId: string, v: number, isHeard = true) => {
    now += 1000;
    await bench.db().asSystem(async (tx) => {
      await tx.query(
        `insert into reading (tag_id, t, area_code, enterprise_id, v) select id, $2, area_code, enterprise_id, $3 from tag where id = $1`,
        [tagId, new Date(now), v],
      );
      await tx.query(
        `insert into latest (tag_id, t, area_code, enterprise_id, v) select id, $2, area_code, enterprise_id, $3 from tag where id = $1
         on conflict (tag_id) do update set t = excluded.t, v = excluded.v`,
        [tagId, new Date(now), v],
      );
    });
    if (isHeard) service.hear([{ tagId, t: now, v, q: 0 }]);
  };
  const all = () => bench.db().as(province, async (tx) => (await listAlarms(tx, WHERE, "seq", null, 100)).alarms);
  const journal = () =>
    bench
      .db()
      .asSystem((tx) =>
        tx.query<{ seq: number; kind: string; alarm: string; incident: string | null }>(
          "select seq, kind, alarm_id as alarm, incident_id as incident from alarm_event order by seq",
        ),
      );
  const actor = { name: "李", comment: "知道了" };

  beforeAll(async () => {
    await plant(bench.db());
    await read("T4", 20, false);
    await start();
  });

  test("what stood before the first engine began is written down as found, and nobody heard it", async () => {
    await expect.poll(() => told.map(({ kind, alarm }) => [kind, alarm.tagId])).toEqual([["raised", "T4"]]);
    const heard = () =>
      bench
        .db()
        .asSystem((tx) =>
          tx.query<{ tag: string; heard: boolean }>("select tag_id as tag, is_heard as heard from alarm_event"),
        );
    expect(await heard()).toEqual([{ tag: "T4", heard: false }]);
    expect((await all()).find(({ tagId }) => tagId === "T4")?.state).toBe("unacknowledged");
    told.splice(0);
  });

  test("what crosses a limit is written down before anybody is told, and who acknowledges as well", async () => {
    await read("T1", 140);
    await expect.poll(() => told.length).toBe(1);
    const alarm = (await all()).find(({ tagId }) => tagId === "T1");
    expect(alarm).toMatchObject({
      id: told[0]?.alarm.id,
      state: "unacknowledged",
      level: "orange",
      value: 140,
      limit: 130,
    });
    const [done] = await service.acknowledge([alarm?.id ?? ""], actor);
    expect(done?.refused).toBeUndefined();
    expect((await all())[0]).toMatchObject({ state: "acknowledged", ackedBy: "李", clearedAt: null });
  });

  test("a new start finds every alarm as it was left, and rings for nothing that rang before", async () => {
    const before = await all();
    const entries = (await journal()).length;
    await service.close();
    await start();
    service.tick();
    expect(await all()).toEqual(before);
    expect(await journal()).toHaveLength(entries);
    const answered = before.find(({ tagId }) => tagId === "T1");
    expect(service.record(answered?.id ?? "")?.state).toBe("acknowledged");
  });

  test("a value that was stored but not judged when the process died rings at the next start, once", async () => {
    await service.close();
    await read("T3", 20, false);
    await start();
    await expect.poll(async () => (await all()).filter(({ tagId }) => tagId === "T3").length).toBe(1);
    await service.close();
    await start();
    await service.reload();
    expect((await all()).filter(({ tagId }) => tagId === "T3")).toHaveLength(1);
  });

  test("a shelf that ended while nothing ran ends at the start", async () => {
    const alarm = (await all()).find(({ tagId }) => tagId === "T3");
    await service.shelve([alarm?.id ?? ""], { by: "李", reason: "换表", until: now + 60_000 });
    expect((await all()).find(({ id }) => id === alarm?.id)?.hold?.kind).toBe("shelved");
    await service.close();
    now += 120_000;
    await start();
    service.tick();
    await expect.poll(async () => (await all()).find(({ id }) => id === alarm?.id)?.hold).toBeNull();
    const kinds = (await journal()).filter((e) => e.alarm === alarm?.id).map(({ kind }) => kind);
    expect(kinds.slice(-2)).toEqual(["unshelved", "rang_again"]);
  });

  test("the list and the overview count the same", async () => {
    const open = (await all()).filter(({ state, hold }) => state !== "normal" && hold === null);
    const counted = await bench.db().as(province, async (tx) => {
      const place = await findPlace(tx, province, undefined);
      return place === null ? [] : await openAlarmsByLevel(tx, { place });
    });
    expect(open.length).toBeGreaterThan(0);
    expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(open.length);
  });

  test("an open alarm from a file is taken over, goes on, and ends by the tag's own values", async () => {
    await bench.db().asSystem((tx) =>
      tx.query(
        `insert into alarm (id, dataset_name, tag_id, area_code, enterprise_id, level, raised_at, value)
         values ('A-file', 'alarms', 'T2', '130102', 'E-1', 'orange', now() - interval '1 hour', 20)`,
      ),
    );
    await service.reload();
    await expect.poll(async () => (await all()).find(({ id }) => id === "A-file")?.ruleId).toBe("pressure-limits");
    // It stood for an hour before anybody could be waited for: the time to escalation begins now, also for an engine after this one.
    await service.close();
    await start();
    service.tick();
    expect(service.record("A-file")?.escalatedTo).toBeNull();
    await read("T2", 100);
    now += 120_000;
    service.tick();
    await expect.poll(async () => (await all()).find(({ id }) => id === "A-file")?.state).toBe("returned");
    expect((await journal()).filter((e) => e.alarm === "A-file").map(({ kind }) => kind)).toEqual([
      "raised",
      "returned",
    ]);
  });

  test("the journal says under which incident an alarm stood after each entry", async () => {
    const stood = new Map(told.map(({ seq, alarm }) => [seq, alarm.incidentId]));
    const entries = (await journal()).filter(({ seq }) => stood.has(seq));
    expect(entries.length).toBeGreaterThan(3);
    for (const { seq, incident } of entries) expect([seq, incident]).toEqual([seq, stood.get(seq)]);
  });

  test("the journal has no gap, and nobody can change it", async () => {
    const seqs = (await journal()).map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, i) => i + 1));
    const change = (sql: string) => bench.db().asOwner((tx) => tx.query(sql));
    await expect(change("delete from alarm_event")).rejects.toThrow(/append-only/);
    await expect(change("update alarm_event set level = 'blue'")).rejects.toThrow(/append-only/);
    await service.close();
  });
});

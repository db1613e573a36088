import { afterEach, beforeAll, expect, test } from "vitest";
import type { Condition } from "#contract/alarm-rules.ts";
import type { Transition } from "#model/alarms/record.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { type AlarmService, startAlarms } from "./service.ts";

const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };
const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 10, 8);
const FALLS: Condition = { kind: "rate", side: "low", perMinute: 20, windowS: 1800 };
const LEAVES_DAY: Condition = { kind: "deviation", from: "mean", percent: 150, windowS: 86_400 };

describeOnBothEngines("a rule that looks back", (bench) => {
  let now = START;
  let service: AlarmService;
  const told: Transition[] = [];
  const start = async () => {
    service = await startAlarms({ db: bench.db(), log: QUIET, now: () => now, tickMs: null });
    service.onWritten((entries) => told.push(...entries));
  };
  const store = (tagId: string, t: number, v: number) =>
    bench.db().asSystem(async (tx) => {
      const values = [tagId, new Date(t), v];
      await tx.query(
        "insert into reading (tag_id, t, area_code, enterprise_id, v) values ($1, $2, '130102', 'E-1', $3)",
        values,
      );
      await tx.query(
        `insert into latest (tag_id, t, area_code, enterprise_id, v) values ($1, $2, '130102', 'E-1', $3)
         on conflict (tag_id) do update set t = excluded.t, v = excluded.v`,
        values,
      );
    });
  const say = async (tagId: string, v: number) => {
    now += 60_000;
    await store(tagId, now, v);
    service.hear([{ tagId, t: now, v, q: 0 }]);
  };
  const rang = () => told.filter(({ kind }) => kind === "raised").map(({ alarm }) => alarm.tagId);

  beforeAll(async () => {
    await bench.db().asSystem(async (tx) => {
      await tx.query("update alarm_rule set status = 'retired' where status = 'active'");
      for (const [id, kind, condition] of [
        ["falls", "pressure", FALLS],
        ["leaves-day", "flow", LEAVES_DAY],
      ] as const)
        await tx.query(
          "insert into alarm_rule (id, version, area_code, status, activated_at, body) values ($1, 1, '130000', 'active', now(), $2)",
          [
            id,
            JSON.stringify({
              ...{ name: id, appliesTo: { tagKinds: [kind] }, condition, level: "orange", onDelayS: 0, offDelayS: 0 },
              ...{ deadBand: null, escalateMin: { county: null, city: null, province: null }, suppressWhile: null },
              procedure: "",
            }),
          ],
        );
      for (const [id, kind, unit] of [
        ["P1", "pressure", "kPa"],
        ["F1", "flow", "m³/h"],
        ["F2", "flow", "m³/h"],
      ])
        await tx.query(
          `insert into tag (id, dataset_name, name, kind, station_id, area_code, enterprise_id, unit, dead_band, sampling_s, stale_after_s)
           values ($1, 'd', $1, $2, 'S1', '130102', 'E-1', $3, 1, 60, 3600)`,
          [id, kind, unit],
        );
      // A day of F1 as roll-ups tell it: 100 in its first half, 300 in its second.
      for (let hour = 1; hour <= 24; hour++)
        await tx.query(
          `insert into reading_hour (tag_id, t, area_code, enterprise_id, low, high, mean, n, n_suspect, n_bad)
           values ('F1', $1, '130102', 'E-1', 0, 400, $2, 60, 0, 0)`,
          [new Date(START - hour * HOUR), hour > 12 ? 100 : 300],
        );
    });
    for (let minute = 30; minute >= 1; minute--) await store("P1", START - minute * 60_000, 1000 + 25 * minute);
    await store("F1", START - 1000, 300);
    await store("F2", START - 1000, 100);
    await start();
  });
  afterEach(() => void told.splice(0));

  test("rings by its first value after a start, by what was kept from before", async () => {
    await say("P1", 1000);
    await expect.poll(rang).toEqual(["P1"]);
  });

  test("takes the mean of its whole window, not of what came since the start", async () => {
    await say("F1", 480);
    await say("F1", 480);
    expect(rang()).toEqual([]);
    await say("F1", 520);
    await expect.poll(rang).toEqual(["F1"]);
  });

  test("says nothing while less than half its window is known", async () => {
    for (const v of [100, 101, 99, 400]) await say("F2", v);
    expect(rang()).toEqual([]);
    await service.close();
    await start();
    await say("F2", 500);
    expect(rang()).toEqual([]);
  });
});

import fc from "fast-check";
import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Tx } from "#server/db/db.ts";
import { DAY_MS, DAY_START_MS, floorTo, HOUR_MS, MINUTE_MS } from "#server/db/rollups.ts";
import { ensureReadingPartitions } from "#server/db/partitions.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import type { OwnedReading } from "#server/ingest/judge.ts";
import { NotAhead, storeAhead, storeReadings } from "#server/ingest/store-readings.ts";
import { createRollupJob, GRACE_MS } from "./rollup-job.ts";
import { readSeries } from "./series.ts";

/** FAST speaks every ten seconds and has minutes, SLOW every ten minutes and has none. */
const TAGS = ["FAST", "SLOW"] as const;
const START = Date.UTC(2026, 10, 22, 14, 30);

interface Row {
  readonly tag_id: string;
  readonly t: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly mean: number | null;
  readonly n: number;
  readonly n_suspect: number;
  readonly n_bad: number;
}

const rowsOf = (tx: Tx, grain: string) =>
  tx.query<Row>(
    `select tag_id, (extract(epoch from t) * 1000)::float8 as t, low, high, mean, n, n_suspect, n_bad
       from reading_${grain} order by tag_id, t`,
  );

const STEPS = { minute: [MINUTE_MS, 0], hour: [HOUR_MS, 0], day: [DAY_MS, DAY_START_MS] } as const;

/** The same by hand, of all readings stored, for whole spans before `upTo`. */
function byHand(readings: readonly OwnedReading[], grain: keyof typeof STEPS, upTo: number): Row[] {
  const [step, origin] = STEPS[grain];
  const groups = new Map<string, OwnedReading[]>();
  for (const reading of readings) {
    const t = floorTo(reading.t, step, origin);
    if (t + step > upTo || (grain === "minute" && reading.tagId === "SLOW")) continue;
    const key = `${reading.tagId} ${t}`;
    groups.set(key, [...(groups.get(key) ?? []), reading]);
  }
  const rows = [...groups].map(([key, group]) => {
    const [tag_id = "", t] = key.split(" ");
    const values = group.filter(({ q }) => q < 2).map(({ v }) => v);
    return {
      tag_id,
      t: Number(t),
      low: values.length === 0 ? null : Math.min(...values),
      high: values.length === 0 ? null : Math.max(...values),
      mean: values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length,
      n: values.length,
      n_suspect: group.filter(({ q }) => q === 1).length,
      n_bad: group.filter(({ q }) => q === 2).length,
    };
  });
  return rows.sort((a, b) => (a.tag_id < b.tag_id ? -1 : a.tag_id > b.tag_id ? 1 : a.t - b.t));
}

const near = (row: Row) => ({ ...row, mean: row.mean === null ? null : Number(row.mean.toFixed(6)) });

const drawn = fc.record({
  tagId: fc.constantFrom(...TAGS),
  second: fc.integer({ min: 0, max: 40 * 3600 }),
  v: fc.integer({ min: -50, max: 50 }),
  q: fc.constantFrom(0 as const, 0 as const, 1 as const, 2 as const),
});
/** Readings come in batches; after each the clock stands somewhere in the two days and the job runs. */
const batches = fc.array(
  fc.record({
    readings: fc.array(drawn, { maxLength: 30 }),
    clockS: fc.integer({ min: 0, max: 41 * 3600 }),
    isAhead: fc.boolean(),
  }),
  { minLength: 1, maxLength: 4 },
);

describeOnBothEngines("roll-ups of readings", (bench) => {
  const clear = async () => {
    await bench.db().asSystem(async (tx) => {
      for (const table of ["reading", "latest", "reading_minute", "reading_hour", "reading_day", "rollup_mark", "tag"])
        await tx.query(`delete from ${table}`);
      await tx.query(
        `insert into tag (id, dataset_name, name, kind, station_id, area_code, enterprise_id, unit, sampling_s, stale_after_s)
         values ('FAST', 'd', 'f', 'pressure', 'S', '130102', 'E1', 'kPa', 10, 60),
                ('SLOW', 'd', 's', 'pressure', 'S', '130102', 'E1', 'kPa', 600, 1800)`,
      );
      await tx.query(
        `update rollup_state
            set closed_to = $1, minutes_to = $1, hours_to = date_bin('1 hour', $1, '2000-01-01 00:00Z'),
                days_to = date_bin('1 day', $1, '2000-01-01 16:00Z'), readings_from = '-infinity'`,
        [new Date(START)],
      );
    });
  };
  beforeAll(() => bench.db().asSystem((tx) => ensureReadingPartitions(tx, new Date(START), new Date(START))));
  beforeEach(clear);
  const storeAny = (readings: readonly OwnedReading[]) => bench.db().asSystem((tx) => storeReadings(tx, readings));
  /** As ingest does: at once where none is there already, else one by one. */
  const store = (readings: readonly OwnedReading[]) =>
    bench
      .db()
      .asSystem((tx) => storeAhead(tx, readings))
      .catch(async (cause: unknown) => {
        if (!(cause instanceof NotAhead)) throw cause;
        await storeAny(readings);
      });
  const of = (tagId: string, t: number, v: number, q: 0 | 1 | 2 = 0): OwnedReading => ({
    tagId,
    areaCode: "130102",
    enterpriseId: "E1",
    t,
    v,
    q,
  });

  test("say the same as the readings, in whatever order and however late these come", async () => {
    await fc.assert(
      fc
        .asyncProperty(batches, async (drawnBatches) => {
          const job = createRollupJob({ db: bench.db() });
          const stored = new Map<string, OwnedReading>();
          for (const { readings, clockS, isAhead } of drawnBatches) {
            const batch = readings.map((r) => of(r.tagId, START + r.second * 1000, r.v, r.q));
            await (isAhead ? store : storeAny)(batch);
            for (const r of batch) if (!stored.has(`${r.tagId} ${r.t}`)) stored.set(`${r.tagId} ${r.t}`, r);
            await job.run(START + clockS * 1000 + GRACE_MS);
          }
          const all = [...stored.values()];
          const upTo = START + 50 * HOUR_MS;
          await job.run(upTo + GRACE_MS);
          for (const grain of ["minute", "hour", "day"] as const) {
            const [step, origin] = STEPS[grain];
            const kept = await bench.db().asSystem((tx) => rowsOf(tx, grain));
            const whole = kept.filter((row) => row.t + step <= floorTo(upTo, step, origin));
            expect(whole.map(near), grain).toEqual(byHand(all, grain, floorTo(upTo, step, origin)).map(near));
          }
          expect(await bench.db().asSystem((tx) => tx.query("select * from rollup_mark"))).toEqual([]);
        })
        .beforeEach(clear),
      { numRuns: 12 },
    );
  });

  test("a reading stored while minutes are being closed is in its minute, or marks it", async () => {
    const job = createRollupJob({ db: bench.db() });
    const times = Array.from({ length: 60 }, (_, i) => START + i * 1000);
    await Promise.all([
      ...times.map((t, i) => (i % 2 === 0 ? store : storeAny)([of("FAST", t, i)])),
      job.run(START + MINUTE_MS + GRACE_MS),
      job.run(START + 2 * MINUTE_MS + GRACE_MS),
    ]);
    await job.run(START + 3 * MINUTE_MS + GRACE_MS);
    const [minute] = await bench.db().asSystem((tx) => rowsOf(tx, "minute"));
    expect(minute).toMatchObject({ low: 0, high: 59, n: 60 });
  });

  test("a series is the same from roll-ups and from readings, up to this very second", async () => {
    const readings = Array.from({ length: 6 * 60 * 5 }, (_, i) => of("FAST", START + i * 10_000, (i * 7919) % 101));
    await store(readings);
    const end = START + 5 * HOUR_MS;
    const job = createRollupJob({ db: bench.db() });
    // Half of it is rolled up, the rest only stored.
    await job.run(START + 2.5 * HOUR_MS + GRACE_MS);
    const read = (method: "buckets" | "m4", from: number, points: number) =>
      bench.db().asSystem((tx) => readSeries(tx, "FAST", { from, to: end, points, method }));
    const near24 = await read("buckets", floorTo(START, HOUR_MS), 11);
    // Twelve days back there is nothing; the range is long enough to be drawn from minutes.
    const far = await read("buckets", START - 12 * DAY_MS, 293);
    if (near24?.method !== "buckets" || far?.method !== "buckets") throw new Error("not buckets");
    expect([near24.source, far.source]).toEqual(["reading", "minute"]);
    const sum = (series: { count: number[]; mean: number[] }) =>
      series.count.reduce((total, n, i) => total + n * (series.mean[i] ?? 0), 0);
    expect(sum(far)).toBeCloseTo(sum(near24), 6);
    expect(far.count.reduce((a, b) => a + b, 0)).toBe(readings.length);
    expect([Math.min(...far.min), Math.max(...far.max)]).toEqual([Math.min(...near24.min), Math.max(...near24.max)]);
    const drawnFar = await read("m4", START - 12 * DAY_MS, 400);
    if (drawnFar?.method !== "m4") throw new Error("not points");
    expect([Math.min(...drawnFar.v), Math.max(...drawnFar.v)]).toEqual([Math.min(...far.min), Math.max(...far.max)]);
    expect(drawnFar.at).toEqual(drawnFar.at.toSorted((a, b) => a - b));
  });
});

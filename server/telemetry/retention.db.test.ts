import { expect, test } from "vitest";
import { ensureReadingPartitions } from "#server/db/partitions.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import type { OwnedReading } from "#server/ingest/judge.ts";
import { storeReadings } from "#server/ingest/store-readings.ts";
import { createRetention, keptFrom, settleKeep } from "./retention.ts";
import { createRollupJob, GRACE_MS } from "./rollup-job.ts";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 22, 3);
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const KEEP = settleKeep({ readings: 60, minutes: 10, hours: 90, outcomes: 30 });
const reading = (t: number): OwnedReading => ({ tagId: "P", areaCode: "130102", enterpriseId: "E1", t, v: 1, q: 0 });

test("a coarser grain is never kept for less long than the finer it is made of", () => {
  expect(KEEP).toEqual({ readings: 60, minutes: 60, hours: 90, outcomes: 30 });
});

describeOnBothEngines("retention", (bench) => {
  test("gives up whole months and what lies outside of them, keeps the days, and makes nothing anew of what is left", async () => {
    const db = bench.db();
    // One reading a day for 150 days, noon UTC; the oldest month has no partition of its own.
    const days = Array.from({ length: 150 }, (_, i) => NOW - 15 * 3_600_000 - i * DAY);
    await db.asSystem(async (tx) => {
      await tx.query(
        `insert into tag (id, dataset_name, name, kind, station_id, area_code, enterprise_id, unit, sampling_s, stale_after_s)
         values ('P', 'd', 'p', 'pressure', 'S', '130102', 'E1', 'kPa', 10, 60)`,
      );
      await ensureReadingPartitions(tx, new Date(Date.UTC(2026, 7, 1)), new Date(NOW));
      await storeReadings(tx, days.map(reading));
    });
    await createRollupJob({ db }).run(NOW + GRACE_MS);
    const dropped = await createRetention({ db, keep: KEEP, log: quiet })(NOW);
    // Sixty days before the 22nd of November is the 23rd of September: August is over, September is not.
    expect(dropped).toEqual(["reading_202608"]);
    const from = keptFrom(NOW, 60);
    const count = async (table: string) => {
      const [row] = await db.asSystem((tx) =>
        tx.query<{ n: number; first: Date }>(`select count(*)::int as n, min(t) as first from ${table}`),
      );
      return row;
    };
    expect((await count("reading"))?.first.getTime()).toBeGreaterThanOrEqual(Date.UTC(2026, 8, 1));
    expect((await count("reading_default"))?.n).toBe(0);
    expect((await count("reading_day"))?.n).toBe(150);
    expect((await count("reading_hour"))?.first.getTime()).toBeLessThan(from);

    // A file brings an old reading past ingest: its day stays as it was, though all that it was made of is gone.
    await db.asSystem((tx) => storeReadings(tx, [reading((days[140] as number) + 1000)]));
    await createRollupJob({ db }).run(NOW + 60_000 + GRACE_MS);
    expect(await count("reading_day")).toMatchObject({ n: 150 });
    await createRetention({ db, keep: KEEP, log: quiet })(NOW);
    expect((await count("reading_default"))?.n).toBe(0);
  });
});

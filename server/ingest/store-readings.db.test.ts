import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import type { OwnedReading } from "./judge.ts";
import { type Stored, storeReadings } from "./store-readings.ts";

const START = Date.UTC(2026, 10, 22, 10);
const reading = (tagId: string, second: number, v = second): OwnedReading => ({
  tagId,
  areaCode: "130102",
  enterpriseId: "E1",
  t: START + second * 1000 + 123,
  v,
  q: 0,
});

describeOnBothEngines("stored readings", (bench) => {
  const store = (readings: readonly OwnedReading[]) => bench.db().asSystem((tx) => storeReadings(tx, readings));
  const rows = () =>
    bench
      .db()
      .asSystem((tx) =>
        tx.query<{ tag_id: string; t: number; v: number }>(
          "select tag_id, (extract(epoch from t) * 1000)::float8 as t, v from reading order by tag_id, t",
        ),
      );
  const latest = () =>
    bench
      .db()
      .asSystem((tx) =>
        tx.query<{ tag_id: string; t: number; v: number }>(
          "select tag_id, (extract(epoch from t) * 1000)::float8 as t, v from latest order by tag_id",
        ),
      );
  beforeEach(() =>
    bench.db().asSystem(async (tx) => {
      await tx.query("delete from reading");
      await tx.query("delete from latest");
    }),
  );

  test("a batch says for each reading what became of it", async () => {
    expect(await store([reading("A", 5), reading("B", 1)])).toEqual(["newest", "newest"]);
    const again = [reading("A", 5, 99), reading("A", 3), reading("B", 2), reading("B", 2), reading("C", 1)];
    expect(await store(again)).toEqual(["duplicate", "older", "newest", "duplicate", "newest"]);
    expect((await rows()).find((row) => row.tag_id === "A" && row.t === reading("A", 5).t)?.v).toBe(5);
    expect(await latest()).toMatchObject([
      { tag_id: "A", t: reading("A", 5).t, v: 5 },
      { tag_id: "B", v: 2 },
      { tag_id: "C", v: 1 },
    ]);
  });

  test("in whatever order and however often readings come, each is one row and the newest is latest", async () => {
    const drawn = fc.record({ tag: fc.constantFrom("A", "B", "C"), second: fc.nat(6) });
    await fc.assert(
      fc
        .asyncProperty(fc.array(fc.array(drawn, { maxLength: 8 }), { maxLength: 5 }), async (batches) => {
          const outcomes: Stored[] = [];
          for (const batch of batches) outcomes.push(...(await store(batch.map((d) => reading(d.tag, d.second)))));
          const all = batches.flat();
          const distinct = new Set(all.map((d) => `${d.tag} ${d.second}`));
          expect(await rows()).toHaveLength(distinct.size);
          expect(outcomes.filter((o) => o !== "duplicate")).toHaveLength(distinct.size);
          for (const row of await latest()) {
            expect(row.v).toBe(Math.max(...all.filter((d) => d.tag === row.tag_id).map((d) => d.second)));
          }
          expect(await latest()).toHaveLength(new Set(all.map((d) => d.tag)).size);
        })
        .beforeEach(async () => {
          await bench.db().asSystem(async (tx) => {
            await tx.query("delete from reading");
            await tx.query("delete from latest");
          });
        }),
      { numRuns: 15 },
    );
  });

  test("a transaction that fails leaves nothing", async () => {
    const failing = bench.db().asSystem(async (tx) => {
      await storeReadings(tx, [reading("A", 1)]);
      throw new Error("the process ends here");
    });
    await expect(failing).rejects.toThrow("the process ends here");
    expect([await rows(), await latest()]).toEqual([[], []]);
  });
});

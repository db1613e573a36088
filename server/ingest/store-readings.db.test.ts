import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { ensureReadingPartitions } from "#server/db/partitions.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import type { OwnedReading } from "./judge.ts";
import { NotAhead, storeAhead, storeReadings } from "./store-readings.ts";

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
  const empty = async () => void (await bench.db().asSystem((tx) => tx.query("delete from reading")));
  beforeEach(empty);

  test("a batch says for each reading whether it was new", async () => {
    expect(await store([reading("A", 5), reading("B", 1)])).toEqual([true, true]);
    const again = [reading("A", 5, 99), reading("A", 3), reading("B", 2), reading("B", 2), reading("C", 1)];
    expect(await store(again)).toEqual([false, true, true, false, true]);
    expect((await rows()).find((row) => row.tag_id === "A" && row.t === reading("A", 5).t)?.v).toBe(5);
  });

  test("in whatever order and however often readings come, each is one row", async () => {
    const drawn = fc.record({ tag: fc.constantFrom("A", "B", "C"), second: fc.nat(6) });
    await fc.assert(
      fc
        .asyncProperty(fc.array(fc.array(drawn, { maxLength: 8 }), { maxLength: 5 }), async (batches) => {
          const isNew: boolean[] = [];
          for (const batch of batches) isNew.push(...(await store(batch.map((d) => reading(d.tag, d.second)))));
          const distinct = new Set(batches.flat().map((d) => `${d.tag} ${d.second}`));
          expect(await rows()).toHaveLength(distinct.size);
          expect(isNew.filter(Boolean)).toHaveLength(distinct.size);
        })
        .beforeEach(empty),
      { numRuns: 15 },
    );
  });

  test("readings said to be ahead of all others are stored as they are", async () => {
    const batch = [reading("A", 1), reading("A", 2), { ...reading("B", 3), v: -0.125, q: 2 as const }];
    await bench.db().asSystem((tx) => ensureReadingPartitions(tx, new Date(START), new Date(START)));
    await bench.db().asSystem((tx) => storeAhead(tx, batch));
    expect(await bench.db().asSystem((tx) => tx.query("select * from reading order by tag_id, t"))).toEqual(
      batch.map(({ tagId: tag_id, areaCode: area_code, enterpriseId: enterprise_id, t, v, q }) => {
        return { tag_id, t: new Date(t), area_code, enterprise_id, v, q };
      }),
    );
  });

  test("where one of them was there all the same, that is an error and nothing is kept", async () => {
    await store([reading("A", 5)]);
    const wrong = bench.db().asSystem((tx) => storeAhead(tx, [reading("A", 6), reading("A", 5)]));
    await expect(wrong).rejects.toThrow(NotAhead);
    expect(await rows()).toHaveLength(1);
  });

  test("nor are they where their month has no partition", async () => {
    const far = { ...reading("A", 0), t: Date.UTC(2051, 4) };
    await expect(bench.db().asSystem((tx) => storeAhead(tx, [reading("A", 1), far]))).rejects.toThrow(NotAhead);
    expect(await rows()).toEqual([]);
  });

  test("a transaction that fails leaves nothing", async () => {
    const failing = bench.db().asSystem(async (tx) => {
      await storeReadings(tx, [reading("A", 1)]);
      throw new Error("the process ends here");
    });
    await expect(failing).rejects.toThrow("the process ends here");
    expect(await rows()).toEqual([]);
  });
});

import { beforeEach, expect, test } from "vitest";
import type { Db } from "#server/db/db.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { keepLatest, type NewestReading, writeLatest } from "./keep-latest.ts";

const START = Date.UTC(2026, 10, 22, 10);
const reading = (tagId: string, second: number): NewestReading => ({
  tagId,
  areaCode: "130102",
  enterpriseId: "E1",
  t: START + second * 1000,
  v: second,
  q: 0,
});

describeOnBothEngines("the table of newest values", (bench) => {
  const rows = () => bench.db().asSystem((tx) => tx.query("select tag_id, v from latest order by tag_id"));
  beforeEach(async () => void (await bench.db().asSystem((tx) => tx.query("delete from latest"))));

  test("moves forward and never back", async () => {
    const write = (readings: readonly NewestReading[]) => bench.db().asSystem((tx) => writeLatest(tx, readings));
    await write([reading("B", 2), reading("A", 5)]);
    await write([reading("A", 3), reading("B", 4), reading("C", 1)]);
    expect(await rows()).toEqual([
      { tag_id: "A", v: 5 },
      { tag_id: "B", v: 4 },
      { tag_id: "C", v: 1 },
    ]);
  });

  test("holds the newest of each tag once the server has stopped", async () => {
    const keeper = keepLatest({ db: bench.db(), log: { warn: () => undefined } });
    keeper.hear([reading("A", 1), reading("B", 1)]);
    keeper.hear([reading("A", 2)]);
    await keeper.close();
    expect(await rows()).toEqual([
      { tag_id: "A", v: 2 },
      { tag_id: "B", v: 1 },
    ]);
  });

  test("what the database did not take is written later", async () => {
    let isAway = true;
    const asSystem: Db["asSystem"] = async (run) => {
      if (!isAway) return await bench.db().asSystem(run);
      isAway = false;
      throw new Error("the database is away");
    };
    const keeper = keepLatest({ db: { asSystem }, log: { warn: () => undefined } });
    keeper.hear([reading("A", 1)]);
    await expect.poll(rows, { timeout: 5000 }).toEqual([{ tag_id: "A", v: 1 }]);
    await keeper.close();
  });
});

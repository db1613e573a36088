import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { READING_OUTCOMES, type ReadingOutcome } from "#contract/readings.ts";
import type { Scope } from "#contract/scope.ts";
import { listOutcomes, type OutcomeKey, sumOutcomes } from "#server/db/outcomes.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { testSnapshot } from "#server/live/testing/network.ts";
import { createIngest } from "./ingest.ts";

const NOW = Date.UTC(2026, 10, 22, 10, 30);
const SNAPSHOT = testSnapshot([
  { id: "P1", county: "130102", enterprise: "E1" },
  { id: "P2", county: "130203", enterprise: "E2" },
]);
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const PROVINCE: Scope = { level: "province", areaCode: "130000", enterpriseId: null };
const county = (areaCode: string): Scope => ({ level: "county", areaCode, enterpriseId: null });
const enterprise = (areaCode: string, enterpriseId: string): Scope => ({ level: "enterprise", areaCode, enterpriseId });

describeOnBothEngines("what became of readings", (bench) => {
  /** `isKnowing` false: another server stores, and this one does not know the newest. */
  const house = (isKnowing = true) => {
    const newest = new Map<string, number>();
    const ingest = createIngest({
      db: bench.db(),
      snapshot: () => SNAPSHOT,
      newestAt: (tagId) => newest.get(tagId) ?? 0,
      onAccepted: (readings) => {
        if (isKnowing) for (const { tagId, t } of readings) newest.set(tagId, t);
      },
      log: quiet,
      now: () => NOW,
      lingerMs: 1,
      giveUpMs: 0,
      keptFrom: () => NOW - 400 * 86_400_000,
    });
    const send = (topic: string, body: unknown) =>
      ingest.message(topic, Buffer.from(typeof body === "string" ? body : JSON.stringify(body)));
    return { ingest, send };
  };
  beforeEach(() =>
    bench.db().asSystem(async (tx) => {
      for (const table of ["reading", "latest", "reading_outcome", "tag", "enterprise"])
        await tx.query(`delete from ${table}`);
      await tx.query(
        `insert into enterprise (id, dataset_name, name, area_code, credit_code)
         values ('E1', 'd', '一号', '130102', 'x'), ('E2', 'd', '二号', '130203', 'y')`,
      );
      await tx.query(
        `insert into tag (id, dataset_name, name, kind, station_id, area_code, enterprise_id, unit, sampling_s, stale_after_s)
         values ('P1', 'd', '一号压力', 'pressure', 'S', '130102', 'E1', 'kPa', 10, 60), ('P2', 'd', 'p', 'pressure', 'S', '130203', 'E2', 'kPa', 10, 60)`,
      );
    }),
  );
  const seen = (scope: Scope, filter = {}) =>
    bench.db().as(scope, async (tx) => (await listOutcomes(tx, filter, null, 500)).rows);
  const brief = async (scope: Scope) =>
    (await seen(scope)).map(({ enterpriseId, tagId, outcome, count }) => [enterpriseId, tagId, outcome, count]).sort();

  test("each kind of trouble is a row that its enterprise reads, with the last of them", async () => {
    const { send } = house();
    const topic = "gas/130102/E1/P1";
    await send(topic, { t: NOW, v: 1 });
    await send(topic, { t: NOW, v: 2 });
    await send(topic, { t: NOW - 1000, v: 3 });
    await send(topic, { t: NOW - 3_600_000, v: 4 });
    await send(topic, { t: NOW + 3_600_000, v: 5 });
    await send(topic, { t: 1, v: 5 });
    await send(topic, { t: NOW, v: 99_999 });
    await send(topic, '{"t":1,"v":NaN}');
    await send(topic, { t: NOW, v: 6, u: "MPa" });
    await send(topic, "rub\u0000bish");
    await send(topic, "rubbish");
    await send("gas/130102/E1/NOBODY", { t: NOW, v: 6 });
    await send("gas/130203/E1/P1", { t: NOW, v: 6 });
    expect(await brief(enterprise("130102", "E1"))).toEqual([
      ["E1", "NOBODY", "unknown_tag", 1],
      ["E1", "P1", "duplicate", 1],
      ["E1", "P1", "future", 1],
      ["E1", "P1", "late", 1],
      ["E1", "P1", "malformed", 2],
      ["E1", "P1", "not_a_number", 1],
      ["E1", "P1", "out_of_order", 1],
      ["E1", "P1", "out_of_range", 1],
      ["E1", "P1", "too_old", 1],
      ["E1", "P1", "wrong_topic", 1],
      ["E1", "P1", "wrong_unit", 1],
    ]);
    const [row] = await seen(enterprise("130102", "E1"), { outcome: "out_of_range" });
    expect(row).toMatchObject({
      enterpriseName: "一号",
      tagName: "一号压力",
      areaCode: "130102",
      hour: "2026-11-22T10:00:00.000Z",
      lastT: new Date(NOW).toISOString(),
      lastV: 99_999,
      way: "mqtt",
    });
    const [unread] = await seen(enterprise("130102", "E1"), { outcome: "malformed" });
    expect(unread).toMatchObject({ lastT: null, lastV: null, sample: "rubbish" });
  });

  test("who sends for another's tag is told that there is none; only the province is told whose it is", async () => {
    const { send, ingest } = house();
    expect(await send("gas/130102/E1/P2", { t: NOW, v: 1 })).toEqual(["wrong_owner"]);
    expect(await send("gas/130102/E1/P3", { t: NOW, v: 1 })).toEqual(["unknown_tag"]);
    expect(ingest.counters.total("wrong_owner")).toBe(1);
    for (const scope of [enterprise("130102", "E1"), county("130102")]) {
      expect(await brief(scope)).toEqual([
        ["E1", "P2", "unknown_tag", 1],
        ["E1", "P3", "unknown_tag", 1],
      ]);
      expect(await seen(scope, { outcome: "wrong_owner" })).toEqual([]);
    }
    expect(await brief(PROVINCE)).toContainEqual(["E1", "P2", "wrong_owner", 1]);
    for (const scope of [enterprise("130203", "E2"), county("130203")]) expect(await brief(scope)).toEqual([]);
  });

  test("what names no enterprise that is known belongs to nobody: the province sees it", async () => {
    const { send } = house();
    await send("gas/130102/E9/P1", { t: NOW, v: 1 });
    await send("nonsense", "x");
    for (const scope of [enterprise("130102", "E1"), county("130102")]) expect(await brief(scope)).toEqual([]);
    expect(await brief(PROVINCE)).toEqual([
      ["", "P1", "wrong_owner", 1],
      ["", "nonsense", "wrong_topic", 1],
    ]);
  });

  test("whatever comes, each reading is counted once and stands once in the list, unless it was simply accepted", async () => {
    const word = fc.constantFrom("P1", "P2", "P\u0000", "x".repeat(300), "E1", "130102", "+", "", "\ud800");
    const topic = fc.oneof(
      fc.constantFrom("gas/130102/E1/P1", "gas/130203/E2/P2", "gas/130102/E1/P2"),
      fc.array(word, { maxLength: 5 }).map((parts) => ["gas", ...parts].join("/")),
    );
    const reading = fc.record(
      {
        t: fc.oneof(fc.constantFrom<unknown>(NOW, NOW - 1, NOW + 1e9, 1, "x", 8.64e15, 9e15, null), fc.integer()),
        v: fc.oneof(fc.double(), fc.constantFrom<unknown>(null, "NaN", "1", 1e300, [])),
        q: fc.constantFrom<unknown>(0, 1, 2, 3, "0"),
        u: fc.constantFrom<unknown>("kPa", "MPa", "x".repeat(99)),
      },
      { requiredKeys: [] },
    );
    const body = fc.oneof(
      fc.array(reading, { maxLength: 5 }).map((list) => JSON.stringify(list)),
      fc.string({ unit: "binary" }),
      fc.json(),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(topic, body), { maxLength: 12 }),
        fc.boolean(),
        async (messages, isKnowing) => {
          await bench.db().asSystem(async (tx) => {
            for (const table of ["reading", "latest", "reading_outcome"]) await tx.query(`delete from ${table}`);
          });
          const { send, ingest } = house(isKnowing);
          const said = (await Promise.all(messages.map(([to, text]) => send(to, text)))).flat();
          const count = (outcome: ReadingOutcome) => said.filter((one) => one === outcome).length;
          for (const outcome of READING_OUTCOMES) expect(ingest.counters.total(outcome)).toBe(count(outcome));
          const totals = await bench.db().as(PROVINCE, (tx) => sumOutcomes(tx, {}));
          const expected = READING_OUTCOMES.filter((o) => o !== "accepted" && count(o) > 0).map((outcome) => ({
            outcome,
            count: count(outcome),
          }));
          const byName = (a: { outcome: string }, b: { outcome: string }) => (a.outcome < b.outcome ? -1 : 1);
          expect(totals.toSorted(byName)).toEqual(expected.toSorted(byName));
          const [rows] = await bench
            .db()
            .asSystem((tx) => tx.query<{ n: number }>("select count(*) as n from reading"));
          expect(rows?.n).toBe(count("accepted") + count("late") + count("out_of_order"));
        },
      ),
      { numRuns: 25 },
    );
  });

  test("a reading that another server has stored is a duplicate, and what came with it is kept", async () => {
    await house().send("gas/130102/E1/P1", { t: NOW, v: 1 });
    const { send } = house();
    const both = [send("gas/130102/E1/P1", { t: NOW, v: 2 }), send("gas/130102/E1/P1", { t: NOW + 1, v: 3 })];
    expect(await Promise.all(both)).toEqual([["duplicate"], ["accepted"]]);
    const rows = await bench.db().asSystem((tx) => tx.query("select v from reading order by t"));
    expect(rows).toEqual([{ v: 1 }, { v: 3 }]);
  });

  test("what the database will not take is a row as well before its sender hears of it, and takes no other with it", async () => {
    const refusal = Object.assign(new Error("out of range"), { code: "22003" });
    const ingest = createIngest({
      db: {
        asSystem: (run) =>
          bench.db().asSystem(async (tx) => {
            const done = await run(tx);
            const [bad] = await tx.query("select from reading where v = 13");
            if (bad) throw refusal;
            return done;
          }),
      },
      snapshot: () => SNAPSHOT,
      newestAt: () => 0,
      onAccepted: () => undefined,
      log: quiet,
      now: () => NOW,
      lingerMs: 1,
      giveUpMs: 0,
    });
    const send = (t: number, v: number) => ingest.message("gas/130102/E1/P1", Buffer.from(JSON.stringify({ t, v })));
    const said = await Promise.all([send(NOW - 3, 1), send(NOW - 2, 13), send(NOW - 1, 2)]);
    expect(said.flat()).toEqual(["accepted", "refused", "accepted"]);
    expect(ingest.counters.total("refused")).toBe(1);
    expect(await brief(enterprise("130102", "E1"))).toEqual([["E1", "P1", "refused", 1]]);
    const rows = await bench.db().asSystem((tx) => tx.query("select v from reading order by t"));
    expect(rows).toEqual([{ v: 1 }, { v: 2 }]);
  });

  test("names that nobody knows do not fill the list: beyond a thousand they are one row", async () => {
    const { send } = house();
    await Promise.all(Array.from({ length: 1200 }, (_, i) => send(`gas/130102/E1/junk${i}`, { t: NOW, v: 1 })));
    const totals = await bench.db().as(PROVINCE, (tx) => sumOutcomes(tx, {}));
    expect(totals).toEqual([{ outcome: "unknown_tag", count: 1200 }]);
    expect(await seen(PROVINCE, { tag: "*" })).toMatchObject([{ count: 200 }]);
  });

  test("pages lead through all rows, each once", async () => {
    const { send } = house();
    for (let i = 0; i < 25; i++) await send(`gas/130102/E1/junk${i % 13}`, i % 2 === 0 ? "x" : { t: NOW, v: 1 });
    await send("gas/130102/E1/P2", { t: NOW, v: 1 });
    const all = await seen(county("130102"));
    const paged: unknown[] = [];
    const read = async (after: OutcomeKey | null): Promise<void> => {
      const page = await bench.db().as(county("130102"), (tx) => listOutcomes(tx, {}, after, 4));
      paged.push(...page.rows);
      if (page.next !== null) await read(page.next);
    };
    await read(null);
    expect(paged).toEqual(all);
  });

  test("a row is on disk before the sender hears of its reading, and a failing database lets nobody believe otherwise", async () => {
    const { send } = house();
    expect(await send("gas/130102/E1/P9", { t: NOW, v: 1 })).toEqual(["unknown_tag"]);
    expect(await brief(PROVINCE)).toHaveLength(1);
    const broken = createIngest({
      db: { asSystem: () => Promise.reject(new Error("the disk is full")) },
      snapshot: () => SNAPSHOT,
      newestAt: () => 0,
      onAccepted: () => undefined,
      log: quiet,
      giveUpMs: 0,
    });
    await expect(broken.message("gas/130102/E1/P9", Buffer.from("{}"))).rejects.toThrow("the disk is full");
    expect(broken.counters.total("malformed")).toBe(0);
  });
});

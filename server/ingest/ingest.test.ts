import { describe, expect, test } from "vitest";
import type { Reading } from "#server/live/latest.ts";
import { testSnapshot } from "#server/live/testing/network.ts";
import { fakeDb } from "#server/testing/fakes.ts";
import { createIngest, type IngestOptions } from "./ingest.ts";
import type { RawReading } from "./parse.ts";

const NOW = 1_800_000_000_000;
const DAY = 86_400_000;
const SNAPSHOT = testSnapshot([
  { id: "P1", county: "130102", enterprise: "E1" },
  { id: "L1", county: "130102", enterprise: "E1", kind: "tank_level" },
]);

function house(over: Partial<IngestOptions> = {}) {
  const shown: Reading[] = [];
  const logged: object[] = [];
  // All are new to this database; what really happens there is the database test's subject.
  const db = fakeDb(() => []);
  const log = {
    info: () => undefined,
    warn: (facts: object) => logged.push(facts),
    error: (facts: object) => logged.push(facts),
  };
  const ingest = createIngest({
    db,
    snapshot: () => SNAPSHOT,
    newestAt: (tagId) => Math.max(0, ...shown.filter((r) => r.tagId === tagId).map(({ t }) => t)),
    onAccepted: (readings) => shown.push(...readings),
    log,
    now: () => NOW,
    keptFrom: () => NOW - 400 * DAY,
    lingerMs: 0,
    giveUpMs: 0,
    ...over,
  });
  const send = (topic: string, body: unknown) =>
    ingest.message(topic, new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body)));
  return { ingest, send, shown, logged };
}
const at = (t: number, v = 100): RawReading => ({ t, v, q: 0 });

describe("a message", () => {
  test.each([
    ["is accepted when all is right", "gas/130102/E1/P1", at(NOW), "accepted"],
    ["may be a little ahead of our clock", "gas/130102/E1/P1", at(NOW + 299_000), "accepted"],
    ["may not be far ahead of it", "gas/130102/E1/P1", at(NOW + 301_000), "future"],
    ["may take ten minutes", "gas/130102/E1/P1", at(NOW - 600_000), "accepted"],
    ["is late after that, and kept", "gas/130102/E1/P1", at(NOW - 600_001), "late"],
    ["may not be older than what is kept", "gas/130102/E1/P1", at(NOW - 401 * DAY), "too_old"],
    ["must be of a tag we know", "gas/130102/E1/P9", at(NOW), "unknown_tag"],
    ["must come under its tag's enterprise", "gas/130102/E2/P1", at(NOW), "wrong_owner"],
    ["must come under its tag's area", "gas/130203/E1/P1", at(NOW), "wrong_topic"],
    ["must come under our topics", "gas/130102/E1/P1/x", at(NOW), "wrong_topic"],
    ["must be measurable", "gas/130102/E1/L1", at(NOW, 111), "out_of_range"],
    ["must be finite", "gas/130102/E1/P1", '{"t":1,"v":1e999}', "not_a_number"],
    ["must be a number", "gas/130102/E1/P1", '{"t":1,"v":NaN}', "not_a_number"],
    ["may say its tag's unit", "gas/130102/E1/P1", { ...at(NOW), u: "kpa" }, "accepted"],
    ["may not say another", "gas/130102/E1/P1", { ...at(NOW), u: "MPa" }, "wrong_unit"],
    ["must be JSON", "gas/130102/E1/P1", "12.5", "malformed"],
  ])("%s", async (_, topic, body, outcome) => {
    const { ingest, send, shown, logged } = house();
    expect(await send(topic, body)).toEqual([outcome]);
    expect(ingest.counters.total(outcome as "accepted")).toBe(1);
    const isKept = outcome === "accepted" || outcome === "late";
    expect(shown).toHaveLength(isKept ? 1 : 0);
    expect(ingest.counters.rejections()).toHaveLength(isKept ? 0 : 1);
    expect(logged).toHaveLength(isKept ? 0 : 1);
  });
});

test("nothing is shown and nothing settles before the commit", async () => {
  const gate = Promise.withResolvers<void>();
  const { send, shown, ingest } = house({
    db: {
      asSystem: async (run) => {
        await gate.promise;
        return fakeDb(() => []).asSystem(run);
      },
    },
  });
  let settled = false;
  const sent = send("gas/130102/E1/P1", at(NOW)).then(() => {
    settled = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect([settled, shown.length, ingest.pending]).toEqual([false, 0, 1]);
  gate.resolve();
  await sent;
  expect(shown).toHaveLength(1);
});

test("when the database cannot store, the sender is told and nothing is shown or counted", async () => {
  const { send, shown, ingest } = house({
    db: { asSystem: () => Promise.reject(new Error("the disk is full")) },
  });
  await expect(send("gas/130102/E1/P1", at(NOW))).rejects.toThrow("the disk is full");
  expect(shown).toEqual([]);
  expect(ingest.counters.total("accepted")).toBe(0);
});

test("where the database takes neither a reading nor the row that tells of it, the log does, and what comes next is stored", async () => {
  let isTaking = false;
  const refusal = Object.assign(new Error("out of range"), { code: "22003" });
  const { send, shown, logged } = house({
    db: { asSystem: (run) => (isTaking ? fakeDb(() => []).asSystem(run) : Promise.reject(refusal)) },
  });
  expect(await send("gas/130102/E1/P1", at(NOW))).toEqual(["refused"]);
  expect(logged).toContainEqual(expect.objectContaining({ err: refusal }));
  expect(shown).toEqual([]);
  isTaking = true;
  expect(await send("gas/130102/E1/P1", at(NOW))).toEqual(["accepted"]);
});

test("a flood of rubbish is counted in full, logged in samples and held in a bounded list", async () => {
  const { send, ingest, logged } = house();
  await Promise.all(Array.from({ length: 1500 }, () => send("gas/130102/E1/P9", at(NOW))));
  expect(ingest.counters.total("unknown_tag")).toBe(1500);
  expect(ingest.counters.rejections()).toHaveLength(1000);
  expect(logged).toHaveLength(10);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { UPLOAD_CHUNK_BYTES } from "#contract/field/uploads.ts";
import { httpWire } from "./http-wire.ts";
import { isUnsent, type Ledger } from "./ledger.ts";
import { createSender, type SenderMood } from "./sender.ts";
import { type Fault, fakeServer } from "./testing/fake-server.ts";
import { memoryLedger } from "./testing/memory-ledger.ts";
import { sampleBytes, sampleFile, sampleId, sampleRecord } from "./testing/samples.ts";
import { WireError } from "./wire.ts";

const FAULTS = ["none", "lost", "unheard", "503", "500", "401", "csrf", "portal"] as const satisfies Fault[];

/** A phone and a server, with a clock of the test's own. */
function phone() {
  const clock = { ms: 1_000_000 };
  const server = fakeServer();
  const ledger = memoryLedger();
  const moods: SenderMood[] = [];
  const start = () =>
    createSender({
      ledger,
      wire: httpWire({
        fetch: server.fetch,
        csrf: () => "token",
        renewCsrf: async () => {
          if (server.faults[0] === "401") throw new WireError("signed_out");
        },
        now: () => clock.ms,
        onServerTime: () => {},
      }),
      now: () => clock.ms,
      random: () => 0.5,
      onChange: () => {},
      onMood: (mood) => void moods.push(mood),
    });
  const life = { sender: start() };
  const steps = async (count: number) => {
    for (let i = 0; i < count; i++) {
      const wait = await life.sender.step();
      if (wait !== 0) clock.ms += wait ?? 1000;
    }
  };
  /** Until nothing is left to do. */
  const drain = async () => {
    for (let i = 0; i < 20_000; i++) {
      const wait = await life.sender.step();
      if (wait === null) return;
      clock.ms += wait;
    }
    throw new Error("the sender never comes to rest");
  };
  return { clock, server, ledger, life, start, steps, drain, moods };
}

async function save(ledger: Ledger, n: number, sizes: readonly number[]): Promise<void> {
  const files = [];
  for (const [i, size] of sizes.entries()) {
    const bytes = sampleBytes(size, n * 10 + i);
    const entry = await sampleFile(n * 10 + i, bytes);
    await ledger.putFile(entry.id, bytes);
    files.push(entry);
  }
  await ledger.seal(await sampleRecord(n, files));
}

const sizes = fc.array(fc.integer({ min: 1, max: UPLOAD_CHUNK_BYTES * 3 }), { maxLength: 2 });
const event = fc.oneof(
  { weight: 3, arbitrary: fc.record({ is: fc.constant("save" as const), sizes }) },
  {
    weight: 6,
    arbitrary: fc.record({
      is: fc.constant("steps" as const),
      faults: fc.array(fc.constantFrom(...FAULTS), { maxLength: 8 }),
      count: fc.integer({ min: 1, max: 8 }),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ is: "killed" as const }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant("clock" as const), hours: fc.integer({ min: -26, max: 26 }) }) },
  { weight: 1, arbitrary: fc.constant({ is: "signed in" as const }) },
);

test("whatever the network, the server and the clock do, every record arrives once, whole, and is counted on the phone", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 14 }), async (events) => {
      const { clock, server, ledger, life, start, steps, drain } = phone();
      let count = 0;
      for (const happens of events) {
        if (happens.is === "save") await save(ledger, ++count, happens.sizes);
        if (happens.is === "killed") life.sender = start();
        if (happens.is === "clock") clock.ms += happens.hours * 3_600_000;
        if (happens.is === "signed in") life.sender.hurry();
        if (happens.is === "steps") {
          server.faults = [...happens.faults];
          await steps(happens.count);
        }
      }
      server.faults = [];
      life.sender.hurry();
      await drain();
      const records = await ledger.records();
      expect(records).toHaveLength(count);
      expect(records.map(({ state }) => state)).toEqual(records.map(() => "counted"));
      expect(new Map([...server.records].map(([id, { hash }]) => [id, hash]))).toEqual(
        new Map(records.map(({ id, hash }) => [id, hash])),
      );
      for (const { sealed } of records)
        for (const { id, bytes } of sealed.attachments)
          expect(server.files.get(id)?.bytes).toEqual(await ledger.readFile(id, 0, bytes));
      expect([...server.applied.values()].every((times) => times === 1)).toBe(true);
      expect(server.conflicts).toEqual([]);
    }),
    { numRuns: 60 },
  );
}, 60_000);

test("a record that needs a person holds up no other", async () => {
  const { ledger, server, drain } = phone();
  await save(ledger, 1, []);
  await drain();
  const other = await sampleRecord(1, [], "another content");
  const twin = memoryLedger();
  await twin.seal(other);
  const second = phone();
  await second.ledger.seal(other);
  await save(second.ledger, 2, [10]);
  await second.server.fetch("/api/field/records", {
    method: "POST",
    body: JSON.stringify({
      record: server.records.get(sampleId(1))?.record,
      hash: server.records.get(sampleId(1))?.hash,
    }),
  });
  await second.life.sender.step();
  await second.steps(12);
  const states = new Map((await second.ledger.records()).map((r) => [r.id, r]));
  expect(states.get(sampleId(1))).toMatchObject({ state: "attention", isHeld: true, reasons: [{ code: "conflict" }] });
  expect(states.get(sampleId(2))?.state).toBe("counted");
  expect(second.server.conflicts).toHaveLength(1);
});

test("an expired session keeps everything, asks nothing more of the server, and goes on after signing in", async () => {
  const { ledger, server, life, drain, moods } = phone();
  await save(ledger, 1, [1000]);
  server.faults = ["none", "401"];
  await drain();
  const asked = server.requests;
  expect(await life.sender.step()).toBeNull();
  expect(server.requests).toBe(asked);
  expect(moods.at(-1)).toBe("signed_out");
  expect((await ledger.records()).filter(isUnsent)).toHaveLength(1);
  life.sender.hurry();
  await drain();
  expect((await ledger.records()).map(({ state }) => state)).toEqual(["counted"]);
});

test("a photo that the phone has lost is said of its record, and the others go on", async () => {
  const { ledger, drain } = phone();
  const bytes = sampleBytes(5000, 1);
  await ledger.seal(await sampleRecord(1, [await sampleFile(1, bytes)]));
  await save(ledger, 2, [5000]);
  await drain();
  const [first, second] = await ledger.records();
  expect(first).toMatchObject({ state: "attention", reasons: [{ code: "file_lost" }] });
  expect(second?.state).toBe("counted");
});

test("the words of every record go out before the pictures of any, and what is urgent before both", async () => {
  const { ledger, server, steps } = phone();
  await save(ledger, 1, [200_000]);
  await save(ledger, 2, [200_000]);
  const urgent = await sampleRecord(3);
  await ledger.seal({ ...urgent, isUrgent: true });
  await steps(3);
  expect([...server.records.keys()]).toEqual([sampleId(3), sampleId(1), sampleId(2)]);
  expect(server.files.size).toBe(0);
});

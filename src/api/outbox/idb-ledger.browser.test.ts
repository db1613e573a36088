import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { deleteDeviceDb, deviceDb, StorageError } from "./device-db.ts";
import { idbLedger, ledgerName, openLedgerAhead } from "./idb-ledger.ts";
import type { Ledger } from "./ledger.ts";
import { again, afterTold } from "./progress.ts";
import { memoryLedger } from "./testing/memory-ledger.ts";
import { sampleBytes, sampleFile, sampleId, sampleRecord } from "./testing/samples.ts";

let count = 0;
const names: string[] = [];
const freshAccount = () => {
  const account = `test-${Date.now()}-${count++}`;
  names.push(ledgerName(account));
  return account;
};
afterEach(async () => {
  for (const name of names.splice(0)) await deleteDeviceDb(name);
});

const n = fc.integer({ min: 1, max: 3 });
const command = fc.oneof(
  fc.record({ is: fc.constant("file" as const), n, size: fc.integer({ min: 1, max: 600_000 }) }),
  fc.record({ is: fc.constant("dropFile" as const), n }),
  fc.record({ is: fc.constant("draft" as const), n, note: fc.string({ maxLength: 5 }) }),
  fc.record({ is: fc.constant("dropDraft" as const), n }),
  fc.record({ is: fc.constant("seal" as const), n, note: fc.constantFrom("a", "b") }),
  fc.record({ is: fc.constant("counted" as const), n }),
  fc.record({ is: fc.constant("again" as const), n }),
  fc.constant({ is: "free" as const }),
  fc.constant({ is: "reopen" as const }),
);
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

const receipt = (id: string, hash: string) =>
  ({
    id,
    hash,
    state: "counted",
    reasons: [],
    detail: null,
    missing: [],
    receivedAt: "2026-11-26T00:00:00Z",
    acceptedAt: null,
    countedAt: null,
    hazards: [],
  }) as const;

async function obey(ledger: Ledger, happens: Command): Promise<unknown> {
  try {
    if (happens.is === "file") {
      const bytes = sampleBytes(happens.size, happens.n);
      return await ledger.putFile((await sampleFile(happens.n, bytes)).id, bytes);
    }
    if (happens.is === "dropFile") return await ledger.dropFile(sampleId(0x8000 + happens.n));
    if (happens.is === "draft")
      return await ledger.putDraft({
        id: sampleId(happens.n),
        kind: "check",
        title: happens.note,
        changedAt: 1,
        content: { note: happens.note },
        files: [await sampleFile(happens.n, sampleBytes(10, 1))],
      });
    if (happens.is === "dropDraft") return await ledger.dropDraft(sampleId(happens.n));
    if (happens.is === "seal") {
      const files = [await sampleFile(happens.n, sampleBytes(10, 1))];
      return await ledger.seal(await sampleRecord(happens.n, files, happens.note));
    }
    if (happens.is === "counted")
      return await ledger.advance(sampleId(happens.n), (record) =>
        afterTold(record, {
          is: "receipt",
          receipt: { ...receipt(record.id, record.hash), reasons: [], missing: [], hazards: [] },
        }),
      );
    if (happens.is === "again") return await ledger.advance(sampleId(happens.n), again);
    if (happens.is === "free") return await ledger.freeConfirmed();
  } catch (error) {
    return error instanceof StorageError ? error.fault : "refused";
  }
  return null;
}

async function everything(ledger: Ledger): Promise<unknown> {
  const files = [];
  for (const i of [1, 2, 3]) {
    const id = sampleId(0x8000 + i);
    const whole = await ledger.readFile(id, 0, 1_000_000);
    const middle = await ledger.readFile(id, 262_100, 100);
    files.push([whole && Array.from(whole.slice(-3)), whole?.byteLength, middle && Array.from(middle)]);
  }
  return { records: await ledger.records(), drafts: await ledger.drafts(), files };
}

test("whatever is done to it, also with its connection closed in between, the ledger on the device holds what it should", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 12 }), async (commands) => {
      const account = freshAccount();
      const model = memoryLedger();
      let device = idbLedger(account);
      for (const happens of commands) {
        if (happens.is === "reopen") {
          device.close();
          device = idbLedger(account);
        } else expect(await obey(device, happens)).toEqual(await obey(model, happens));
      }
      expect(await everything(device)).toEqual(await everything(model));
      device.close();
    }),
    { numRuns: 25 },
  );
});

test("a connection that is lost under the app is opened again, and the write is there", async () => {
  const name = `lost-${count++}`;
  names.push(name);
  const opened: IDBDatabase[] = [];
  const factory = {
    open: (asked: string, version?: number) => {
      const request = indexedDB.open(asked, version);
      request.addEventListener("success", () => opened.push(request.result));
      return request;
    },
  } as unknown as IDBFactory;
  const db = deviceDb({ name, version: 1, upgrade: (made) => void made.createObjectStore("kept"), factory });
  const put = (value: number) => db.run(["kept"], "readwrite", (tx) => void tx.objectStore("kept").put(value, "n"));
  await put(1);
  opened[0]?.close();
  await put(2);
  expect(opened).toHaveLength(2);
  const read = await db.run(
    ["kept"],
    "readonly",
    (tx) =>
      new Promise((resolve) => {
        const request = tx.objectStore("kept").get("n");
        request.onsuccess = () => resolve(request.result);
      }),
  );
  expect(read).toBe(2);
  db.close();
});

test("writes ask for strict durability, and a full disk keeps nothing of the failed one and all before it", async () => {
  const name = `full-${count++}`;
  names.push(name);
  const asked: (string | undefined)[] = [];
  const real = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    asked.push(options?.durability);
    return real.call(this, stores, mode, options);
  };
  try {
    const db = deviceDb({ name, version: 1, upgrade: (made) => void made.createObjectStore("kept") });
    await db.run(["kept"], "readwrite", (tx) => void tx.objectStore("kept").put("before", "a"));
    const failing = db.run(["kept"], "readwrite", (tx) => {
      tx.objectStore("kept").put("after", "a");
      throw new DOMException("no room", "QuotaExceededError");
    });
    await expect(failing).rejects.toMatchObject({ fault: "full" });
    const kept = await db.run(
      ["kept"],
      "readonly",
      (tx) =>
        new Promise((resolve) => {
          const request = tx.objectStore("kept").get("a");
          request.onsuccess = () => resolve(request.result);
        }),
    );
    expect(kept).toBe("before");
    expect(asked).toEqual(["strict", "strict", "default"]);
    db.close();
  } finally {
    IDBDatabase.prototype.transaction = real;
  }
});

test("one account's ledger is not another's", async () => {
  const [a, b] = [idbLedger(freshAccount()), idbLedger(freshAccount())];
  await a.seal(await sampleRecord(1));
  expect(await a.records()).toHaveLength(1);
  expect(await b.records()).toEqual([]);
  a.close();
  b.close();
});

test("a ledger opened ahead is made once, for its account and no other", async () => {
  const opened: string[] = [];
  const real = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (name: string, version?: number) {
    opened.push(name);
    return real.call(this, name, version);
  };
  try {
    const [first, second] = [freshAccount(), freshAccount()];
    openLedgerAhead(first);
    const a = idbLedger(first);
    await a.seal(await sampleRecord(1));
    expect(opened).toEqual([ledgerName(first)]);
    // Somebody else has signed in meanwhile.
    openLedgerAhead(first);
    const b = idbLedger(second);
    expect(await b.records()).toEqual([]);
    expect(await a.records()).toHaveLength(1);
    await b.seal(await sampleRecord(2));
    expect((await a.records()).map(({ id }) => id)).toEqual([sampleId(1)]);
    a.close();
    b.close();
  } finally {
    IDBFactory.prototype.open = real;
  }
});

import { expect, test } from "vitest";
import { exportFile, readExport } from "./export-file.ts";
import { memoryLedger } from "./testing/memory-ledger.ts";
import { sampleBytes, sampleFile, sampleRecord } from "./testing/samples.ts";

const BY = { account: "inspector", device: "phone", now: Date.UTC(2026, 10, 26) };

async function exported() {
  const ledger = memoryLedger();
  const bytes = sampleBytes(700_000, 3);
  const file = await sampleFile(1, bytes);
  await ledger.putFile(file.id, bytes);
  const records = [await sampleRecord(1, [file]), await sampleRecord(2)];
  return { bytes, file, records, text: await (await exportFile(ledger, records, BY)).text() };
}

test("a file of unsent records brings every record and every byte to another device", async () => {
  const { bytes, file, records, text } = await exported();
  const taken = await readExport(text);
  expect(taken.records).toEqual(records.map(({ sealed, hash }) => ({ record: sealed, hash })));
  expect(taken.files.get(file.id)).toEqual(bytes);
  expect(taken.broken).toEqual([]);
});

test("a damaged line is named, and all others are read", async () => {
  const { text } = await exported();
  const lines = text.split("\n");
  const hurt = [...lines];
  hurt[1] = (hurt[1] ?? "").replace("door", "d00r").replace('"note":""', '"note":"changed"');
  const taken = await readExport(hurt.join("\n"));
  expect(taken.broken).toEqual([2]);
  expect(taken.records).toHaveLength(1);
});

test("another kind of file is refused", async () => {
  await expect(readExport('{"format":"something else"}\n')).rejects.toThrow("not a file of unsent records");
});

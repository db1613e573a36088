import { expect, test } from "vitest";
import type { ContentFate, Receipt } from "#contract/field/records.ts";
import type { DeviceRecord } from "./ledger.ts";
import { afterTold } from "./progress.ts";

const OURS = "a".repeat(64);
const bare = {
  id: "r",
  state: "accepted",
  reasons: [],
  detail: null,
  missing: [],
  acceptedAt: null,
  countedAt: null,
  hazards: [],
};
const receipt = (over: Partial<Receipt> = {}): Receipt => ({
  ...(bare as unknown as Receipt),
  hash: "b".repeat(64),
  receivedAt: "2026-11-20T00:00:00.000Z",
  ...over,
});
const record = (over: Partial<DeviceRecord> = {}): DeviceRecord =>
  ({
    id: "r",
    hash: OURS,
    state: "attention",
    reasons: [{ code: "conflict", detail: null }],
    isHeld: true,
    receipt: null,
    uploads: {},
    sealed: { attachments: [] },
    ...over,
  }) as unknown as DeviceRecord;
const fate = (over: Partial<ContentFate>): Receipt =>
  receipt({
    contents: [{ hash: OURS, fate: "open", decidedAt: null, by: null, note: null, receipt: null, ...over }],
  });
const after = (of: DeviceRecord, told: Receipt) => {
  const { state, reasons } = afterTold(of, { is: "receipt", receipt: told });
  return [state, ...reasons.map(({ code, detail }) => [code, detail])];
};

test("what waits for a person stays a conflict, whether the server says so or is of an older version", () => {
  expect(after(record(), receipt())).toEqual(["attention", ["conflict", null]]);
  expect(after(record(), fate({}))).toEqual(["attention", ["conflict", null]]);
});

test("what was set aside says so, with who and why; and waits again where the decision is taken back", () => {
  const aside = afterTold(record(), { is: "receipt", receipt: fate({ fate: "set_aside", by: "王", note: "重复" }) });
  expect([aside.state, aside.reasons]).toEqual(["attention", [{ code: "set_aside", detail: "王: 重复" }]]);
  expect(after(aside, fate({}))).toEqual(["attention", ["conflict", null]]);
});

test("what counts under another number is taken in, and goes on to be counted", () => {
  const told = fate({ fate: "counts", receipt: receipt({ id: "other", state: "counted" }) });
  expect(after(record(), told)).toEqual(["counted"]);
});

test("a record sent again hears what was decided at once", () => {
  const told = afterTold(record({ state: "saved", reasons: [] }), {
    is: "conflict",
    receipt: fate({ fate: "set_aside", by: "王", note: null }),
  });
  expect(told.reasons).toEqual([{ code: "set_aside", detail: "王" }]);
});

import { expect, test } from "vitest";
import { CONSENT_TEXT, CONSENT_TEXTS } from "#contract/field/consent.ts";
import type { FieldRecord } from "#contract/field/records.ts";
import { answerOf, isToAsk } from "./answer.ts";

const said = (state: string, at: string) => ({
  kind: "consent",
  sealed: { finishedAt: at, body: { state, version: 1, language: "zh-CN" } } as unknown as FieldRecord,
});
const told = (state: "accepted" | "declined", at: string) => ({ state, version: 1, at });

test("the newest answer stands, wherever it was given", () => {
  const records = [said("accepted", "2026-11-01T00:00:00Z"), said("declined", "2026-11-02T00:00:00Z")];
  expect(answerOf(records, null)?.state).toBe("declined");
  expect(answerOf(records, told("accepted", "2026-11-01T12:00:00Z"))?.state).toBe("declined");
  expect(answerOf(records, told("accepted", "2026-11-03T00:00:00Z"))?.state).toBe("accepted");
  expect(answerOf([], null)).toBeNull();
});

test("a record that this version cannot read is no answer", () => {
  expect(answerOf([said("perhaps", "2026-11-01T00:00:00Z")], null)).toBeNull();
});

test("a person is asked once for each version of the text, whatever they answered", () => {
  expect(isToAsk(null)).toBe(true);
  expect(isToAsk(told("declined", "2026-11-01T00:00:00Z"))).toBe(CONSENT_TEXT.version > 1);
  expect(isToAsk({ ...told("accepted", "2026-11-01T00:00:00Z"), version: CONSENT_TEXT.version })).toBe(false);
});

test("versions of the text rise, and each says the same number of sentences in both languages", () => {
  const versions = CONSENT_TEXTS.map(({ version }) => version);
  expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
  for (const { zh, en } of CONSENT_TEXTS) expect(zh.length).toBe(en.length);
});

import { expect, test } from "vitest";
import { type LiveColumnsLike, liveValue, pastValue } from "./live-value.ts";

const NOW = Date.parse("2026-11-22T10:00:00Z");
const tag = {
  seq: 1,
  value: 200,
  at: "2026-11-22T09:59:00Z",
  state: "normal" as const,
  staleAfterS: 120,
};
const columns = (value: number, at: number, state: number): LiveColumnsLike => ({
  snapshot: "v1",
  value: Float32Array.of(0, value),
  at: Float64Array.of(0, at),
  state: Uint8Array.of(0, state),
});

test("the stream wins where it is newer", () => {
  expect(liveValue(tag, columns(210, NOW - 1000, 1), "v1", NOW)).toEqual({
    value: 210,
    at: NOW - 1000,
    state: "warning",
  });
});

test("the reply wins over an older stream, another numbering, and a tag out of sight", () => {
  const replied = { value: 200, at: NOW - 60_000, state: "normal" };
  expect(liveValue(tag, columns(1, NOW - 90_000, 2), "v1", NOW)).toEqual(replied);
  expect(liveValue(tag, columns(1, NOW, 2), "v2", NOW)).toEqual(replied);
  expect(liveValue(tag, columns(1, NOW, 255), "v1", NOW)).toEqual(replied);
});

test("a value grows stale by itself when the feed stops", () => {
  expect(liveValue(tag, columns(210, NOW - 1000, 0), "v1", NOW + 120_000).state).toBe("stale");
  expect(liveValue(tag, null, null, NOW + 120_000).state).toBe("stale");
});

test("offline and maintenance stay what they are, and a tag that never reported has no value", () => {
  expect(liveValue({ ...tag, state: "maintenance" }, null, "v1", NOW + 9e9).state).toBe("maintenance");
  expect(liveValue({ ...tag, value: null, at: null, state: "offline" }, null, "v1", NOW)).toEqual({
    value: null,
    at: null,
    state: "offline",
  });
});

test("of the past only the columns of that moment speak, never what is known now", () => {
  const columns = {
    snapshot: "v1",
    value: Float32Array.of(2.5, Number.NaN),
    at: Float64Array.of(5_000, 0),
    state: Uint8Array.of(0, 255),
  };
  expect(pastValue(0, columns, "v1")).toEqual({ value: 2.5, at: 5_000, state: "normal" });
  for (const [seq, of, snapshot] of [
    [1, columns, "v1"],
    [0, columns, "v2"],
    [0, null, "v1"],
  ] as const)
    expect(pastValue(seq, of, snapshot)).toEqual({ value: null, at: null, state: "offline" });
});

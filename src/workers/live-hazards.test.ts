import { expect, test } from "vitest";
import { HazardsAsk } from "./live-hazards.ts";
import { hazardOf } from "./live-heard.ts";

const AT = Date.parse("2026-11-26T08:00:00Z");
const told = (ms: number) => ({ type: "hazard" as const, knownAt: new Date(ms).toISOString() });
const after = (text: string | null) =>
  text === null ? "nothing" : (JSON.parse(text) as { after: string | null }).after;

test("nothing is asked while nobody listens, and the first ask is from now on", () => {
  const ask = new HazardsAsk();
  expect(ask.text(AT)).toBeNull();
  ask.follow();
  expect(after(ask.text(AT))).toBeNull();
});

test("a new line asks for what became known since the one before was heard last, and none that was told is behind it twice", () => {
  const ask = new HazardsAsk();
  ask.follow();
  ask.text(0);
  expect(Date.parse(after(ask.text(AT)) ?? "")).toBeLessThan(AT);
  ask.told(told(AT + 60_000));
  ask.told(told(AT + 30_000));
  expect(after(ask.text(AT + 61_000))).toBe(told(AT + 60_000).knownAt);
});

test("only a hazard with an instant is one", () => {
  expect(hazardOf(told(AT))).toEqual(told(AT));
  for (const other of [
    null,
    7,
    "hazard",
    { type: "hazard" },
    { type: "hazard", knownAt: "soon" },
    { type: "alarms", seq: 1 },
  ])
    expect(hazardOf(other)).toBeNull();
});

import { expect, test } from "vitest";
import type { PastAlarm, PastStep } from "#contract/history.ts";
import { alarmsAt, timed } from "./past-alarms.ts";
import { foldThen } from "./past-incidents.ts";

const AT = Date.UTC(2026, 10, 24, 19, 10);
const at = (minute: number) => AT + minute * 60_000;
const iso = (minute: number) => new Date(at(minute)).toISOString();

const step = (minute: number, kind: PastStep["kind"], incident: string | null): PastStep => ({
  at: iso(minute),
  kind,
  state: "unacknowledged",
  level: "red",
  by: null,
  incident,
});
const alarm = (id: string, minute: number, over: Partial<PastAlarm>) =>
  timed({
    id,
    tagId: id,
    tagSeq: 1,
    stationId: "S1",
    stationName: "North gate",
    tagName: "outlet",
    areaCode: "130123",
    lngLat: null,
    level: "red",
    raisedAt: iso(minute),
    clearedAt: null,
    value: 1,
    incident: null,
    course: [],
    ...over,
  });

const REGULATOR = { id: "I1", reason: "upstream", cause: null } as const;
/** `moved` stood alone until a third one showed what they have in common. */
const ALARMS = [
  alarm("first", 0, { incident: "I1", course: [step(0, "raised", "I1")] }),
  alarm("moved", 1, { incident: "I1", course: [step(1, "raised", "I2"), step(5, "folded", "I1")] }),
  alarm("third", 5, { incident: "I1", course: [step(5, "raised", "I1")] }),
  alarm("from a file", 2, {}),
  alarm("of before", 2, { incident: "I1", course: [step(2, "raised", null)] }),
];
const folded = (minute: number) =>
  foldThen(alarmsAt(ALARMS, at(minute)), at(minute), [REGULATOR]).map(({ of, alarms }) => [
    of?.reason ?? null,
    alarms.map(({ id }) => id).toSorted(),
  ]);

test("alarms stand under the incident they stood under then, not the one they came to later", () => {
  expect(folded(1)).toEqual([
    [null, ["moved"]],
    ["upstream", ["first"]],
  ]);
  expect(new Map(folded(4) as [string | null, string[]][])).toEqual(
    new Map([
      ["upstream", ["first", "of before"]],
      [null, ["moved"]],
    ]),
  );
});

test("once it is known what they have in common they are one; what was never folded stays alone", () => {
  expect(folded(6).toSorted()).toEqual([
    [null, ["from a file"]],
    ["upstream", ["first", "moved", "of before", "third"]],
  ]);
});

test("an incident begins with its first alarm and is as bad as its worst", () => {
  const [worst] = foldThen(alarmsAt(ALARMS, at(6)), at(6), [REGULATOR]).filter(({ of }) => of !== null);
  expect(worst).toMatchObject({ id: "I1", from: at(0) });
});

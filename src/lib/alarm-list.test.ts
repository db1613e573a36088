import fc from "fast-check";
import { expect, test } from "vitest";
import { OPEN_ALARM_STATES } from "#contract/alarm-words.ts";
import { TAG_KINDS, WARNING_LEVELS } from "#contract/gas.ts";
import { type AlarmSieve, inOrder, type ListedAlarm, sieveOf } from "./alarm-list.ts";

const HELD = { kind: "shelved", by: "张", reason: "检修", since: "", until: null } as const;
const EVERYTHING: AlarmSieve = {
  levels: [],
  states: [],
  kinds: [],
  hold: "any",
  text: "",
  counties: null,
  enterprise: null,
  box: null,
};
const name = fc.constantFrom("北门站出口压力", "南环调压站", "长安区", "蓝焰燃气", "Gate 7");
const anyAlarms: fc.Arbitrary<ListedAlarm[]> = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    seq: fc.nat(),
    state: fc.constantFrom(...OPEN_ALARM_STATES),
    level: fc.constantFrom(...WARNING_LEVELS),
    hold: fc.constantFrom(null, HELD),
    tagKind: fc.constantFrom(...TAG_KINDS),
    areaCode: fc.constantFrom("130102", "130104"),
    enterpriseId: fc.constantFrom("E1", "E2"),
    tagId: fc.uuid(),
    tagName: name,
    stationName: name,
    areaName: name,
    enterpriseName: name,
    lngLat: fc.tuple(fc.integer({ min: 114, max: 116 }), fc.integer({ min: 37, max: 39 })),
  }),
  { selector: ({ seq }) => seq },
);

test("the most urgent order has no red behind an orange, and no answered one before an open one of its level", () => {
  fc.assert(
    fc.property(anyAlarms, (alarms) => {
      const listed = inOrder(alarms, "urgency");
      expect(new Set(listed)).toEqual(new Set(alarms));
      const levels = listed.map(({ level }) => WARNING_LEVELS.indexOf(level));
      expect(levels).toEqual(levels.toSorted());
      for (const level of WARNING_LEVELS) {
        const states = listed.filter((alarm) => alarm.level === level).map(({ state }) => state);
        const firstKnown = states.indexOf("acknowledged");
        if (firstKnown >= 0) expect(states.slice(firstKnown)).not.toContain("unacknowledged");
      }
    }),
  );
});

test("what goes on top by urgency goes before all others, each part in its order, and by time nothing does", () => {
  fc.assert(
    fc.property(anyAlarms, (alarms) => {
      const isOnTop = ({ seq }: ListedAlarm) => seq % 3 === 0;
      const [top, rest] = [alarms.filter(isOnTop), alarms.filter((alarm) => !isOnTop(alarm))];
      expect(inOrder(alarms, "urgency", isOnTop)).toEqual([...inOrder(top, "urgency"), ...inOrder(rest, "urgency")]);
      expect(inOrder(alarms, "seq", isOnTop)).toEqual(inOrder(alarms, "seq"));
    }),
  );
});

test("each narrowing keeps what it names and hides the rest; without any, all are there", () => {
  fc.assert(
    fc.property(anyAlarms, fc.constantFrom(...WARNING_LEVELS), (alarms, level) => {
      const kept = (over: Partial<AlarmSieve>) => alarms.filter(sieveOf({ ...EVERYTHING, ...over }));
      expect(kept({})).toEqual(alarms);
      expect(kept({ levels: [level] })).toEqual(alarms.filter((alarm) => alarm.level === level));
      expect([...kept({ hold: "yes" }), ...kept({ hold: "no" })]).toHaveLength(alarms.length);
      expect(kept({ counties: new Set(["130102"]), enterprise: "E1" })).toEqual(
        alarms.filter(({ areaCode, enterpriseId }) => areaCode === "130102" && enterpriseId === "E1"),
      );
      // Cells of the map lie side by side: an alarm is in one of them.
      const halves = [114.5, 116.5].map((east): [number, number, number, number] => [east - 2, 36, east, 40]);
      expect(halves.map((box) => kept({ box }).length).reduce((a, b) => a + b, 0)).toBe(alarms.length);
    }),
  );
});

test("every word looked for must stand in one of the names, however it is written", () => {
  const sieve = sieveOf({ ...EVERYTHING, text: "GATE  长安" });
  const alarm = { id: "a", seq: 1, state: "unacknowledged", level: "red", hold: null, tagKind: "pressure" } as const;
  const names = { enterpriseName: "蓝焰", areaName: "长安区" };
  const at = { areaCode: "130102", enterpriseId: "E1", tagId: "T1", lngLat: [114, 38] as [number, number], ...names };
  expect(sieve({ ...alarm, ...at, tagName: "压力", stationName: "Gate 7" })).toBe(true);
  expect(sieve({ ...alarm, ...at, tagName: "压力", stationName: "北门站" })).toBe(false);
});

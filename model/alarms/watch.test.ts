import { describe, expect, test } from "vitest";
import type { Condition, RuleBody } from "#contract/alarm-rules.ts";
import type { AlarmTag } from "./tag.ts";
import { WELL } from "./verdict.ts";
import { createJudge } from "./watch.ts";

const MIN = 60_000;
const TAG: AlarmTag = {
  ...{ id: "T1", kind: "pressure", stationId: "S1", stationKind: "regulator_station", areaCode: "130102" },
  ...{ enterpriseId: "E-1", lngLat: [114.5, 38], lowAlarm: null, lowWarning: null, highWarning: null },
  ...{ highAlarm: null, deadBand: 1, nominal: 100, samplingS: 10, staleAfterS: 60 },
};
const NOTHING_NEAR = { ethanePpm: () => null, neighboursAt: () => 0, isSensitive: () => false, isUsual: () => false };

const judgeOf = (condition: Condition, over: Partial<AlarmTag> = {}) => {
  const rule: RuleBody = {
    ...{ name: "规则", appliesTo: {}, condition, level: "orange", onDelayS: 0, offDelayS: 0, deadBand: null },
    ...{ escalateMin: { county: null, city: null, province: null }, suppressWhile: null, procedure: "" },
  };
  return createJudge(rule, { ...TAG, ...over }, NOTHING_NEAR);
};

/** The level after each value, `everyMs` apart. */
function levels(condition: Condition, values: readonly number[], everyMs = 10_000, over: Partial<AlarmTag> = {}) {
  const judge = judgeOf(condition, over);
  if (judge === null) throw new Error("the rule has nothing to say of the tag");
  let before = WELL;
  return values.map((v, i) => {
    before = judge({ tagId: "T1", t: i * everyMs, v, q: 0 }, before);
    return before.level;
  });
}
const line = (n: number, from: number, step: number) => Array.from({ length: n }, (_, i) => from + i * step);

test("an absolute limit holds on its side alone, and within the dead-band", () => {
  const high: Condition = { kind: "absolute", side: "high", limit: 200 };
  expect(levels(high, [199, 200, 199.5, 198.9, 0])).toEqual([null, "orange", "orange", null, null]);
  const low: Condition = { kind: "absolute", side: "low", limit: 200 };
  expect(levels(low, [300, 200, 200.5, 201.5])).toEqual([null, "orange", "orange", null]);
});

describe("a rate of change", () => {
  const falls: Condition = { kind: "rate", side: "low", perMinute: 20, windowS: 300 };

  test("is a slope per minute on its own side, told once half the window is covered", () => {
    const falling = levels(falls, line(30, 1000, -25 / 6));
    expect(falling.findIndex((level) => level !== null)).toBe(15);
    expect(falling.at(-1)).toBe("orange");
    expect(levels(falls, line(60, 1000, 25 / 6)).every((level) => level === null)).toBe(true);
    expect(levels(falls, line(60, 1000, -15 / 6)).every((level) => level === null)).toBe(true);
  });

  test("is over when the value rests, and told again by nothing less", () => {
    const rests = levels(falls, [...line(30, 1000, -25 / 6), ...line(60, 879, 0)]);
    expect(rests.at(29)).toBe("orange");
    expect(rests.at(-1)).toBeNull();
  });

  test("over a day is told of a sensor that speaks each minute, and of one that speaks each ten seconds", () => {
    const day: Condition = { kind: "rate", side: "high", perMinute: 0.1, windowS: 86_400 };
    for (const everyMs of [MIN, 10_000]) {
      const values = line((18 * 3_600_000) / everyMs, 100, (0.12 * everyMs) / MIN);
      expect(levels(day, values, everyMs).at(-1)).toBe("orange");
    }
  });
});

describe("a deviation", () => {
  test("from nominal is told on both sides, and of no tag without a nominal value", () => {
    const condition: Condition = { kind: "deviation", from: "nominal", percent: 10, windowS: 3600 };
    expect(levels(condition, [109, 110, 108, 91, 90])).toEqual([null, "orange", null, null, "orange"]);
    expect(judgeOf(condition, { nominal: null })).toBeNull();
  });

  test("from the mean looks at the values before it, as far back as the window says however fast the sensor is", () => {
    const condition: Condition = { kind: "deviation", from: "mean", percent: 50, windowS: 86_400 };
    for (const everyMs of [MIN, 10_000]) {
      const each = (hours: number) => (hours * 3_600_000) / everyMs;
      // Eleven hours at 100, eleven at 20: the mean of the day is 60, whatever the last hours were.
      const values = [...line(each(11), 100, 0), ...line(each(11), 20, 0), 85, 95];
      const told = levels(condition, values, everyMs, { kind: "flow" });
      expect(told.slice(-2)).toEqual([null, "orange"]);
    }
  });
});

test("a tank is told at four levels, the outer two worse, and only a tank", () => {
  const condition: Condition = {
    ...{ kind: "tank_level", lowLow: 10, low: 15, high: 85, highHigh: 90, warningLevel: "yellow" },
  };
  const told = levels(condition, [50, 85, 90, 88, 50, 15, 10], 10_000, { kind: "tank_level" });
  expect(told).toEqual([null, "yellow", "orange", "yellow", null, "yellow", "orange"]);
  expect(judgeOf(condition)).toBeNull();
});

test("a low pressure at the end of a line is told of pressure alone", () => {
  const condition: Condition = { kind: "end_pressure", minKPa: 1.5 };
  expect(levels(condition, [2.2, 1.5, 1.55, 1.7], 10_000, { deadBand: 0.1 })).toEqual([null, "orange", "orange", null]);
  expect(judgeOf(condition, { kind: "flow" })).toBeNull();
});

test("a tag without limits of its own has none to cross", () => {
  expect(judgeOf({ kind: "limits", warningLevel: "yellow" })).toBeNull();
});

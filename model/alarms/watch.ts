import type { RuleBody } from "#contract/alarm-rules.ts";
import type { WarningLevel } from "#contract/gas.ts";
import { createGasJudge, type GasContext } from "./gas.ts";
import { judgeLimits, type Limit } from "./steps.ts";
import type { AlarmReading, AlarmTag } from "./tag.ts";
import type { Verdict } from "./verdict.ts";
import { createWindow, type PastValue } from "./window.ts";

/** Judges the values of one tag under one rule; remembers what the rule needs to look back at. */
export type Judge = (reading: AlarmReading, before: Verdict) => Verdict;

/** A dead-band may not swallow the whole way to the other side; without limits it is nothing. */
const bandOf = (rule: RuleBody, tag: AlarmTag) => rule.deadBand ?? tag.deadBand;

function ownLimits(tag: AlarmTag, level: WarningLevel, warningLevel: WarningLevel): readonly Limit[] {
  const all: readonly [number | null, "high" | "low", WarningLevel][] = [
    [tag.lowWarning, "low", warningLevel],
    [tag.highWarning, "high", warningLevel],
    [tag.lowAlarm, "low", level],
    [tag.highAlarm, "high", level],
  ];
  return all.flatMap(([at, side, of]) => (at === null ? [] : [{ at, side, level: of }]));
}

const byLimits = (limits: readonly Limit[], band: number): Judge | null =>
  limits.length === 0 ? null : ({ v }, before) => judgeLimits(limits, v, band, before);

/** Percent away from a reference value, the band in percent of it as well. */
function deviation(
  rule: RuleBody,
  percent: number,
  band: number,
  referenceOf: (reading: AlarmReading) => number | null,
): Judge {
  return (reading, before) => {
    const reference = referenceOf(reading);
    if (reference === null || reference === 0) return before;
    const width = Math.abs(reference) * (percent / 100);
    const limits: readonly Limit[] = [
      { side: "high", at: reference + width, level: rule.level },
      { side: "low", at: reference - width, level: rule.level },
    ];
    return judgeLimits(limits, reading.v, band, before);
  };
}

/** How far back a rule looks at a tag's values, s; null where it looks at the newest alone. */
export const windowOf = ({ condition: c }: Pick<RuleBody, "condition">): number | null =>
  c.kind === "rate" || (c.kind === "deviation" && c.from === "mean") ? c.windowS : null;

/**
 * A judge for a tag under a rule, with what is kept of the tag's past, oldest first; null when the rule has nothing to say of this tag (it has
 * no limits, no nominal value, another kind).
 * `no_data` has none: silence is noticed by the clock, not by values.
 */
export function createJudge(
  rule: RuleBody,
  tag: AlarmTag,
  gas: GasContext,
  past: readonly PastValue[] = [],
): Judge | null {
  const { condition, level } = rule;
  const band = bandOf(rule, tag);
  switch (condition.kind) {
    case "limits":
      return byLimits(ownLimits(tag, level, condition.warningLevel), band);
    case "absolute":
      return byLimits([{ side: condition.side, at: condition.limit, level }], band);
    case "end_pressure":
      return tag.kind === "pressure" ? byLimits([{ side: "low", at: condition.minKPa, level }], band) : null;
    case "tank_level":
      return tag.kind !== "tank_level"
        ? null
        : byLimits(
            [
              { side: "low", at: condition.low, level: condition.warningLevel },
              { side: "high", at: condition.high, level: condition.warningLevel },
              { side: "low", at: condition.lowLow, level },
              { side: "high", at: condition.highHigh, level },
            ],
            band,
          );
    case "rate": {
      const window = createWindow(condition.windowS * 1000, past);
      const at = condition.side === "high" ? condition.perMinute : -condition.perMinute;
      const limits: readonly Limit[] = [{ side: condition.side, at, level }];
      return ({ t, v }, before) => {
        window.add(t, v);
        const slope = window.slopePerMinute();
        return slope === null ? before : judgeLimits(limits, slope, 0.1 * condition.perMinute, before);
      };
    }
    case "deviation": {
      if (condition.from === "nominal") {
        return tag.nominal === null ? null : deviation(rule, condition.percent, band, () => tag.nominal);
      }
      const window = createWindow(condition.windowS * 1000, past);
      return deviation(rule, condition.percent, band, ({ t, v }) => {
        const mean = window.mean();
        window.add(t, v);
        return mean;
      });
    }
    case "gas":
      return tag.kind === "methane" ? createGasJudge(condition, tag, band, gas) : null;
    case "no_data":
      return null;
  }
}

import type { Condition } from "#contract/alarm-rules.ts";
import type { GasVerdict } from "#contract/alarm-words.ts";
import { WARNING_LEVELS, type WarningLevel } from "#contract/gas.ts";
import { isWorse } from "./life.ts";
import type { AlarmTag } from "./tag.ts";
import { type Verdict, WELL } from "./verdict.ts";
import type { Judge } from "./watch.ts";

/** What the surroundings of a methane sensor say. Newest values; older ones than a day are not told. */
export interface GasContext {
  /** Ethane in the same space, ppm; null when nobody measures it there. */
  ethanePpm(tag: AlarmTag): number | null;
  /** How many methane sensors in neighbouring wells stand at or above so many %LEL. */
  neighboursAt(tag: AlarmTag, lel: number): number;
  /** Within 50 m of a school, a hospital or a market. */
  isSensitive(tag: AlarmTag): boolean;
  /** Whether the sensor reads about this much at this hour of the day anyway; false where that is not known. */
  isUsual(tag: AlarmTag, at: number, v: number): boolean;
}

type GasCondition = Extract<Condition, { kind: "gas" }>;

const oneUp = (level: WarningLevel): WarningLevel =>
  WARNING_LEVELS[Math.max(0, WARNING_LEVELS.indexOf(level) - 1)] as WarningLevel;

/** Ethane of a tenth of the threshold is none: sewer gas holds none at all, sensors tremble. */
const NO_ETHANE = 0.1;

function stepOf(c: GasCondition, v: number, band: number, before: WarningLevel | null): WarningLevel | null {
  const steps = [
    ["red", c.red],
    ["orange", c.orange],
    ["yellow", c.yellow],
    ["blue", c.blue],
  ] as const;
  for (const [level, at] of steps) {
    const isHeld = before !== null && !isWorse(level, before);
    if (v >= at || (isHeld && v + band >= at)) return level;
  }
  return null;
}

/**
 * Methane beside a pipe. Natural gas brings ethane, sewer gas none: ethane makes orange red and the case a leak; a case without ethane
 * below red is probably biogas, and says so, but still rings. Where nobody measures ethane, the day's rhythm says it for blue and yellow. Blue needs
 * several samples in a row, so that one belch does not ring.
 */
export function createGasJudge(c: GasCondition, tag: AlarmTag, band: number, context: GasContext): Judge {
  let blueInARow = 0;
  let base: WarningLevel | null = null;
  return ({ v, t }) => {
    const reached = stepOf(c, v, band, base);
    base = reached;
    blueInARow = reached === null ? 0 : blueInARow + 1;
    if (reached === null || (reached === "blue" && blueInARow < c.blueSamples)) return WELL;
    const ethane = context.ethanePpm(tag);
    const hasEthane = ethane !== null && ethane >= c.ethanePpm;
    const isShared = reached === "orange" && context.neighboursAt(tag, c.yellow) >= 2;
    const joined = reached === "orange" && (hasEthane || isShared) ? "red" : reached;
    const level = context.isSensitive(tag) ? oneUp(joined) : joined;
    return {
      level,
      side: "high",
      limit: c[reached],
      gas: gasVerdict(joined, ethane, context.isUsual(tag, t, v), c),
    } satisfies Verdict;
  };
}

/** @param ethane ppm; null = nobody measures it */
function gasVerdict(level: WarningLevel, ethane: number | null, isUsual: boolean, c: GasCondition): GasVerdict {
  if (ethane !== null && ethane >= c.ethanePpm) return "leak";
  const isWithoutEthane = ethane !== null && ethane < NO_ETHANE * c.ethanePpm;
  const isRhythm = ethane === null && isUsual && isWorse("orange", level);
  return (isWithoutEthane && level !== "red") || isRhythm ? "biogas" : "unclear";
}

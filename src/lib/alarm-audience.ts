import { ESCALATION_LEVELS } from "#contract/alarm-words.ts";
import type { Alarm } from "#contract/alarms.ts";
import type { Level } from "#contract/scope.ts";
import { isWanting } from "./alarm-list.ts";

const rankOf = (level: Level): number => ESCALATION_LEVELS.indexOf(level);

type Heard = Pick<Alarm, "escalatedTo" | "level" | "leakConfirmed">;

/** The highest level for which an alarm rings from its beginning: the county, a red one the city too, a confirmed leak everybody. */
const firstOf = ({ level, leakConfirmed }: Omit<Heard, "escalatedTo">): Level => {
  if (leakConfirmed) return "province";
  return level === "red" ? "city" : "county";
};

/**
 * Whether an alarm rings for people of a level: for the enterprise and the county from its beginning, for those above by how grave it is, and
 * as far as it was brought while nobody answered. Who stands above that sees it without a ring.
 */
export const ringsFor =
  (level: Level) =>
  (alarm: Heard): boolean =>
    rankOf(level) <= Math.max(rankOf(firstOf(alarm)), rankOf(alarm.escalatedTo ?? "enterprise"));

/** Whether an alarm was left unanswered below and now waits for people of a level: it stands on top of their list. */
export const isBroughtTo =
  (level: Level) =>
  (alarm: Pick<Alarm, "escalatedTo" | "state" | "hold">): boolean =>
    alarm.escalatedTo !== null && isWanting(alarm) && rankOf(level) <= rankOf(alarm.escalatedTo);

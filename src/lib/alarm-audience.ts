import { ESCALATION_LEVELS } from "#contract/alarm-words.ts";
import type { Alarm } from "#contract/alarms.ts";
import type { Level } from "#contract/scope.ts";
import { isWanting } from "./alarm-list.ts";

const rankOf = (level: Level): number => ESCALATION_LEVELS.indexOf(level);

/**
 * Whether an alarm rings for people of a level. It rings for the enterprise from its beginning and, as nobody answers, for county, city and
 * province as far as it was brought; who stands above sees it without a ring.
 */
export const ringsFor =
  (level: Level) =>
  ({ escalatedTo }: Pick<Alarm, "escalatedTo">): boolean =>
    rankOf(level) <= rankOf(escalatedTo ?? "enterprise");

/** Whether an alarm was left unanswered below and now waits for people of a level: it stands on top of their list. */
export const isBroughtTo = (level: Level) => {
  const rings = ringsFor(level);
  return (alarm: Pick<Alarm, "escalatedTo" | "state" | "hold">): boolean =>
    alarm.escalatedTo !== null && isWanting(alarm) && rings(alarm);
};

import { z } from "zod";

/**
 * The closed lists of alarm management, after ISA-18.2 / IEC 62682. An alarm stands in one of four states by two facts: does the
 * condition hold, and did a person say that they know. A *hold* lies across them: while it lasts, the alarm is followed but does not ring.
 *
 * - `normal` over: the condition is gone and a person knew (or it was held all along)
 * - `unacknowledged` the condition holds, nobody has acknowledged
 * - `acknowledged` the condition holds, somebody knows
 * - `returned` the condition is gone, but nobody has acknowledged yet
 */
export const ALARM_STATES = ["normal", "unacknowledged", "acknowledged", "returned"] as const;
export const AlarmState = z.enum(ALARM_STATES);
export type AlarmState = (typeof ALARM_STATES)[number];

/** States of an alarm that still wants something: it stands in the list until it is `normal`. */
export const OPEN_ALARM_STATES = ["unacknowledged", "acknowledged", "returned"] as const satisfies AlarmState[];

/** By a person and for a while · by the rule itself (its plant does not run) · by a maintenance window. */
export const ALARM_HOLDS = ["shelved", "suppressed", "out_of_service"] as const;
export const AlarmHold = z.enum(ALARM_HOLDS);
export type AlarmHold = (typeof ALARM_HOLDS)[number];

/** What a rule looks for. `limits` are the four limits that the tag itself carries. */
export const CONDITION_KINDS = [
  "limits",
  "absolute",
  "rate",
  "deviation",
  "gas",
  "no_data",
  "tank_level",
  "end_pressure",
] as const;
export const ConditionKind = z.enum(CONDITION_KINDS);
export type ConditionKind = (typeof CONDITION_KINDS)[number];

/**
 * What happened to an alarm; one entry of the journal each.
 *
 * - `raised` began · `rang_again` came back before anybody acknowledged, or was no longer held while its condition lasted
 * - `came_again` came back while it chatters: counted, not rung
 * - `level_up` · `level_down` worse (rings again) or less bad (does not)
 * - `acknowledged` · `returned` (condition gone, nobody knew) · `cleared` (over)
 * - `shelved` · `unshelved` · `suppressed` · `unsuppressed` · `out_of_service` · `in_service`
 * - `chatter_began` · `chatter_ended` it comes and goes too often: counted, but one ring only
 * - `leak_confirmed` · `escalated` to the next level · `folded` under an incident · `dispatched` a task was made
 */
export const ALARM_EVENTS = [
  "raised",
  "rang_again",
  "came_again",
  "level_up",
  "level_down",
  "acknowledged",
  "returned",
  "cleared",
  "shelved",
  "unshelved",
  "suppressed",
  "unsuppressed",
  "out_of_service",
  "in_service",
  "chatter_began",
  "chatter_ended",
  "leak_confirmed",
  "escalated",
  "folded",
  "dispatched",
] as const;
export const AlarmEventKind = z.enum(ALARM_EVENTS);
export type AlarmEventKind = (typeof ALARM_EVENTS)[number];

/** Events that a person should hear. All others change what is seen, silently. */
export const RINGING_EVENTS = ["raised", "rang_again", "level_up", "escalated"] as const satisfies AlarmEventKind[];

/**
 * Why several alarms are one incident, the strongest reason first.
 *
 * - `upstream` fed by the same regulator or station, whose fault explains them
 * - `district` in the same pressure district, moving the same way
 * - `communication` silent at once on the same line
 * - `enterprise` the whole enterprise went silent
 * - `neighbours` the same gas in wells beside each other
 * - `flood` more at once than a person can read, and no cause found: held together by place until it is over
 * - `single` no other alarm shares its cause
 */
export const FOLD_REASONS = [
  "upstream",
  "district",
  "communication",
  "enterprise",
  "neighbours",
  "flood",
  "single",
] as const;
export const FoldReason = z.enum(FOLD_REASONS);
export type FoldReason = (typeof FOLD_REASONS)[number];

/** Who an alarm has been brought before: it climbs when nobody acknowledges in time. */
export const ESCALATION_LEVELS = ["enterprise", "county", "city", "province"] as const;
export const EscalationLevel = z.enum(ESCALATION_LEVELS);
export type EscalationLevel = (typeof ESCALATION_LEVELS)[number];

/** The reasoning about methane in a space beside a pipe (domain: sewer biogas is the main false alarm). */
export const GAS_VERDICTS = ["leak", "biogas", "unclear"] as const;
export const GasVerdict = z.enum(GAS_VERDICTS);
export type GasVerdict = (typeof GAS_VERDICTS)[number];

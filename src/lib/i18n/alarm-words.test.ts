import { expect, test } from "vitest";
import {
  ALARM_EVENTS,
  ALARM_HOLDS,
  ALARM_STATES,
  CONDITION_KINDS,
  ESCALATION_LEVELS,
  FOLD_REASONS,
  GAS_VERDICTS,
} from "#contract/alarm-words.ts";
import { TASK_STEPS } from "#contract/tasks.ts";
import { alarm } from "./zh/alarm.ts";

test.each([
  ["state", alarm.state, ALARM_STATES],
  ["hold", alarm.hold, ALARM_HOLDS],
  ["condition", alarm.condition, CONDITION_KINDS],
  ["event", alarm.event, ALARM_EVENTS],
  ["reason", alarm.reason, FOLD_REASONS],
  ["escalation", alarm.escalation, ESCALATION_LEVELS],
  ["verdict", alarm.verdict, GAS_VERDICTS],
  ["task step", alarm.task.step, TASK_STEPS],
  ["step to take", alarm.task.do, TASK_STEPS],
])("every %s of an alarm has exactly one word", (_, words, values) => {
  expect(Object.keys(words).sort()).toEqual([...values].sort());
});

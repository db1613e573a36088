import fc from "fast-check";
import { ALARM_STATES } from "#contract/alarm-words.ts";
import { TAG_KINDS, WARNING_LEVELS } from "#contract/gas.ts";
import { ALARM_HOLD_FILTERS, ALARM_ORDERS, ALARM_PAGES, type AlarmView, LONGEST_ALARM_TEXT } from "../alarm-view.ts";

const id = fc.option(fc.string({ minLength: 1, maxLength: 80 }));
export const anyAlarmView: fc.Arbitrary<AlarmView> = fc.record({
  page: fc.constantFrom(...ALARM_PAGES),
  alarm: id,
  incident: id,
  levels: fc.subarray([...WARNING_LEVELS]),
  states: fc.subarray([...ALARM_STATES]),
  kinds: fc.subarray([...TAG_KINDS]),
  hold: fc.constantFrom(...ALARM_HOLD_FILTERS),
  order: fc.constantFrom(...ALARM_ORDERS),
  text: fc.string({ maxLength: LONGEST_ALARM_TEXT }),
});

import fc from "fast-check";
import { ALARM_STATES } from "#contract/alarm-words.ts";
import { TAG_KINDS, WARNING_LEVELS } from "#contract/gas.ts";
import type { Bbox } from "#contract/route.ts";
import { ALARM_HOLD_FILTERS, ALARM_ORDERS, ALARM_PAGES, type AlarmView, LONGEST_ALARM_TEXT } from "../alarm-view.ts";

/** Millionths of a degree, as an address tells them. */
const degrees = (min: number, max: number) =>
  fc.integer({ min: min * 1e6, max: max * 1e6 }).map((millionths) => millionths / 1e6);
const anyBox = fc
  .tuple(
    degrees(-179, 179),
    degrees(-89, 89),
    degrees(0, 1).filter((size) => size > 0),
    degrees(0, 1).filter((size) => size > 0),
  )
  .map(([w, s, wide, high]): Bbox => [w, s, Number((w + wide).toFixed(6)), Number((s + high).toFixed(6))]);
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
  box: fc.option(anyBox),
});

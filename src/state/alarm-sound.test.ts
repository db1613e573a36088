import fc from "fast-check";
import { expect, test } from "vitest";
import { createAlarmSound, endSilence, SILENCE_MINUTES, silence, silenceLeftMs } from "./alarm-sound.ts";

const DAY = 86_400_000;

test("however often and whenever alarms are silenced, ten minutes after the last press they are heard, whatever the clock does", () => {
  const press = fc.record({ minutes: fc.constantFrom(...SILENCE_MINUTES), now: fc.integer({ min: 0, max: 10 * DAY }) });
  fc.assert(
    fc.property(fc.array(press, { minLength: 1 }), fc.integer({ min: -2 * DAY, max: 2 * DAY }), (presses, shift) => {
      const store = createAlarmSound();
      for (const { minutes, now } of presses) silence(store, minutes, now);
      const last = presses.at(-1) as (typeof presses)[number];
      expect(silenceLeftMs(store.getState(), last.now)).toBe(last.minutes * 60_000);
      expect(silenceLeftMs(store.getState(), last.now + 600_000)).toBe(0);
      expect(silenceLeftMs(store.getState(), last.now + shift)).toBeLessThanOrEqual(600_000);
    }),
  );
});

test("silence ends before its time when that is wished", () => {
  const store = createAlarmSound();
  silence(store, 10, 1000);
  endSilence(store);
  expect(silenceLeftMs(store.getState(), 1001)).toBe(0);
});

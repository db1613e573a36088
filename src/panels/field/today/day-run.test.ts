import fc from "fast-check";
import { expect, test } from "vitest";
import { advanceDay, NOT_BEGUN, workedMs } from "./day-run.ts";

test("time worked is the sum of the stretches between start and pause, whatever is pressed", () => {
  const presses = fc.array(
    fc.tuple(
      fc.constantFrom("start" as const, "pause" as const, "finish" as const),
      fc.integer({ min: 0, max: 60_000 }),
    ),
  );
  fc.assert(
    fc.property(presses, (pressed) => {
      let run = NOT_BEGUN;
      let now = 0;
      let worked = 0;
      for (const [step, ms] of pressed) {
        if (run.state === "running") worked += ms;
        now += ms;
        run = advanceDay(run, step, now);
        expect(workedMs(run, now)).toBe(worked);
      }
    }),
  );
});

test("a clock that is set back never takes away time that was worked", () => {
  const run = advanceDay(NOT_BEGUN, "start", 1000);
  expect(workedMs(run, 0)).toBe(0);
});

import fc from "fast-check";
import { deed } from "#model/alarms/testing/deeds.ts";
import { liveThrough } from "#model/alarms/testing/life-laws.ts";

/** Deeds of one life: long enough for every hold, chatter and climb to meet every other. */
const LIFE = 1000;

/** Lives through at least so many made-up steps; throws at the first law broken, with the deeds that broke it. */
export function runLaws(steps: number, seed: number): { steps: number; events: number } {
  const total = { steps: 0, events: 0 };
  const lives = Math.ceil(steps / LIFE);
  const life = fc.array(deed, { minLength: LIFE, maxLength: LIFE });
  const check = fc.property(life, (deeds) => {
    const done = liveThrough(deeds);
    total.steps += done.steps;
    total.events += done.events;
  });
  fc.assert(check, { numRuns: lives, seed });
  return total;
}

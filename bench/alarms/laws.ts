import fc from "fast-check";
import { deed, engineDeed, skews } from "#model/alarms/testing/deeds.ts";
import { liveSkewed } from "#model/alarms/testing/engine-laws.ts";
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

/** Deeds of one engine of three sensors. */
const SHIFT = 500;

/** The same for whole engines whose devices' clocks are wrong by up to 26 hours: order is the server's, and the journal that of right clocks. */
export function runSkewedLaws(steps: number, seed: number): { steps: number; events: number } {
  const total = { steps: 0, events: 0 };
  const shift = fc.array(engineDeed, { minLength: SHIFT, maxLength: SHIFT });
  const check = fc.property(shift, skews, (deeds, wrong) => {
    const done = liveSkewed(deeds, wrong);
    total.steps += done.steps;
    total.events += done.events;
  });
  fc.assert(check, { numRuns: Math.ceil(steps / SHIFT), seed });
  return total;
}

import { expect, test } from "vitest";
import { TAG_STATES } from "#contract/gas.ts";
import { countStates } from "./state-counts.ts";

test("sensors are counted by state; those out of sight are in none", () => {
  const of = (state: (typeof TAG_STATES)[number]) => TAG_STATES.indexOf(state);
  const counts = countStates(Uint8Array.of(of("suspect"), 255, of("normal"), of("suspect"), of("maintenance"), 7));
  expect(Object.fromEntries(TAG_STATES.map((state, i) => [state, counts[i]]))).toEqual({
    normal: 1,
    warning: 0,
    alarm: 0,
    stale: 0,
    offline: 0,
    maintenance: 1,
    suspect: 2,
  });
});

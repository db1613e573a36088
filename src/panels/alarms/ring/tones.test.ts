import { expect, test } from "vitest";
import { WARNING_LEVELS } from "#contract/gas.ts";
import { lengthOf, RING_TONES } from "./tones.ts";

test("levels are told apart by number and pitch, the more urgent the more of both, and no ring is longer than two seconds", () => {
  const counts = WARNING_LEVELS.map((level) => RING_TONES[level].length);
  const highest = WARNING_LEVELS.map((level) => Math.max(...RING_TONES[level].map(({ hz }) => hz)));
  for (const falling of [counts, highest]) {
    expect(falling).toEqual(falling.toSorted((a, b) => b - a));
    expect(new Set(falling).size).toBe(WARNING_LEVELS.length);
  }
  for (const level of WARNING_LEVELS) expect(lengthOf(RING_TONES[level])).toBeLessThanOrEqual(2);
});

test("beeps of a ring follow each other", () => {
  for (const level of WARNING_LEVELS) {
    const tones = RING_TONES[level];
    for (const [i, tone] of tones.entries()) {
      const before = tones[i - 1];
      if (before) expect(tone.atS).toBeGreaterThan(before.atS + before.forS);
    }
  }
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { createClock } from "./clock.ts";

test("a clock whose wall is put forward and back goes on, never back, and finds the wall again", () => {
  const jumps = fc.array(
    fc.record({ ms: fc.integer({ min: 0, max: 60_000 }), jump: fc.constantFrom(0, 0, 0, -3_600_000, 3_600_000) }),
  );
  fc.assert(
    fc.property(jumps, (steps) => {
      let [wall, steady] = [1e12, 0];
      const clock = createClock({ wall: () => wall, steady: () => steady });
      let last = clock();
      for (const { ms, jump } of steps) {
        wall += ms + jump;
        steady += ms;
        const at = clock();
        expect(at).toBeGreaterThanOrEqual(last);
        if (ms > 0) expect(at).toBeGreaterThan(last);
        last = at;
      }
      const behind = last - wall;
      wall += 2 * behind;
      steady += 2 * behind;
      expect(clock()).toBe(wall);
    }),
  );
});

import { expect, test } from "vitest";
import { PlainCheck } from "./sensor-checks.ts";
import { chance, gauss } from "./testing/random.ts";

/** Steps after which a check speaks, feeding it values one by one; null when it never does. */
function firstWord(values: readonly number[]): { step: number; says: string } | null {
  const check = new PlainCheck();
  for (const [step, value] of values.entries()) {
    const says = check.take(value);
    if (says) return { step, says };
  }
  return null;
}

const random = chance(7);
const fine = Array.from({ length: 3000 }, () => Math.round(1e5 * (3 + 0.0008 * gauss(random))) / 1e5);
const coarse = Array.from({ length: 3000 }, () => Math.round(100 * (3 + 0.004 * gauss(random))) / 100);

test("a fine sensor that repeats one value for an hour and a half is stuck", () => {
  const last = fine[199] as number;
  const word = firstWord([...fine.slice(0, 200), last, last, last, last, last, last]);
  expect(word?.says).toBe("stuck");
  expect(word?.step).toBeLessThanOrEqual(205);
});

test("neither a fine nor a coarse sensor is called stuck for repeating itself by chance", () => {
  expect(firstWord(fine)).toBeNull();
  expect(firstWord(coarse)).toBeNull();
});

test("one missing reading is nothing, two are a dropout", () => {
  expect(firstWord([3, Number.NaN, 3.1, Number.NaN, 3.2])).toBeNull();
  expect(firstWord([3, Number.NaN, Number.NaN])).toEqual({ step: 2, says: "dropout" });
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { checkCharacter, creditCode, isCreditCode } from "./credit-code.ts";

test("the published example has its check character", () => {
  // GB 32100-2015, appendix: 91350100M000100Y43.
  expect(checkCharacter("91350100M000100Y4")).toBe("3");
});

test("a made code is valid, and no single wrong character goes unnoticed", () => {
  const alphabet = [..."0123456789ABCDEFGHJKLMNPQRTUWXY"];
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 999_999 }),
      fc.integer({ min: 0, max: 17 }),
      fc.constantFrom(...alphabet),
      (serial, at, other) => {
        const code = creditCode("130123", serial);
        expect(isCreditCode(code), code).toBe(true);
        const changed = code.slice(0, at) + other + code.slice(at + 1);
        expect(isCreditCode(changed)).toBe(changed === code);
      },
    ),
  );
});

test("a character outside the alphabet is named", () => {
  expect(() => checkCharacter("91350100M000100I4")).toThrow("I");
});

import { expect } from "vitest";

/** Expects every number within `expected` to stand in `got` at the same place, as near as `rel` says; all else alike. */
export function expectSameFigures(got: unknown, expected: unknown, rel: number, where = ""): void {
  if (typeof expected === "number") {
    expect(typeof got, where).toBe("number");
    const off = Math.abs((got as number) - expected);
    expect(off, `${where}: ${got} for ${expected}`).toBeLessThanOrEqual(Math.max(rel * Math.abs(expected), 1e-9));
    return;
  }
  if (Array.isArray(expected)) {
    expect((got as unknown[]).length, where).toBe(expected.length);
    for (const [i, value] of expected.entries()) expectSameFigures((got as unknown[])[i], value, rel, `${where}[${i}]`);
    return;
  }
  if (expected && typeof expected === "object") {
    for (const [key, value] of Object.entries(expected))
      expectSameFigures((got as Record<string, unknown>)[key], value, rel, `${where}.${key}`);
    return;
  }
  expect(got, where).toEqual(expected);
}

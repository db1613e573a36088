import { expect, test } from "vitest";
import { NO_PRESSURE, STATE_STEP } from "#contract/model-state.ts";
import { classCount } from "#contract/pipe-classes.ts";
import { classColors } from "#theme/classes.ts";
import { rgb } from "#theme/contrast.ts";
import { THEMES, type Theme } from "#theme/tokens.ts";
import { pipePalette } from "./pipes.ts";

const CLASSES = classCount("pressure");
/** Class and state as `MODEL_PRESSURE_PATH` says them. */
const [MEASURED, ESTIMATED, STALE] = [0, 1, 2].map((state) => state * STATE_STEP) as [number, number, number];

/** As the GPU paints a byte of the `color` plane. */
function painted(theme: Theme, byte: number): string {
  const color = pipePalette(theme, "pressure").colors[byte];
  if (typeof color !== "string") throw new Error(`byte ${byte} has no colour`);
  return color;
}

function distance(a: string, b: string): number {
  const [one, other] = [rgb(a), rgb(b)];
  return Math.hypot(...one.map((value, i) => value - (other[i] as number)));
}

test.each(Object.values(THEMES).map((theme) => [theme.id, theme] as const))(
  "%s: a measured pressure has the legend's colour, an estimated one is fainter and still told apart, a stale one is grey without a class",
  (_, theme) => {
    const legend = classColors(theme, "pressure");
    for (let k = 0; k < CLASSES; k++) {
      const [measured, estimated, stale] = [MEASURED, ESTIMATED, STALE].map((state) => painted(theme, k + state));
      expect(measured).toBe(legend[k]);
      expect(distance(estimated as string, theme.land)).toBeLessThan(distance(measured as string, theme.land));
      expect(stale).toBe(theme.state.stale);
    }
    const shades = Array.from({ length: CLASSES - 1 }, (_, k) => painted(theme, k + ESTIMATED));
    expect(new Set(shades).size).toBe(shades.length);
    expect(shades).not.toContain(theme.state.stale);
  },
);

test("each state has room for every class of pressure, and what has no gas is none of them", () => {
  expect(CLASSES).toBeLessThanOrEqual(STATE_STEP);
  expect(STALE + CLASSES).toBeLessThan(NO_PRESSURE);
});

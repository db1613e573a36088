import { describe, expect, test } from "vitest";
import { MARK_CLASSES } from "#contract/model.ts";
import { CRITICALITY_CLASSES } from "#contract/model-criticality.ts";
import { COLOR_BYS, classCount, PIPE_CLASSING } from "#contract/pipe-classes.ts";
import { restClass } from "#lib/pipe-rows.ts";
import { classColors, modelColors } from "./classes.ts";
import { distance, VISIONS } from "./color-vision.ts";
import { contrast } from "./contrast.ts";
import { THEMES } from "./tokens.ts";

/** Difference in OKLab that one sees between strokes that lie side by side; 0.02 is the least one notices. */
const STEP = 0.03;
const TWO_STEPS = 0.05;
/** Of any two members of a short list, which may lie anywhere on the map. */
const APART = 0.1;
/** Of twelve members, as many as a person tells apart at all. */
const MANY_APART = 0.05;
const FROM_WARNINGS = 0.1;

const least = (a: string, b: string) => Math.min(...VISIONS.map((vision) => distance(a, b, vision)));

describe.each(Object.values(THEMES).map((theme) => [theme.id, theme] as const))("%s", (_id, theme) => {
  const attributes = COLOR_BYS.filter((by) => by !== "level");
  const ordered = attributes.filter((by) => PIPE_CLASSING[by].kind === "range");
  /** Classes without the one for what is not known. */
  const steps = (by: (typeof COLOR_BYS)[number]) => classColors(theme, by).filter((_, i) => i !== restClass(by));

  test.each(COLOR_BYS)("%s has a colour for each class, and each its own", (by) => {
    const colors = classColors(theme, by);
    expect(colors).toHaveLength(classCount(by));
    expect(new Set(colors).size).toBe(colors.length);
  });

  test.each(COLOR_BYS)("%s stands out from every ground of the map", (by) => {
    for (const color of classColors(theme, by))
      for (const ground of [theme.ground, theme.land, theme.neighbour])
        expect(contrast(color, ground), `${color} on ${ground}`).toBeGreaterThanOrEqual(3);
  });

  test.each(attributes)("no class of %s looks like a warning", (by) => {
    for (const color of classColors(theme, by))
      for (const warning of Object.values(theme.warning))
        expect(distance(color, warning), `${color} and ${warning}`).toBeGreaterThan(FROM_WARNINGS);
  });

  test.each(ordered)("each step of %s is told from the next, the further the surer, with each kind of vision", (by) => {
    const colors = steps(by);
    for (let i = 1; i < colors.length; i++) {
      expect(least(colors[i] ?? "", colors[i - 1] ?? ""), `${by} ${i}`).toBeGreaterThan(STEP);
      if (i > 1)
        expect(least(colors[i] ?? "", colors[i - 2] ?? ""), `${by} ${i}, two apart`).toBeGreaterThan(TWO_STEPS);
    }
  });

  test.each(ordered)("the more of %s, the stronger the mark", (by) => {
    const strength = steps(by).map((color) => contrast(color, theme.land));
    expect(strength).toEqual(strength.toSorted((a, b) => a - b));
  });

  test.each(attributes.filter((by) => restClass(by) !== null))("not known looks like no class of %s", (by) => {
    const rest = classColors(theme, by).at(-1) ?? "";
    for (const color of steps(by)) expect(least(color, rest), `${color} and ${rest}`).toBeGreaterThan(0.04);
  });

  test.each([
    ["material", APART],
    ["gas", APART],
    ["enterprise", MANY_APART],
  ] as const)("any two of %s are told apart with each kind of vision", (by, apart) => {
    const colors = classColors(theme, by);
    for (const [i, a] of colors.entries())
      for (const b of colors.slice(0, i)) expect(least(a, b), `${a} and ${b}`).toBeGreaterThan(apart);
  });
});

test.each(Object.values(THEMES).map((theme) => [theme.id, theme] as const))(
  "%s: each class of an analysis has a colour; the more customers hang on a pipe, the stronger, and each step is told from the next",
  (_id, theme) => {
    const colors = modelColors(theme);
    expect(colors).toHaveLength(MARK_CLASSES.length);
    const steps = CRITICALITY_CLASSES.map((name) => colors[MARK_CLASSES.indexOf(name)] ?? "");
    const strength = steps.map((color) => contrast(color, theme.land));
    expect(strength[0]).toBeGreaterThanOrEqual(3);
    expect(strength).toEqual(strength.toSorted((a, b) => a - b));
    for (let i = 1; i < steps.length; i++)
      expect(least(steps[i] ?? "", steps[i - 1] ?? ""), `${theme.id} ${i}`).toBeGreaterThan(TWO_STEPS);
    for (const color of steps) expect(least(color, theme.pressure.unknown), color).toBeGreaterThan(0.04);
  },
);

test("pressure levels keep their own colours, in the order of their classes", () => {
  const words = PIPE_CLASSING.level.kind === "list" ? PIPE_CLASSING.level.words : [];
  const { pressure } = THEMES.dark;
  expect(classColors(THEMES.dark, "level")).toEqual(words.map((level) => pressure[level as keyof typeof pressure]));
});

test("a colour-safe theme tells pressure levels of different families, and states, apart at a glance", () => {
  const families = [["UHP"], ["HP_A", "HP_B"], ["SHP_A", "SHP_B"], ["MP_A", "MP_B"], ["LP"], ["unknown"]] as const;
  for (const theme of [THEMES.light_safe, THEMES.dark_safe]) {
    for (const [i, family] of families.entries()) {
      for (const other of families.slice(0, i))
        for (const a of family)
          for (const b of other)
            expect(least(theme.pressure[a], theme.pressure[b]), `${theme.id} ${a} ${b}`).toBeGreaterThan(0.08);
      const [one, two] = family;
      if (two) expect(least(theme.pressure[one], theme.pressure[two]), `${one} ${two}`).toBeGreaterThan(0.035);
    }
    const { red, orange, yellow, blue } = theme.warning;
    for (const [a, b] of [
      [red, orange],
      [orange, yellow],
      [yellow, blue],
      [red, blue],
    ] as const)
      expect(least(a, b), `${theme.id} ${a} ${b}`).toBeGreaterThan(0.09);
    expect(least(theme.state.alarm, theme.state.warning)).toBeGreaterThan(0.09);
  }
});

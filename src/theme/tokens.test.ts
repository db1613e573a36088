import { describe, expect, test } from "vitest";
import { distance, VISIONS } from "./color-vision.ts";
import { contrast, luminance } from "./contrast.ts";
import { cssVariables, PRESSURE_WIDTH, THEMES } from "./tokens.ts";

describe.each(Object.values(THEMES).map((theme) => [theme.id, theme] as const))("%s", (_name, theme) => {
  const grounds = [theme.ground, theme.land, theme.neighbour];
  const surfaces = [theme.surface, theme.surfaceRaised, theme.land, theme.ground];

  test("text can be read on every surface", () => {
    for (const color of [theme.text, theme.quiet, theme.accent, theme.danger])
      for (const surface of surfaces)
        expect(contrast(color, surface), `${color} on ${surface}`).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme.onAccent, theme.accent)).toBeGreaterThanOrEqual(4.5);
  });

  test("marks stand out from every ground", () => {
    const marks = [
      ...Object.values(theme.pressure),
      ...Object.values(theme.state),
      ...Object.values(theme.warningEdge),
    ];
    for (const color of [...marks, theme.selected, theme.hovered, theme.badge.ink, theme.badge.edge])
      for (const ground of grounds) expect(contrast(color, ground), `${color} on ${ground}`).toBeGreaterThanOrEqual(3);
    expect(contrast(theme.badge.ink, theme.badge.face)).toBeGreaterThanOrEqual(4.5);
  });

  test("series of charts stand out from their surface and look like no pressure level", () => {
    const levels = Object.entries(theme.pressure).filter(([level]) => level !== "unknown");
    for (const color of theme.chart) {
      expect(contrast(color, theme.surface), `${color} on ${theme.surface}`).toBeGreaterThanOrEqual(3);
      for (const [level, of] of levels) expect(distance(color, of), `${color} and ${level}`).toBeGreaterThan(0.06);
    }
  });

  test("over a fill, pipes stand out from the pale edge they carry", () => {
    for (const color of Object.values(theme.pressure)) expect(contrast(color, theme.land)).toBeGreaterThanOrEqual(3);
  });

  test("a fill grows steadily from little to much", () => {
    const steps = theme.sequential.map(luminance);
    const sorted = steps.toSorted((a, b) => (theme.name === "light" ? b - a : a - b));
    expect(steps).toEqual(sorted);
    for (let i = 1; i < steps.length; i++)
      expect(contrast(theme.sequential[i - 1] ?? "", theme.sequential[i] ?? "")).toBeGreaterThan(1.06);
  });

  test.each(VISIONS)("neighbouring pressure classes are told apart with %s", (vision) => {
    const { pressure } = theme;
    // A and B of one class are kin and may look so; classes that meet on one screen must not.
    const pairs = [
      [pressure.HP_A, pressure.SHP_A],
      [pressure.HP_B, pressure.SHP_B],
      ...[pressure.HP_A, pressure.HP_B, pressure.SHP_A, pressure.SHP_B].flatMap((high) =>
        [pressure.MP_A, pressure.MP_B].map((medium) => [high, medium] as const),
      ),
      [pressure.MP_A, pressure.LP],
      [pressure.MP_B, pressure.LP],
      [pressure.LP, pressure.unknown],
      [pressure.MP_B, pressure.unknown],
      [pressure.SHP_B, pressure.unknown],
    ] as const;
    for (const [a, b] of pairs) expect(distance(a, b, vision), `${a} and ${b}`).toBeGreaterThan(MIN_DISTANCE);
  });

  test.each(VISIONS)("warning and alarm are told from what is normal with %s", (vision) => {
    for (const bad of [theme.state.warning, theme.state.alarm])
      for (const calm of [theme.state.normal, theme.state.stale, theme.state.suspect])
        expect(distance(bad, calm, vision)).toBeGreaterThan(MIN_DISTANCE);
  });
});

/** Difference in OKLab that a person sees at once between two strokes on one screen; 0.02 is the least one notices side by side. */
const MIN_DISTANCE = 0.06;

test("width grows with pressure", () => {
  const { UHP, HP_A, SHP_A, MP_A, LP } = PRESSURE_WIDTH;
  expect([UHP, HP_A, SHP_A, MP_A, LP]).toEqual([UHP, HP_A, SHP_A, MP_A, LP].toSorted((a, b) => b - a));
});

test("every colour is a custom property", () => {
  const css = cssVariables(THEMES.light);
  for (const name of [
    "--ground",
    "--pressure-hp-a",
    "--state-alarm",
    "--sequential-4",
    "--on-accent",
    "--warning-edge-yellow",
    "--font",
  ])
    expect(css).toContain(`${name}:`);
  expect(css).not.toMatch(/undefined|--[a-z-]*[A-Z]/);
});

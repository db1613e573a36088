import { CAMERA_STATES, type CameraState } from "#contract/cameras.ts";
import {
  HAZARD_GRADES,
  type HazardGrade,
  STATION_KINDS,
  type StationKind,
  WARNING_LEVELS,
  type WarningLevel,
} from "#contract/gas.ts";
import {
  badgePath,
  CAMERA_BODY,
  CAMERA_SIGNS,
  HAZARD_SHIELD,
  HAZARD_SIGNS,
  STATION_SYMBOLS,
  type StationSymbol,
  WARNING_SHAPES,
} from "#theme/symbols.ts";
import { THEMES, type Theme, type ThemeId, type ThemeName } from "#theme/tokens.ts";
import type { MarkPath } from "./layer.ts";

/** Name of a station's image in the style; the engine draws it when the style first asks. */
export const iconName = (kind: StationKind, theme: ThemeName): string => `station/${kind}/${theme}`;

/** Pixels of the box a symbol is drawn in; `icon-size` scales it. */
export const ICON_BOX = 24;

/** What an image name stands for, as strokes; null when the name is not ours. */
export function iconPaths(name: string): readonly MarkPath[] | null {
  const [family, kind, theme] = name.split("/");
  const camera = CAMERA_STATES.find((state) => state === kind);
  if (family === "camera" && camera !== undefined && (theme === "light" || theme === "dark"))
    return cameraPaths(camera, THEMES[theme]);
  const level = WARNING_LEVELS.find((one) => one === kind);
  if (family === "hazard") return hazardNamed(kind, theme);
  const palette = Object.values(THEMES).find(({ id }) => id === theme);
  if (family === "warning" && level !== undefined && palette !== undefined) return warningPaths(level, palette);
  const known = STATION_KINDS.find((k) => k === kind);
  if (family !== "station" || known === undefined || (theme !== "light" && theme !== "dark")) return null;
  return stationPaths(known, THEMES[theme]);
}

/** A station's symbol: badge, edge and ink. One without a badge gets a halo, to stand out from pipes below. */
export function stationPaths(kind: StationKind, theme: Theme): readonly MarkPath[] {
  const symbol: StationSymbol = STATION_SYMBOLS[kind];
  const { face, edge, ink } = theme.badge;
  const badge = badgePath(symbol.badge);
  const glyph: MarkPath[] = [
    ...(symbol.fill ? [{ d: symbol.fill, fill: ink }] : []),
    ...(symbol.stroke ? [{ d: symbol.stroke, stroke: ink, width: badge ? 1.6 : 2.4 }] : []),
  ];
  if (badge) return [{ d: badge, fill: face, stroke: edge, width: 1.4 }, ...glyph];
  return [{ d: symbol.stroke ?? symbol.fill ?? "", fill: face, stroke: face, width: 6 }, ...glyph];
}

/** Name of a warning level's image: its colours are the palette's. */
export const warningIcon = (level: WarningLevel, theme: ThemeId): string => `warning/${level}/${theme}`;

/** The shape of a warning level in its colour, with a halo that keeps it apart from whatever lies below. */
export function warningPaths(level: WarningLevel, theme: Theme): readonly MarkPath[] {
  const { fill } = WARNING_SHAPES[level];
  return [
    { d: fill, fill: theme.surface, stroke: theme.surface, width: 6 },
    { d: fill, fill: theme.warning[level], stroke: theme.warningEdge[level], width: 1.6 },
  ];
}

/** Level of warning in whose colour a grade is drawn; its shape is its own. */
export const HAZARD_LEVEL = { major: "red", general: "orange", minor: "yellow" } as const satisfies Record<
  HazardGrade,
  WarningLevel
>;

/** Name of a hazard's image, which ends with its grade so that a style can put it there. */
export const hazardIcon = (grade: HazardGrade | "", theme: ThemeId): string => `hazard/${theme}/${grade}`;

function hazardNamed(theme: string | undefined, grade: string | undefined): readonly MarkPath[] | null {
  const known = HAZARD_GRADES.find((one) => one === grade);
  const palette = Object.values(THEMES).find(({ id }) => id === theme);
  return known === undefined || palette === undefined ? null : hazardPaths(known, palette);
}

/** A hazard's shield in the colour of its grade, with a bar for each grade from the third up. */
export function hazardPaths(grade: HazardGrade, theme: Theme): readonly MarkPath[] {
  const level = HAZARD_LEVEL[grade];
  const [fill, edge] = [theme.warning[level], theme.warningEdge[level]];
  return [
    { d: HAZARD_SHIELD, fill: theme.surface, stroke: theme.surface, width: 4 },
    { d: HAZARD_SHIELD, fill, stroke: edge, width: 1.6 },
    // An edge of its own is darker than what it surrounds: it can be read on it.
    { d: HAZARD_SIGNS[grade], stroke: fill === edge ? theme.surface : edge, width: 2.2 },
  ];
}

/** A camera on its badge, with the sign of its state: none where the picture moves. */
export function cameraPaths(state: CameraState, theme: Theme): readonly MarkPath[] {
  const { face, edge, ink } = theme.badge;
  const badge: MarkPath = { d: badgePath("circle") ?? "", fill: face, stroke: edge, width: 1.4 };
  const isSeen = state === "live";
  const body: MarkPath = isSeen ? { d: CAMERA_BODY, fill: ink } : { d: CAMERA_BODY, stroke: ink, width: 1.4 };
  const sign = CAMERA_SIGNS[state];
  if (sign === null) return [badge, body];
  // The sign lies on a strip of the badge's face, so that it can be read over the body.
  return [badge, body, { d: sign, stroke: face, width: 4.5 }, { d: sign, stroke: ink, width: 2 }];
}

/** Every colour of the product, once per theme; what a colour means is its name. Drawn from the style guide of the look. */
export type ThemeName = "light" | "dark";

/** `colour_safe`: pressure levels and warnings whose hues keep apart for people with each kind of colour blindness. Shapes are the same. */
export type PaletteName = "usual" | "colour_safe";
export type ThemeId = "light" | "dark" | "light_safe" | "dark_safe";

type Levels = "UHP" | "HP_A" | "HP_B" | "SHP_A" | "SHP_B" | "MP_A" | "MP_B" | "LP" | "unknown";
type States = "normal" | "warning" | "alarm" | "stale" | "offline" | "maintenance" | "suspect";
type WarningColor = "red" | "orange" | "yellow" | "blue";

/** Colours are `#RRGGBB`, so that shaders, styles and SVG read the same value. */
export interface Theme {
  /** What tells one theme from every other: key by it whatever depends on colours. */
  readonly id: ThemeId;
  /** Light or dark: key by it only what both palettes share. */
  readonly name: ThemeName;
  readonly palette: PaletteName;
  readonly ground: string;
  readonly land: string;
  readonly neighbour: string;
  readonly outline: string;
  /** City lines, between the county's `outline` and the province's `outlineStrong`. */
  readonly outlineMiddle: string;
  readonly outlineStrong: string;
  /** Surface of panels that float over the map, and the line around them. */
  readonly surface: string;
  readonly surfaceRaised: string;
  readonly border: string;
  readonly text: string;
  readonly quiet: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly danger: string;
  readonly focus: string;
  /** Ring around what is chosen; edge of what is under the pointer. */
  readonly selected: string;
  readonly hovered: string;
  readonly pressure: Readonly<Record<Levels, string>>;
  readonly warning: Readonly<Record<WarningColor, string>>;
  /** Yellow alone is too light for a light ground: it always carries this edge. */
  readonly warningEdge: Readonly<Record<WarningColor, string>>;
  readonly state: Readonly<Record<States, string>>;
  /** Badge behind a station's symbol, its edge and its symbol. */
  readonly badge: { readonly face: string; readonly edge: string; readonly ink: string };
  /** Area statistics, least to most: one quiet hue. */
  readonly sequential: readonly [string, string, string, string, string];
  /** An area without a number. */
  readonly noData: string;
  /** Series of charts that are not pressure levels or states. */
  readonly chart: readonly [string, string, string, string, string, string];
  readonly shadow: string;
  /** Around and over a camera's picture: the same by day and night, as the picture is. */
  readonly picture: { readonly ground: string; readonly ink: string; readonly veil: string };
}

const PICTURE: Theme["picture"] = { ground: "#000000", ink: "#FFFFFF", veil: "rgba(0, 0, 0, 0.72)" };

const LIGHT: Theme = {
  id: "light",
  name: "light",
  palette: "usual",
  ground: "#F4F6F8",
  land: "#FFFFFF",
  neighbour: "#E9EDF1",
  outline: "#C4CCD6",
  outlineMiddle: "#9BA8B7",
  outlineStrong: "#66768A",
  surface: "#FFFFFF",
  surfaceRaised: "#F4F6F8",
  border: "#D9E0E7",
  text: "#1C2733",
  quiet: "#5A6776",
  accent: "#0B6E75",
  onAccent: "#FFFFFF",
  danger: "#B3001A",
  focus: "#0B6E75",
  selected: "#0B2E6B",
  hovered: "#1C2733",
  pressure: {
    UHP: "#8A0A4E",
    HP_A: "#A11374",
    HP_B: "#8E24AA",
    SHP_A: "#6D4AB5",
    SHP_B: "#7D78B8",
    MP_A: "#207F64",
    MP_B: "#24897F",
    LP: "#6F8F28",
    unknown: "#596E94",
  },
  warning: { red: "#D6001C", orange: "#D95F00", yellow: "#E5B800", blue: "#1565FF" },
  warningEdge: { red: "#D6001C", orange: "#D95F00", yellow: "#6B5600", blue: "#1565FF" },
  state: {
    normal: "#5E7D6A",
    warning: "#D95F00",
    alarm: "#D6001C",
    stale: "#76828F",
    offline: "#5A6776",
    maintenance: "#5A6776",
    suspect: "#8C6D4F",
  },
  badge: { face: "#FFFFFF", edge: "#3C4A5A", ink: "#1C2733" },
  sequential: ["#EDF2F7", "#D9E4EF", "#C1D3E5", "#A6BFD8", "#89A9C9"],
  noData: "#F4F6F8",
  chart: ["#3D5A80", "#8C6D4F", "#6F8BA8", "#5B5F77", "#A08660", "#76828F"],
  shadow: "0 2px 8px rgba(28, 39, 51, 0.16)",
  picture: PICTURE,
};

const DARK: Theme = {
  id: "dark",
  name: "dark",
  palette: "usual",
  ground: "#0E1620",
  land: "#131E2A",
  neighbour: "#101923",
  outline: "#2B3A4A",
  outlineMiddle: "#435568",
  outlineStrong: "#6C8096",
  surface: "#16222F",
  surfaceRaised: "#1D2B3A",
  border: "#2B3A4A",
  text: "#E6EDF5",
  quiet: "#93A4B6",
  accent: "#4FC3C9",
  onAccent: "#06272A",
  danger: "#FF7A86",
  focus: "#4FC3C9",
  selected: "#FFFFFF",
  hovered: "#E6EDF5",
  pressure: {
    UHP: "#FF8FBF",
    HP_A: "#E666C7",
    HP_B: "#CE7BE6",
    SHP_A: "#A58BEB",
    SHP_B: "#B3AEE0",
    MP_A: "#00C5A9",
    MP_B: "#7AD9D0",
    LP: "#B5CF6B",
    unknown: "#7C8896",
  },
  warning: { red: "#FF4D5E", orange: "#FF9440", yellow: "#FFD633", blue: "#5C95FF" },
  warningEdge: { red: "#FF4D5E", orange: "#FF9440", yellow: "#FFD633", blue: "#5C95FF" },
  state: {
    normal: "#7FA68E",
    warning: "#FF9440",
    alarm: "#FF4D5E",
    stale: "#7C8896",
    offline: "#93A4B6",
    maintenance: "#93A4B6",
    suspect: "#C9A784",
  },
  badge: { face: "#1B2937", edge: "#9FB0C2", ink: "#E6EDF5" },
  sequential: ["#172431", "#1D2F40", "#253C52", "#2F4B66", "#3B5D7D"],
  noData: "#101923",
  chart: ["#8CC4E0", "#C9A784", "#5F83A8", "#D2D8DE", "#A58D6A", "#93A4B6"],
  shadow: "0 2px 10px rgba(0, 0, 0, 0.5)",
  picture: PICTURE,
};

const LIGHT_SAFE: Theme = {
  ...LIGHT,
  id: "light_safe",
  palette: "colour_safe",
  pressure: {
    UHP: "#2C1427",
    HP_A: "#632271",
    HP_B: "#6F376E",
    SHP_A: "#5743A8",
    SHP_B: "#7154AF",
    MP_A: "#1F7775",
    MP_B: "#3E8599",
    LP: "#7B8D3A",
    unknown: "#343434",
  },
  warning: { ...LIGHT.warning, red: "#A8001A", orange: "#C86400" },
  warningEdge: { ...LIGHT.warningEdge, red: "#A8001A", orange: "#C86400" },
  state: { ...LIGHT.state, warning: "#C86400", alarm: "#A8001A" },
};

const DARK_SAFE: Theme = {
  ...DARK,
  id: "dark_safe",
  palette: "colour_safe",
  pressure: {
    UHP: "#E9BFCB",
    HP_A: "#DF96B6",
    HP_B: "#BC9DD0",
    SHP_A: "#9C80BE",
    SHP_B: "#8B6AD3",
    MP_A: "#068683",
    MP_B: "#2E768E",
    LP: "#816F25",
    unknown: "#E0ECF2",
  },
  warning: { ...DARK.warning, orange: "#FFA64D", yellow: "#FFE34D" },
  warningEdge: { ...DARK.warningEdge, orange: "#FFA64D", yellow: "#FFE34D" },
  state: { ...DARK.state, warning: "#FFA64D" },
};

export const THEMES: Readonly<Record<ThemeId, Theme>> = {
  light: LIGHT,
  dark: DARK,
  light_safe: LIGHT_SAFE,
  dark_safe: DARK_SAFE,
};

/** Width in pixels at zoom 12 (look.md): width says pressure as well as hue does. */
export const PRESSURE_WIDTH: Readonly<Record<Levels, number>> = {
  UHP: 4.5,
  HP_A: 3.5,
  HP_B: 3.5,
  SHP_A: 2.5,
  SHP_B: 2.5,
  MP_A: 1.5,
  MP_B: 1.5,
  LP: 1,
  unknown: 1,
};

/** System fonts, first match wins; never fetched. */
export const FONTS = ["PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"] as const;

const kebab = (name: string) =>
  name
    .replaceAll("_", "-")
    .replaceAll(/[A-Z]+/g, (upper) => `-${upper.toLowerCase()}`)
    .replace(/^-/, "")
    .replaceAll("--", "-");

const flatten = (prefix: string, value: unknown): string[] =>
  typeof value === "string"
    ? [`--${prefix}:${value};`]
    : Object.entries(value as Record<string, unknown>).flatMap(([key, inner]) =>
        flatten(`${prefix}-${kebab(key)}`, inner),
      );

/**
 * The theme as CSS custom properties (`--land`, `--pressure-hp-a`, `--sequential-0` …), to be put on `:root`.
 * Fonts come along as `--font`.
 */
export function cssVariables(theme: Theme): string {
  const { id: _id, palette: _palette, name, ...colours } = theme;
  const variables = Object.entries(colours).flatMap(([key, value]) => flatten(kebab(key), value));
  const fonts = FONTS.map((font) => (font.includes(" ") ? `"${font}"` : font)).join(", ");
  return [`color-scheme:${name};`, ...variables, `--font:${fonts};`].join("");
}

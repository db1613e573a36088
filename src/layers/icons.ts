import { STATION_KINDS, type StationKind } from "#contract/gas.ts";
import { badgePath, STATION_SYMBOLS, type StationSymbol } from "#theme/symbols.ts";
import { THEMES, type Theme, type ThemeName } from "#theme/tokens.ts";
import type { MarkPath } from "./layer.ts";

/** Name of a station's image in the style; the engine draws it when the style first asks. */
export const iconName = (kind: StationKind, theme: ThemeName): string => `station/${kind}/${theme}`;

/** Pixels of the box a symbol is drawn in; `icon-size` scales it. */
export const ICON_BOX = 24;

/** What an image name stands for, as strokes; null when the name is not ours. */
export function iconPaths(name: string): readonly MarkPath[] | null {
  const [family, kind, theme] = name.split("/");
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

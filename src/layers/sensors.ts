import { TAG_STATES } from "#contract/gas.ts";
import type { Network } from "#lib/network-tile.ts";
import { TAG_SIZES } from "#lib/stroke.ts";
import { STATE_SHAPES } from "#theme/symbols.ts";
import { THEMES, type Theme, type ThemeId } from "#theme/tokens.ts";
import { TagLayer } from "./flat/tag-layer.ts";
import { HALO_AT, SIZES_AT, TAG_HOVERED_AT, TAG_SELECTED_AT } from "./flat/tag-shader.ts";
import { PALETTE_WIDTH, type Palette } from "./flat/textures.ts";
import { type Built, defineLayer, type MarkPath, opacityOf } from "./layer.ts";

/** Live sensors beside their stations: the state's shape and colour, the worst on top. */
export const sensors = defineLayer({
  id: "sensors",
  title: "map.layer.sensors",
  group: "live",
  fixed: false,
  pick: (scene) =>
    scene.network &&
    ([scene.theme, scene.network, scene.isFeedLost, scene.scale, opacityOf(scene, "sensors")] as const),
  build: (theme: Theme, network: Network, isFeedLost: boolean, scale: number, opacity: number): Built => ({
    kind: "deck",
    layers: [new TagLayer({ id: "sensors", network, palette: TAG_PALETTES[theme.id], isFeedLost, scale, opacity })],
  }),
  legend: (theme) => TAG_STATES.map((state) => ({ label: `gas.tagState.${state}`, mark: statePaths(state, theme) })),
});

/** The mark of a state, for legends and lists. */
export function statePaths(state: (typeof TAG_STATES)[number], theme: Theme): readonly MarkPath[] {
  const shape: { readonly fill?: string; readonly stroke?: string } = STATE_SHAPES[state];
  const color = theme.state[state];
  return [
    ...(shape.fill ? [{ d: shape.fill, fill: color }] : []),
    ...(shape.stroke ? [{ d: shape.stroke, stroke: color, width: 2 }] : []),
  ];
}

function paletteOf(theme: Theme): Palette {
  const colors: (string | readonly [number, number, number])[] = new Array(PALETTE_WIDTH).fill(theme.state.stale);
  TAG_STATES.forEach((state, i) => {
    colors[i] = theme.state[state];
  });
  TAG_SIZES.forEach((size, i) => {
    colors[SIZES_AT + i] = [size, 0, 0];
  });
  colors[HALO_AT] = theme.land;
  colors[TAG_SELECTED_AT] = theme.selected;
  colors[TAG_HOVERED_AT] = theme.hovered;
  return { colors };
}

/** What the GPU paints sensors with, per theme. */
export const TAG_PALETTES: Readonly<Record<ThemeId, Palette>> = {
  light: paletteOf(THEMES.light),
  dark: paletteOf(THEMES.dark),
  light_safe: paletteOf(THEMES.light_safe),
  dark_safe: paletteOf(THEMES.dark_safe),
};

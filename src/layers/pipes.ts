import { MATERIALS, PRESSURE_LEVELS } from "#contract/gas.ts";
import type { Network } from "#lib/network-tile.ts";
import { PRESSURE_WIDTH, THEMES, type Theme, type ThemeId } from "#theme/tokens.ts";
import { networkLayer } from "./flat/network-layer.ts";
import { PipeLayer } from "./flat/pipe-layer.ts";
import { CASING_AT, HOVERED_AT, SELECTED_AT, WIDTH_SCALE, WIDTHS_AT } from "./flat/pipe-shader.ts";
import { PALETTE_WIDTH, type Palette } from "./flat/textures.ts";
import { type Built, defineLayer, opacityOf, type Scene } from "./layer.ts";

/** Pipes by pressure level: hue and width; dashed when out of use or planned. Over a fill they carry a pale edge. */
export const pipes = defineLayer({
  id: "pipes",
  title: "map.layer.pipes",
  group: "network",
  fixed: false,
  pick: (scene) =>
    scene.network &&
    ([
      scene.theme,
      scene.network,
      scene.filters.level,
      scene.filters.material,
      scene.scale,
      scene.fill !== null && scene.visible.has("area-fill"),
      opacityOf(scene, "pipes"),
    ] as const),
  build: (
    theme: Theme,
    network: Network,
    level: Scene["filters"]["level"],
    material: Scene["filters"]["material"],
    scale: number,
    isOverFill: boolean,
    opacity: number,
  ): Built => ({
    kind: "deck",
    layers: [
      networkLayer("pipes", network, opacity, (id, at, { pipes: geometry }) => {
        const casing = isOverFill ? 1.5 * scale : 0;
        const levels = bits(PRESSURE_LEVELS, level);
        const materials = bits(MATERIALS, material);
        const look = { palette: PALETTES[theme.id], levels, materials, scale, casing, opacity };
        return new PipeLayer({ id, at, geometry, states: network.pipeStates, ...look });
      }),
    ],
  }),
  legend: (theme) => [
    ...PRESSURE_LEVELS.map((level) => ({
      label: `gas.pressureLevel.${level}`,
      mark: [{ d: "M1 12h22", stroke: theme.pressure[level], width: Math.max(1.5, PRESSURE_WIDTH[level]) }],
    })),
    {
      label: "map.legend.notInService",
      mark: [{ d: "M1 12h22", stroke: theme.pressure.MP_A, width: 2, dash: "6 4" }],
    },
  ],
});

/** One bit for each member of a list: all of them, or the wanted one alone. */
const bits = <T>(list: readonly T[], wanted: T | undefined): number =>
  wanted === undefined ? 2 ** list.length - 1 : 2 ** list.indexOf(wanted);

function paletteOf(theme: Theme): Palette {
  const colors: (string | readonly [number, number, number])[] = new Array(PALETTE_WIDTH).fill("#000000");
  PRESSURE_LEVELS.forEach((level, i) => {
    colors[i] = theme.pressure[level];
    colors[WIDTHS_AT + i] = [Math.round(PRESSURE_WIDTH[level] * WIDTH_SCALE), 0, 0];
  });
  colors[CASING_AT] = theme.land;
  colors[SELECTED_AT] = theme.selected;
  colors[HOVERED_AT] = theme.hovered;
  return { colors };
}

/** What the GPU paints pipes with, per theme. */
export const PALETTES: Readonly<Record<ThemeId, Palette>> = {
  light: paletteOf(THEMES.light),
  dark: paletteOf(THEMES.dark),
  light_safe: paletteOf(THEMES.light_safe),
  dark_safe: paletteOf(THEMES.dark_safe),
};

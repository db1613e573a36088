import { PRESSURE_LEVELS } from "#contract/gas.ts";
import { STATE_STEP } from "#contract/model-state.ts";
import type { Network, PaintedBy } from "#lib/network-tile.ts";
import { NO_CLASS } from "#lib/state-bytes.ts";
import type { PipeWidths } from "#lib/stroke.ts";
import { classColors, mixed, modelColors } from "#theme/classes.ts";
import { PRESSURE_WIDTH, type Theme } from "#theme/tokens.ts";
import { PipeLayer, type PipeLook } from "./flat/pipe-layer.ts";
import { ARROW_AT, CASING_AT, CHOSEN_AT, HOVERED_AT, MOST_LEVELS, SELECTED_AT } from "./flat/pipe-shader.ts";
import { PALETTE_WIDTH, type Palette } from "./flat/textures.ts";
import { type Built, defineLayer, opacityOf } from "./layer.ts";

const ALL_LEVELS = 2 ** PRESSURE_LEVELS.length - 1;
/** Levels drawn where a machine draws slowly and the map shows more than some streets. */
const WITHOUT_LOW = ALL_LEVELS & ~(1 << PRESSURE_LEVELS.indexOf("LP"));
const WIDTHS = Array.from({ length: MOST_LEVELS }, (_, i) => PRESSURE_WIDTH[PRESSURE_LEVELS[i] ?? "unknown"]);

/**
 * Pipes: width by pressure level and, if so chosen, zoom; hue by the attribute that colours, dashed when out of use or planned. Over a fill they carry a pale edge.
 * Which are hidden or chosen, and the class of each, stand in the state bytes.
 */
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
      scene.scale,
      scene.fill !== null && scene.visible.has("area-fill") && !scene.reduced.has("edges"),
      scene.reduced.has("low_pressure"),
      scene.reduced.has("labels"),
      scene.pipeWidths,
      opacityOf(scene, "pipes"),
    ] as const),
  build: (
    theme: Theme,
    network: Network,
    scale: number,
    hasEdges: boolean,
    isWithoutLow: boolean,
    isWithoutArrows: boolean,
    growth: PipeWidths,
    opacity: number,
  ): Built => {
    const look: PipeLook = {
      palette: (by) => pipePalette(theme, by),
      widths: WIDTHS,
      growth,
      levels: isWithoutLow ? WITHOUT_LOW : ALL_LEVELS,
      scale,
      casing: hasEdges ? 1.5 * scale : 0,
      arrows: !isWithoutArrows,
    };
    return { kind: "deck", layers: [new PipeLayer({ id: "pipes", network, look, opacity })] };
  },
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

/** How much of the ground an estimated pressure takes on. */
const ESTIMATED_SHARE = 0.4;

const palettes = new WeakMap<Theme, Map<PaintedBy, Palette>>();

/** What the GPU paints pipes with, one for each theme and attribute: the colours of the classes, then those of edges and arrows. */
export function pipePalette(theme: Theme, by: PaintedBy): Palette {
  const known = palettes.get(theme) ?? new Map<PaintedBy, Palette>();
  palettes.set(theme, known);
  const palette = known.get(by) ?? paletteOf(theme, by);
  known.set(by, palette);
  return palette;
}

function paletteOf(theme: Theme, by: PaintedBy): Palette {
  const colors: string[] = new Array(PALETTE_WIDTH).fill(theme.pressure.unknown);
  (by === "model" ? modelColors(theme) : classColors(theme, by)).forEach((color, i) => {
    colors[i] = color;
  });
  if (by === "pressure")
    classColors(theme, by).forEach((color, k) => {
      colors[k + STATE_STEP] = mixed(color, theme.land, ESTIMATED_SHARE);
      colors[k + 2 * STATE_STEP] = theme.state.stale;
    });
  colors[CASING_AT] = theme.land;
  colors[SELECTED_AT] = theme.selected;
  colors[HOVERED_AT] = theme.hovered;
  colors[CHOSEN_AT] = theme.accent;
  colors[ARROW_AT] = theme.text;
  colors[NO_CLASS] = theme.pressure.unknown;
  return { colors };
}

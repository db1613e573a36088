import { WARNING_LEVELS } from "#contract/gas.ts";
import type { ShownBadges } from "#lib/badge-mesh.ts";
import type { Theme } from "#theme/tokens.ts";
import { BadgeLayer } from "./flat/badge-layer.ts";
import { SURFACE_AT, TEXT_AT } from "./flat/badge-shader.ts";
import type { Palette } from "./flat/textures.ts";
import { warningPaths } from "./icons.ts";
import { type Built, defineLayer, opacityOf } from "./layer.ts";

export const ALARM_BADGES_LAYER = "alarm-badges";

/** Open alarms counted by level, of areas from afar and of what stands close together from near: over all that is drawn. */
export const alarmBadges = defineLayer({
  id: ALARM_BADGES_LAYER,
  title: "map.layer.alarmBadges",
  group: "live",
  fixed: false,
  // Which badges there are is read when they are drawn: they change while the map rests.
  pick: (scene) =>
    scene.network && scene.alarmBadges
      ? ([scene.theme, scene.network.badges, scene.scale, opacityOf(scene, ALARM_BADGES_LAYER)] as const)
      : null,
  build: (theme: Theme, badges: ShownBadges, scale: number, opacity: number): Built => ({
    kind: "deck",
    layers: [new BadgeLayer({ id: ALARM_BADGES_LAYER, shown: badges, palette: paletteOf(theme), scale, opacity })],
  }),
  legend: (theme) =>
    WARNING_LEVELS.map((level) => ({ label: `gas.warningLevel.${level}`, mark: warningPaths(level, theme) })),
});

const palettes = new WeakMap<Theme, Palette>();

/** What the GPU paints badges with, one per theme. */
function paletteOf(theme: Theme): Palette {
  const known = palettes.get(theme);
  if (known) return known;
  const colors = [
    ...WARNING_LEVELS.map((level) => theme.warning[level]),
    ...WARNING_LEVELS.map((level) => theme.warningEdge[level]),
  ];
  colors[SURFACE_AT] = theme.surface;
  colors[TEXT_AT] = theme.text;
  const palette = { colors };
  palettes.set(theme, palette);
  return palette;
}

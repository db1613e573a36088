import type { Feature } from "geojson";
import { WARNING_LEVELS } from "#contract/gas.ts";
import type { AlarmBadge } from "#lib/alarm-badges.ts";
import { FONTS, type Theme } from "#theme/tokens.ts";
import { ICON_BOX, warningIcon, warningPaths } from "./icons.ts";
import { type Built, defineLayer, opacityOf } from "./layer.ts";

export const ALARM_BADGES_LAYER = "alarm-badges";

/** CSS pixels: edge of a shape, height of its number, and room for both with up to three digits. */
const SHAPE_PX = 15;
const TEXT_PX = 14;
const SLOT_PX = 36;
/** Above the name of an area, and above the symbol of a station. */
const ABOVE_PX = 32;

/** Open alarms counted by level, of areas from afar and of what stands close together from near: over all that is drawn. */
export const alarmBadges = defineLayer({
  id: ALARM_BADGES_LAYER,
  title: "map.layer.alarmBadges",
  group: "live",
  fixed: false,
  pick: (scene) =>
    scene.alarmBadges && ([scene.theme, scene.alarmBadges, scene.scale, opacityOf(scene, ALARM_BADGES_LAYER)] as const),
  build: (theme: Theme, badges: readonly AlarmBadge[], scale: number, opacity: number): Built => ({
    kind: "style",
    sources: {
      "alarm-badges": {
        type: "geojson",
        data: { type: "FeatureCollection", features: badges.flatMap((badge) => featuresOf(badge, theme)) },
      },
    },
    layers: [
      {
        id: "alarm-badges",
        type: "symbol",
        source: "alarm-badges",
        layout: {
          "icon-image": ["get", "icon"],
          "icon-size": (SHAPE_PX / ICON_BOX) * scale,
          "icon-offset": ["array", "number", 2, ["get", "iconAt"]],
          "icon-allow-overlap": true,
          "icon-ignore-placement": true,
          "text-field": ["get", "count"],
          "text-font": [...FONTS],
          "text-size": TEXT_PX * scale,
          "text-anchor": "left",
          "text-offset": ["array", "number", 2, ["get", "textAt"]],
          "text-allow-overlap": true,
          "text-ignore-placement": true,
          "symbol-sort-key": ["get", "order"],
        },
        paint: {
          "icon-opacity": opacity,
          "text-opacity": opacity,
          "text-color": theme.text,
          "text-halo-color": theme.surface,
          "text-halo-width": 2.5 * scale,
        },
      },
    ],
  }),
  legend: (theme) =>
    WARNING_LEVELS.map((level) => ({ label: `gas.warningLevel.${level}`, mark: warningPaths(level, theme) })),
});

/** Shape and number of each level that rings side by side, the worst first. Offsets grow with the sizes of icon and text. */
function featuresOf({ key, lngLat, counts, worst }: AlarmBadge, theme: Theme): Feature[] {
  const ringing = WARNING_LEVELS.filter((level) => counts[level] > 0);
  const left = -((ringing.length * SLOT_PX) / 2);
  return ringing.map((level, slot): Feature => {
    const x = left + slot * SLOT_PX + SHAPE_PX / 2;
    return {
      type: "Feature",
      properties: {
        key,
        count: String(counts[level]),
        icon: warningIcon(level, theme.id),
        iconAt: [(x * ICON_BOX) / SHAPE_PX, (-ABOVE_PX * ICON_BOX) / SHAPE_PX],
        textAt: [(x + SHAPE_PX / 2 + 1) / TEXT_PX, -ABOVE_PX / TEXT_PX],
        // What rings worst is drawn last, over the others.
        order: -WARNING_LEVELS.indexOf(worst),
      },
      geometry: { type: "Point", coordinates: [...lngLat] },
    };
  });
}

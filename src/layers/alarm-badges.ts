import type { Feature } from "geojson";
import { WARNING_LEVELS } from "#contract/gas.ts";
import type { AlarmBadge } from "#lib/alarm-badges.ts";
import { type BadgeSpot, badgeSpots } from "#lib/badge-spots.ts";
import type { ClusterView } from "#lib/cluster-view.ts";
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
    scene.alarmBadges &&
    ([
      scene.theme,
      scene.alarmBadges,
      scene.scale,
      opacityOf(scene, ALARM_BADGES_LAYER),
      // Only where they stand: what they count changes with each tick.
      scene.visible.has("clusters") ? (scene.clusters?.spots ?? null) : null,
      scene.clusters?.zoom ?? 0,
    ] as const),
  build: (
    theme: Theme,
    badges: readonly AlarmBadge[],
    scale: number,
    opacity: number,
    discs: ClusterView["spots"] | null,
    zoom: number,
  ): Built => ({
    kind: "style",
    sources: {
      "alarm-badges": {
        type: "geojson",
        data: { type: "FeatureCollection", features: placed(badges, discs, zoom, scale, theme) },
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

const ringingOf = ({ counts }: AlarmBadge) => WARNING_LEVELS.filter((level) => counts[level] > 0);

/** Badges of areas stand over names; those among clusters where they hide no cluster's number. */
function placed(
  badges: readonly AlarmBadge[],
  discs: ClusterView["spots"] | null,
  zoom: number,
  scale: number,
  theme: Theme,
): Feature[] {
  if (discs === null || discs.length === 0) return badges.flatMap((badge) => featuresOf(badge, [0, -ABOVE_PX], theme));
  const seeking = badges.map((badge) => ({
    lngLat: badge.lngLat,
    width: ringingOf(badge).length * SLOT_PX,
    height: SHAPE_PX + 3,
  }));
  const spots = badgeSpots(seeking, discs, zoom, ABOVE_PX, scale);
  return badges.flatMap((badge, i) => featuresOf(badge, spots[i] ?? [0, -ABOVE_PX], theme));
}

/** Shape and number of each level that rings side by side, the worst first. Offsets grow with the sizes of icon and text. */
function featuresOf(badge: AlarmBadge, [middle, y]: BadgeSpot, theme: Theme): Feature[] {
  const { key, lngLat, counts, worst } = badge;
  const ringing = ringingOf(badge);
  const left = middle - (ringing.length * SLOT_PX) / 2;
  return ringing.map((level, slot): Feature => {
    const x = left + slot * SLOT_PX + SHAPE_PX / 2;
    return {
      type: "Feature",
      properties: {
        key,
        count: String(counts[level]),
        icon: warningIcon(level, theme.id),
        iconAt: [(x * ICON_BOX) / SHAPE_PX, (y * ICON_BOX) / SHAPE_PX],
        textAt: [(x + SHAPE_PX / 2 + 1) / TEXT_PX, y / TEXT_PX],
        // What rings worst is drawn last, over the others.
        order: -WARNING_LEVELS.indexOf(worst),
      },
      geometry: { type: "Point", coordinates: [...lngLat] },
    };
  });
}

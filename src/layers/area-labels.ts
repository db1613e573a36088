import type { ExpressionSpecification, SymbolLayerSpecification } from "@maplibre/maplibre-gl-style-spec";
import { DIVISION_LABEL_TILE } from "#contract/tiles.ts";
import { FONTS, type Theme } from "#theme/tokens.ts";
import { type Built, defineLayer, opacityOf, type TileSources } from "./layer.ts";

interface Rank {
  readonly level: "province" | "city" | "county";
  readonly from: number;
  readonly to: number;
  readonly size: readonly [number, number];
  readonly color: string;
}

/** Names of areas, one for each unit, drawn from the system's fonts. */
export const areaLabels = defineLayer({
  id: "area-labels",
  title: "map.layer.areaLabels",
  group: "areas",
  fixed: false,
  pick: (scene) => [scene.theme, scene.tiles, scene.scale, opacityOf(scene, "area-labels")] as const,
  build: (theme: Theme, tiles: TileSources, scale: number, opacity: number): Built => ({
    kind: "style",
    sources: { area: tiles.area },
    layers: ranks(theme).map((rank) => label(rank, theme, scale, opacity)),
  }),
  legend: () => [],
});

const ranks = (theme: Theme): Rank[] => [
  { level: "county", from: 7.5, to: 15, size: [11, 15], color: theme.quiet },
  { level: "city", from: 4.5, to: 11, size: [12, 18], color: theme.text },
  { level: "province", from: 0, to: 4.5, size: [14, 16], color: theme.text },
];

function label(rank: Rank, theme: Theme, k: number, opacity: number): SymbolLayerSpecification {
  const [small, large] = rank.size;
  const size: ExpressionSpecification = ["interpolate", ["linear"], ["zoom"], 6, small * k, 12, large * k];
  return {
    id: `label-${rank.level}`,
    type: "symbol",
    source: "area",
    "source-layer": DIVISION_LABEL_TILE.layer,
    filter: ["==", ["get", "level"], rank.level],
    minzoom: rank.from,
    maxzoom: rank.to,
    layout: {
      "text-field": ["get", "name"],
      "text-font": [...FONTS],
      "text-size": size,
      "text-padding": 4,
      "symbol-sort-key": ["get", "rank"],
      // Stations are placed first: a name steps aside for the gate that stands at its middle.
      "text-variable-anchor": ["center", "top", "bottom", "left", "right"],
      "text-radial-offset": 0.9,
    },
    paint: {
      "text-color": rank.color,
      "text-halo-color": theme.land,
      "text-halo-width": 1.6 * k,
      "text-opacity": opacity,
    },
  };
}

import type { FeatureCollection } from "geojson";
import { hexRing } from "#contract/hex-grid.ts";
import { classOf, colorIndex } from "#lib/fill-scale.ts";
import type { HexFill } from "#lib/hex-fill.ts";
import type { Theme } from "#theme/tokens.ts";
import { type Built, defineLayer, opacityOf } from "./layer.ts";

/** What lies under a hexagon is still to be seen. */
const SEE_THROUGH = 0.75;

/** Counts by hexagons, under the pipes; switched and faded with the areas' fill, which they stand in for. */
export const areaHexesLayer = defineLayer({
  id: "area-hexes",
  title: "map.layer.areaFill",
  group: "areas",
  fixed: true,
  pick: (scene) =>
    scene.hexes && scene.visible.has("area-fill")
      ? ([scene.theme, scene.hexes, opacityOf(scene, "area-fill")] as const)
      : null,
  build: (theme: Theme, fill: HexFill, opacity: number): Built => ({
    kind: "style",
    sources: { "area-hexes": { type: "geojson", data: shapesOf(theme, fill) } },
    layers: [
      {
        id: "area-hexes",
        type: "fill",
        source: "area-hexes",
        paint: {
          "fill-color": ["get", "color"],
          "fill-outline-color": theme.land,
          "fill-opacity": SEE_THROUGH * opacity,
        },
      },
    ],
  }),
  legend: () => [],
});

const shapesOf = (theme: Theme, { sizeM, hexes, scale }: HexFill): FeatureCollection => ({
  type: "FeatureCollection",
  features: hexes.map((hex) => ({
    type: "Feature",
    properties: { color: theme.sequential[colorIndex(scale, classOf(scale, hex.count))] ?? theme.noData },
    geometry: { type: "Polygon", coordinates: [hexRing(hex, sizeM)] },
  })),
});

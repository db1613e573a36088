import { STATION_TILE } from "#contract/tiles.ts";
import type { Theme } from "#theme/tokens.ts";
import { type Built, defineLayer, opacityOf, type Scene, type TileSources } from "./layer.ts";
import { SYMBOLS_ZOOM, stationFilter } from "./stations.ts";

export const STATION_DOTS_LAYER = "station-dots";

/** Stations from afar, where symbols would be too small to tell apart. Under the names, which dots do not push away. */
export const stationDots = defineLayer({
  id: "station-dots",
  title: "map.layer.stations",
  group: "network",
  fixed: true,
  pick: (scene) =>
    scene.network && scene.visible.has("stations")
      ? ([scene.theme, scene.tiles, scene.filters, scene.scale, opacityOf(scene, "stations")] as const)
      : null,
  build: (theme: Theme, tiles: TileSources, filters: Scene["filters"], scale: number, opacity: number): Built => ({
    kind: "style",
    sources: { network: tiles.network },
    layers: [
      {
        id: STATION_DOTS_LAYER,
        type: "circle",
        source: "network",
        "source-layer": STATION_TILE.layer,
        filter: stationFilter(filters, false),
        maxzoom: SYMBOLS_ZOOM,
        paint: {
          "circle-radius": 2.6 * scale,
          "circle-color": theme.badge.ink,
          "circle-opacity": opacity,
          "circle-stroke-color": theme.badge.face,
          "circle-stroke-width": 1.2 * scale,
          "circle-stroke-opacity": opacity,
        },
      },
    ],
  }),
  legend: () => [],
});

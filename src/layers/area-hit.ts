import { DIVISION_TILE } from "#contract/tiles.ts";
import { type Built, defineLayer, type TileSources } from "./layer.ts";

/** Counties as an unseen surface: what lies under the pointer is found in it, whichever layers a person has put away. */
export const areaHit = defineLayer({
  id: "area-hit",
  title: "map.layer.areaFocus",
  group: "areas",
  fixed: true,
  pick: (scene) => [scene.tiles] as const,
  build: (tiles: TileSources): Built => ({
    kind: "style",
    sources: { area: tiles.area },
    layers: [
      {
        id: "area-hit",
        type: "fill",
        source: "area",
        "source-layer": DIVISION_TILE.layer,
        filter: ["==", ["get", "level"], "county"],
        paint: { "fill-opacity": 0 },
      },
    ],
  }),
  legend: () => [],
});

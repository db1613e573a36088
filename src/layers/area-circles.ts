import { type AreaCircles, circleRadius } from "#lib/area-circles.ts";
import type { AreaTree } from "#lib/area-tree.ts";
import type { Theme } from "#theme/tokens.ts";
import { type Built, defineLayer, opacityOf } from "./layer.ts";

/** Of the fill: what lies under a circle is still to be seen. */
const SEE_THROUGH = 0.45;

/** Numbers of areas as circles at their middles, over the pipes; switched and faded with the areas' fill, which they stand in for. */
export const areaCirclesLayer = defineLayer({
  id: "area-circles",
  title: "map.layer.areaFill",
  group: "areas",
  fixed: true,
  pick: (scene) =>
    scene.circles && scene.visible.has("area-fill")
      ? ([scene.theme, scene.areas, scene.circles, scene.scale, opacityOf(scene, "area-fill")] as const)
      : null,
  build: (theme: Theme, areas: AreaTree, circles: AreaCircles, scale: number, opacity: number): Built => ({
    kind: "style",
    sources: { "area-circles": { type: "geojson", data: points(areas, circles, scale) } },
    layers: [
      {
        id: "area-circles",
        type: "circle",
        source: "area-circles",
        // A small circle stays to be seen where it lies in a large one.
        layout: { "circle-sort-key": ["-", 0, ["get", "radius"]] },
        paint: {
          "circle-radius": ["get", "radius"],
          "circle-color": theme.accent,
          "circle-opacity": SEE_THROUGH * opacity,
          "circle-stroke-color": theme.accent,
          "circle-stroke-width": scale,
          "circle-stroke-opacity": opacity,
        },
      },
    ],
  }),
  legend: () => [],
});

function points(areas: AreaTree, { values, max }: AreaCircles, scale: number) {
  const features = Object.entries(values).flatMap(([code, value]) => {
    const area = areas.byCode.get(code);
    if (!area) return [];
    return {
      type: "Feature" as const,
      properties: { radius: circleRadius(max, value) * scale },
      geometry: { type: "Point" as const, coordinates: [...area.lngLat] },
    };
  });
  return { type: "FeatureCollection" as const, features };
}

import type { ExpressionSpecification, LineLayerSpecification } from "@maplibre/maplibre-gl-style-spec";
import { DIVISION_TILE } from "#contract/tiles.ts";
import type { Theme } from "#theme/tokens.ts";
import { type Built, defineLayer, opacityOf, type TileSources } from "./layer.ts";

type Level = "county" | "city" | "province";

/** Lines of counties, cities and the province: thin to strong, faint to firm. */
export const areaOutline = defineLayer({
  id: "area-outline",
  title: "map.layer.areaOutline",
  group: "areas",
  fixed: false,
  pick: (scene) => [scene.theme, scene.tiles, scene.scale, opacityOf(scene, "area-outline")] as const,
  build: (theme: Theme, tiles: TileSources, scale: number, opacity: number): Built => ({
    kind: "style",
    sources: { area: tiles.area },
    layers: [
      line("county", theme.outline, [0.4, 1.25], scale, opacity),
      line("city", theme.outlineMiddle, [0.8, 1.75], scale, opacity),
      line("province", theme.outlineStrong, [1.4, 2.5], scale, opacity),
    ],
  }),
  legend: (theme) =>
    (
      [
        ["province", theme.outlineStrong, 2],
        ["city", theme.outlineMiddle, 1.5],
        ["county", theme.outline, 1],
      ] as const
    ).map(([level, stroke, width]) => ({
      label: `gas.areaLevel.${level}`,
      mark: [{ d: "M2 12h20", stroke, width }],
    })),
});

function line(level: Level, color: string, [far, near]: readonly [number, number], k: number, opacity: number) {
  const width: ExpressionSpecification = ["interpolate", ["linear"], ["zoom"], 5, far * k, 14, near * k];
  return {
    id: `outline-${level}`,
    type: "line",
    source: "area",
    "source-layer": DIVISION_TILE.layer,
    filter: ["==", ["get", "level"], level],
    layout: { "line-join": "round" },
    paint: { "line-color": color, "line-width": width, "line-opacity": opacity },
  } satisfies LineLayerSpecification;
}

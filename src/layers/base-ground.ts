import type { LayerSpecification } from "@maplibre/maplibre-gl-style-spec";
import { DIVISION_TILE } from "#contract/tiles.ts";
import type { Theme } from "#theme/tokens.ts";
import { type Base, type Built, defineLayer, opacityOf, type TileSources } from "./layer.ts";

const SOURCE = "base";

/** What lies under everything: plain ground and land, or the configured base map held quiet. */
export const baseGround = defineLayer({
  id: "base-ground",
  title: "map.layer.base",
  group: "base",
  fixed: false,
  pick: (scene) => [scene.theme, scene.base, scene.tiles, opacityOf(scene, "base-ground")] as const,
  build: (theme: Theme, base: Base, tiles: TileSources, opacity: number): Built => {
    if (base.kind === "style") return { kind: "style", sources: {}, layers: [] };
    const ground = paper("ground", theme.ground);
    if (base.kind === "plain")
      return { kind: "style", sources: { area: tiles.area }, layers: [ground, land(theme, opacity)] };
    const layers = base.kind === "raster" ? [raster(theme, opacity)] : vector(theme, opacity, base.sourceLayers);
    return { kind: "style", sources: { [SOURCE]: base.source }, layers: [ground, ...layers] };
  },
  legend: () => [],
});

const paper = (id: string, color: string): LayerSpecification => ({
  id,
  type: "background",
  paint: { "background-color": color },
});

const land = (theme: Theme, opacity: number): LayerSpecification => ({
  id: "land",
  type: "fill",
  source: "area",
  "source-layer": DIVISION_TILE.layer,
  filter: ["==", ["get", "level"], "county"],
  paint: { "fill-color": theme.land, "fill-antialias": false, "fill-opacity": opacity },
});

/** A dark theme over light pictures: dimmed and greyed, so that ours stays the brightest thing. */
const raster = (theme: Theme, opacity: number): LayerSpecification => ({
  id: "base-raster",
  type: "raster",
  source: SOURCE,
  paint: {
    "raster-saturation": -0.5,
    "raster-opacity": opacity,
    "raster-fade-duration": 0,
    "raster-brightness-max": theme.name === "dark" ? 0.35 : 1,
  },
});

/** Protomaps' names of layers; those the file does not have are left out. */
function vector(theme: Theme, opacity: number, names: readonly string[]): LayerSpecification[] {
  const fill = (layer: string, color: string): LayerSpecification => ({
    id: `base-${layer}`,
    type: "fill",
    source: SOURCE,
    "source-layer": layer,
    filter: ["==", ["geometry-type"], "Polygon"],
    paint: { "fill-color": color, "fill-opacity": opacity },
  });
  const roads: LayerSpecification = {
    id: "base-roads",
    type: "line",
    source: SOURCE,
    "source-layer": "roads",
    paint: {
      "line-color": theme.outline,
      "line-opacity": opacity,
      "line-width": ["interpolate", ["exponential", 1.4], ["zoom"], 8, 0.4, 16, 5],
    },
  };
  const all: Readonly<Record<string, LayerSpecification>> = {
    earth: fill("earth", theme.land),
    water: fill("water", theme.neighbour),
    roads,
  };
  return Object.keys(all).flatMap((name) => (names.includes(name) ? [all[name] as LayerSpecification] : []));
}

import type {
  ExpressionSpecification,
  GeoJSONSourceSpecification,
  LayerSpecification,
} from "@maplibre/maplibre-gl-style-spec";
import { NEIGHBOUR_TILE } from "#contract/tiles.ts";
import { FONTS, type Theme } from "#theme/tokens.ts";
import { type Base, type Built, defineLayer, opacityOf, type TileSources } from "./layer.ts";

/** The provinces around ours: grey, named, without data. A real base map shows them itself. */
export const neighbours = defineLayer({
  id: "neighbours",
  title: "map.layer.neighbours",
  group: "base",
  fixed: false,
  pick: (scene) => [scene.theme, scene.base.kind, scene.tiles, scene.scale, opacityOf(scene, "neighbours")] as const,
  build: (theme: Theme, base: Base["kind"], tiles: TileSources, scale: number, opacity: number): Built => ({
    kind: "style",
    sources: { area: tiles.area, edge: EDGE },
    layers: base === "plain" ? drawn(theme, scale, opacity) : [],
  }),
  legend: () => [],
});

/** Where the outlines of neighbours are cut, degrees. Beyond it nothing is known, and nothing is drawn. */
const CUT = { west: 110.5, south: 34.2, east: 123.2, north: 44.6 };
const { west, south, east, north } = CUT;
const EDGE: GeoJSONSourceSpecification = {
  type: "geojson",
  data: {
    type: "LineString",
    coordinates: [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  },
};
/** As wide on the ground at every zoom: pixels at zoom 4. */
const onGround = (pixels: number): ExpressionSpecification => [
  "interpolate",
  ["exponential", 2],
  ["zoom"],
  4,
  pixels,
  12,
  pixels * 256,
];

const from = { source: "area", "source-layer": NEIGHBOUR_TILE.layer } as const;

const drawn = (theme: Theme, scale: number, opacity: number): LayerSpecification[] => [
  {
    id: "neighbour-fill",
    type: "fill",
    ...from,
    filter: ["==", ["geometry-type"], "Polygon"],
    paint: { "fill-color": theme.neighbour, "fill-opacity": opacity, "fill-antialias": false },
  },
  {
    id: "neighbour-line",
    type: "line",
    ...from,
    filter: ["==", ["geometry-type"], "Polygon"],
    paint: { "line-color": theme.outline, "line-width": 0.75 * scale, "line-opacity": opacity },
  },
  {
    id: "neighbour-edge",
    type: "line",
    source: "edge",
    maxzoom: 12,
    layout: { "line-join": "round" },
    paint: { "line-color": theme.ground, "line-width": onGround(60), "line-blur": onGround(30) },
  },
  {
    id: "neighbour-name",
    type: "symbol",
    ...from,
    filter: ["==", ["geometry-type"], "Point"],
    maxzoom: 9,
    layout: { "text-field": ["get", "name"], "text-font": [...FONTS], "text-size": 12 * scale },
    paint: {
      "text-color": theme.quiet,
      "text-halo-color": theme.neighbour,
      "text-halo-width": 1,
      "text-opacity": opacity,
    },
  },
];

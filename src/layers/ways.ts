import type { Feature } from "geojson";
import type { WayThen } from "#lib/ways-then.ts";
import { FONTS, type Theme } from "#theme/tokens.ts";
import { type Built, defineLayer } from "./layer.ts";

export const WAYS_LAYER = "ways";

/** How far inspectors on a patrol had walked by a moment of the past, or one of them on a day with the times along the way; and where they were. */
export const ways = defineLayer({
  id: WAYS_LAYER,
  title: "map.layer.ways",
  group: "live",
  fixed: true,
  pick: (scene) => scene.ways && ([scene.theme, scene.ways, scene.scale] as const),
  build: (theme: Theme, told: readonly WayThen[], scale: number): Built => ({
    kind: "style",
    sources: { ways: { type: "geojson", data: { type: "FeatureCollection", features: told.flatMap(featuresOf) } } },
    layers: [
      {
        id: "ways-edge",
        type: "line",
        source: "ways",
        filter: ["==", ["geometry-type"], "LineString"],
        layout: { "line-cap": "round", "line-join": "round" },
        paint: { "line-color": theme.land, "line-width": 6 * scale, "line-opacity": 0.8 },
      },
      {
        id: "ways-line",
        type: "line",
        source: "ways",
        filter: ["==", ["geometry-type"], "LineString"],
        layout: { "line-join": "round" },
        paint: { "line-color": theme.accent, "line-width": 3 * scale, "line-dasharray": [2, 1] },
      },
      {
        id: WAYS_LAYER,
        type: "circle",
        source: "ways",
        filter: ["==", ["geometry-type"], "Point"],
        paint: {
          "circle-radius": ["case", ["has", "time"], 3 * scale, 6 * scale],
          "circle-color": theme.accent,
          "circle-stroke-color": theme.land,
          "circle-stroke-width": 2 * scale,
        },
      },
      {
        id: "ways-name",
        type: "symbol",
        source: "ways",
        filter: ["==", ["geometry-type"], "Point"],
        minzoom: 9,
        layout: {
          "text-field": ["coalesce", ["get", "time"], ["get", "name"]],
          "text-font": [...FONTS],
          "text-size": 12 * scale,
          "text-variable-anchor": ["left", "right", "bottom", "top"],
          "text-radial-offset": 0.9,
        },
        paint: { "text-color": theme.text, "text-halo-color": theme.land, "text-halo-width": 1.6 },
      },
    ],
  }),
  legend: () => [],
});

function featuresOf({ account, name, lines, place, times = [] }: WayThen): Feature[] {
  const feature = (geometry: Feature["geometry"], more: object = {}): Feature => ({
    type: "Feature",
    properties: { id: account, name, ...more },
    geometry,
  });
  return [
    ...lines.map((line) => feature({ type: "LineString", coordinates: line.map((at) => [...at]) })),
    ...times.map(({ at, label }) => feature({ type: "Point", coordinates: [...at] }, { time: label })),
    ...(place ? [feature({ type: "Point", coordinates: [...place] })] : []),
  ];
}

import type { Feature } from "geojson";
import type { Theme } from "#theme/tokens.ts";
import { type Built, defineLayer, type Scene } from "./layer.ts";

/** A ring around the chosen station and a glow along the chosen pipe: there at every zoom, whatever else is drawn. */
export const selection = defineLayer({
  id: "selection",
  title: "map.layer.selection",
  group: "network",
  fixed: true,
  pick: (scene) => [scene.theme, scene.selectedStation, scene.selectedPipe, scene.scale] as const,
  build: (theme: Theme, station: Scene["selectedStation"], pipe: Scene["selectedPipe"], scale: number): Built => ({
    kind: "style",
    sources: {
      selection: { type: "geojson", data: { type: "FeatureCollection", features: features(station, pipe) } },
    },
    layers: [
      {
        id: "selection-pipe",
        type: "line",
        source: "selection",
        filter: ["==", ["geometry-type"], "LineString"],
        layout: { "line-cap": "round", "line-join": "round" },
        paint: { "line-color": theme.selected, "line-width": 12 * scale, "line-opacity": 0.28 },
      },
      {
        id: "selection-station",
        type: "circle",
        source: "selection",
        filter: ["==", ["geometry-type"], "Point"],
        paint: {
          "circle-radius": 18 * scale,
          "circle-color": theme.selected,
          "circle-opacity": 0.12,
          "circle-stroke-color": theme.selected,
          "circle-stroke-width": 2.5 * scale,
        },
      },
    ],
  }),
  legend: () => [],
});

const feature = (geometry: Feature["geometry"]): Feature => ({ type: "Feature", properties: {}, geometry });

const features = (station: Scene["selectedStation"], pipe: Scene["selectedPipe"]): Feature[] => [
  ...(station ? [feature({ type: "Point", coordinates: [station.lng, station.lat] })] : []),
  ...(pipe && pipe.length > 1 ? [feature({ type: "LineString", coordinates: pipe.map((p) => [...p]) })] : []),
];

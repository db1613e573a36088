import type { ExpressionSpecification } from "@maplibre/maplibre-gl-style-spec";
import { TAG_STATES } from "#contract/gas.ts";
import { FONTS, type Theme } from "#theme/tokens.ts";
import { type Built, defineLayer, opacityOf, type ValueLabel } from "./layer.ts";

/** Zoom from which the chief value of each station is written out. */
export const VALUES_ZOOM = 13.5;

/** The newest value of each station's chief sensor, in words of its state's colour. */
export const sensorValues = defineLayer({
  id: "sensor-values",
  title: "map.layer.sensorValues",
  group: "live",
  fixed: true,
  pick: (scene) =>
    scene.visible.has("sensors") && scene.values.length > 0
      ? ([scene.theme, scene.values, scene.scale, opacityOf(scene, "sensor-values")] as const)
      : null,
  build: (theme: Theme, values: readonly ValueLabel[], scale: number, opacity: number): Built => ({
    kind: "style",
    sources: { values: { type: "geojson", data: points(values) } },
    layers: [
      {
        id: "sensor-values",
        type: "symbol",
        source: "values",
        minzoom: VALUES_ZOOM,
        layout: {
          "text-field": ["get", "text"],
          "text-font": [...FONTS],
          "text-size": 12 * scale,
          "text-anchor": "left",
          "text-offset": [1.7, -1.05],
          "text-padding": 1,
          "symbol-sort-key": ["-", 0, ["get", "state"]],
        },
        paint: {
          "text-color": colors(theme),
          "text-halo-color": theme.land,
          "text-halo-width": 1.8,
          "text-opacity": opacity,
        },
      },
    ],
  }),
  legend: () => [],
});

/** Warnings and alarms in their colour; the rest as text, quiet when it is old. */
const colors = (theme: Theme): ExpressionSpecification => [
  "match",
  ["get", "state"],
  TAG_STATES.indexOf("warning"),
  theme.state.warning,
  TAG_STATES.indexOf("alarm"),
  theme.state.alarm,
  TAG_STATES.indexOf("normal"),
  theme.text,
  theme.quiet,
];

const points = (values: readonly ValueLabel[]) => ({
  type: "FeatureCollection" as const,
  features: values.map(({ lng, lat, text, state }) => ({
    type: "Feature" as const,
    properties: { text, state },
    geometry: { type: "Point" as const, coordinates: [lng, lat] },
  })),
});

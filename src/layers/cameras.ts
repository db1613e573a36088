import type { Feature } from "geojson";
import { CAMERA_STATES } from "#contract/cameras.ts";
import { viewCone } from "#lib/view-cone.ts";
import { FONTS, type Theme } from "#theme/tokens.ts";
import { cameraPaths, ICON_BOX } from "./icons.ts";
import { type Built, type CameraMark, defineLayer, opacityOf } from "./layer.ts";

export const CAMERAS_LAYER = "cameras";
/** Zoom from which cameras are asked for and drawn, and from which what they see is. */
export const CAMERAS_FROM = 12.5;
const CONES_FROM = 15;
const SIZE_PX = 18;

/** Cameras with the state of their picture, and near the ground what each of them sees. */
export const cameras = defineLayer({
  id: CAMERAS_LAYER,
  title: "map.layer.cameras",
  group: "live",
  fixed: false,
  pick: (scene) =>
    scene.cameras && ([scene.theme, scene.cameras, scene.scale, opacityOf(scene, CAMERAS_LAYER)] as const),
  build: (theme: Theme, marks: readonly CameraMark[], scale: number, opacity: number): Built => ({
    kind: "style",
    sources: {
      cameras: { type: "geojson", data: { type: "FeatureCollection", features: marks.flatMap(featuresOf) } },
    },
    layers: [
      {
        id: "cameras-cone",
        type: "fill",
        source: "cameras",
        filter: ["==", ["geometry-type"], "Polygon"],
        minzoom: CONES_FROM,
        paint: {
          "fill-color": theme.accent,
          // What nobody can see just now is hardly drawn.
          "fill-opacity": ["case", ["==", ["get", "state"], "live"], 0.22 * opacity, 0.08 * opacity],
          "fill-outline-color": theme.accent,
        },
      },
      {
        id: CAMERAS_LAYER,
        type: "symbol",
        source: "cameras",
        filter: ["==", ["geometry-type"], "Point"],
        minzoom: CAMERAS_FROM,
        layout: {
          "icon-image": ["concat", "camera/", ["get", "state"], `/${theme.name}`],
          "icon-size": (SIZE_PX / ICON_BOX) * scale,
          "icon-padding": 1,
          "icon-overlap": ["step", ["zoom"], "never", CONES_FROM, "always"],
          "text-field": ["step", ["zoom"], "", 18, ["get", "name"]],
          "text-font": [...FONTS],
          "text-size": 11 * scale,
          "text-optional": true,
          "text-variable-anchor": ["top", "bottom", "left", "right"],
          "text-radial-offset": 1,
          "text-max-width": 9,
        },
        paint: {
          "icon-opacity": opacity,
          "text-opacity": opacity,
          "text-color": theme.text,
          "text-halo-color": theme.land,
          "text-halo-width": 1.6,
        },
      },
    ],
  }),
  legend: (theme) => CAMERA_STATES.map((state) => ({ label: `video.state.${state}`, mark: cameraPaths(state, theme) })),
});

function featuresOf({ id, name, lngLat, headingDeg, fovDeg, rangeM, state }: CameraMark): Feature[] {
  const point: Feature = {
    type: "Feature",
    properties: { id, name, state },
    geometry: { type: "Point", coordinates: [...lngLat] },
  };
  const ring = viewCone(lngLat, headingDeg, fovDeg, rangeM);
  if (!ring) return [point];
  return [{ type: "Feature", properties: { state }, geometry: { type: "Polygon", coordinates: [ring] } }, point];
}

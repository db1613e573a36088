import type { CustomLayerInterface, MapLibreMap } from "maplibre-gl";
import type { GatedMap } from "./gated-map.ts";
import { createStillFrames } from "./still-frames.ts";
import { createStillPicture, type StillPicture } from "./still-picture.ts";

const contextOf = (map: MapLibreMap) => map.getCanvas().getContext("webgl2");

/** Looks at the frame when the map has drawn what lies below it. */
const cut = (id: string, look: () => void): CustomLayerInterface => ({
  id: `still:${id}`,
  type: "custom",
  renderingMode: "2d",
  render: look,
});

/**
 * Lets a map that rests draw its sensors alone when they change. What it keeps is known to be the picture but for the sensors until the
 * map draws a whole frame without keeping it.
 */
export function keepStill(map: GatedMap) {
  let picture: StillPicture | null = null;
  let isKeeping = false;
  const drawSensors = () => {
    const gl = contextOf(map);
    if (gl && !gl.isContextLost()) picture?.draw();
  };
  const frames = createStillFrames({
    whole: () => map.triggerRepaint(),
    sensors: drawSensors,
    canKeep: () => picture !== null && !map.isMoving(),
  });
  map.frames = frames;

  return {
    sensorsChanged: frames.sensorsChanged,
    /** Puts the cuts among the map's layers; `below` and `above` are the layers before which what is drawn with the sensors, and over them, is put. */
    place: (below: string, above?: string) => {
      const gl = contextOf(map);
      if (!gl) return;
      const kept = createStillPicture(gl);
      picture = kept;
      map.addLayer(
        cut("under", () => {
          isKeeping = frames.begins();
          if (isKeeping) kept.takeUnder();
        }),
        below,
      );
      map.addLayer(
        cut("sensors", () => isKeeping && kept.startOver()),
        above,
      );
      map.addLayer(cut("over", () => isKeeping && kept.finish()));
      map.on("render", () => {
        isKeeping = false;
        frames.ends();
      });
    },
    remove: () => {
      const kept = picture;
      picture = null;
      const gl = contextOf(map);
      if (gl && !gl.isContextLost()) kept?.remove();
    },
  };
}

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

/** A live layer among the map's: what it draws is put before `own`, and what lies over it before `next`, or on top of all. */
export interface LivePlace {
  readonly id: string;
  readonly own: string;
  readonly next: string | undefined;
}

/**
 * Lets a map that rests draw its live layers alone when their states change. What it keeps is known to be the picture but for these until
 * the map draws a whole frame without keeping it.
 */
export function keepStill(map: GatedMap) {
  let picture: StillPicture | null = null;
  let isKeeping = false;
  const drawLive = () => {
    const gl = contextOf(map);
    if (gl && !gl.isContextLost()) picture?.draw();
  };
  const frames = createStillFrames({
    whole: () => map.triggerRepaint(),
    live: drawLive,
    canKeep: () => picture !== null && !map.isMoving(),
  });
  map.frames = frames;

  return {
    liveChanged: frames.liveChanged,
    /** Puts the cuts among the map's layers. @param places the live layers, the lowest first */
    place: (places: readonly LivePlace[]) => {
      const gl = contextOf(map);
      if (!gl) return;
      const kept = createStillPicture(
        gl,
        places.map(({ id }) => id),
        places.at(-1)?.next !== undefined,
      );
      picture = kept;
      places.forEach(({ id, own, next }, i) => {
        const under = () => {
          if (i === 0) isKeeping = frames.begins();
          if (isKeeping) kept.take(i);
        };
        map.addLayer(cut(`under:${id}`, under), own);
        map.addLayer(
          cut(`over:${id}`, () => isKeeping && kept.clear()),
          next,
        );
      });
      map.addLayer(cut("whole", () => isKeeping && kept.finish()));
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

import { useStore } from "zustand";
import { scaleStep } from "#lib/scale-step.ts";
import type { PlaceStore } from "../keepers.ts";
import type { MapWords } from "../map-input.ts";

/** Pixels the bar may take at most. */
const WIDEST = 110;

/** A round distance and how long it is on this map, at the latitude of its middle. */
export function ScaleBar({ place, words }: { readonly place: PlaceStore; readonly words: MapWords }) {
  const at = useStore(place, (state) => state.at);
  if (!at) return null;
  const { metres, pixels } = scaleStep(at.lat, at.zoom, WIDEST);
  const text = metres >= 1000 ? `${metres / 1000} km` : `${metres} m`;
  return (
    <p className="map-scale" title={words("map.scale")}>
      <span style={{ width: `${pixels.toFixed(1)}px` }} />
      {text}
    </p>
  );
}

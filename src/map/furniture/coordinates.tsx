import { useStore } from "zustand";
import type { HoverStore } from "#state/hover.ts";
import type { MapWords } from "../map-input.ts";

/** Where the pointer is, in degrees of CGCS2000 to about a metre. */
export function Coordinates({ hover, words }: { readonly hover: HoverStore; readonly words: MapWords }) {
  const at = useStore(hover, (state) => state.hover);
  if (!at) return null;
  return (
    <p className="map-coordinates" title={words("map.coordinates")}>
      {at.lng.toFixed(5)}°, {at.lat.toFixed(5)}° <span>{words("map.crs")}</span>
    </p>
  );
}

import { useMemo } from "react";
import { useStore } from "zustand";
import type { LngLat } from "#contract/route.ts";
import { toWorld } from "#lib/mercator.ts";
import { type Looking, spotOf } from "#lib/screen-place.ts";
import type { ChosenPipesStore } from "#state/chosen-pipes.ts";
import type { ViewStore } from "#state/view.ts";
import type { PlaceStore } from "./keepers.ts";
import type { MapWords } from "./map-input.ts";
import { RegionTool } from "./region-tool.tsx";
import "./region.css";

interface RegionOverlayProps {
  readonly chosen: ChosenPipesStore;
  readonly view: ViewStore;
  readonly place: PlaceStore;
  readonly words: MapWords;
}

/** The region drawn last, and the tool that draws the next one. */
export function RegionOverlay({ chosen, view, place, words }: RegionOverlayProps) {
  const { tool, polygon } = useStore(chosen);
  const at = useStore(place, (p) => (tool === null && polygon === null ? null : p.at));
  if (!at) return null;
  return (
    <>
      {polygon && tool === null && <Region polygon={polygon} at={at} />}
      {tool && <RegionTool key={tool} {...{ tool, chosen, view, at, words }} />}
    </>
  );
}

/** Units of the path to one width of the world, so that its numbers are neither huge nor tiny. */
const UNITS = 2 ** 20;

/** Outline and light veil, by the even-odd rule as the server reads it. The path is written once; a map that moves only shifts it. */
function Region({ polygon, at }: { readonly polygon: readonly LngLat[]; readonly at: Looking }) {
  const path = useMemo(() => pathOf(polygon), [polygon]);
  const { x, y } = spotOf(at, polygon[0] as LngLat);
  const unit = (512 * 2 ** at.zoom) / UNITS;
  return (
    <svg className="map-region" aria-hidden="true">
      <g transform={`translate(${x} ${y}) scale(${unit})`}>
        <path className="region-edge" d={path} />
        <path className="region-area" d={path} />
      </g>
    </svg>
  );
}

function pathOf(polygon: readonly LngLat[]): string {
  const [left, top] = toWorld(...(polygon[0] as [number, number]));
  const spots = polygon.map(([lng, lat]) => {
    const [x, y] = toWorld(lng, lat);
    return `${((x - left) * UNITS).toFixed(4)} ${((y - top) * UNITS).toFixed(4)}`;
  });
  return `M${spots.join("L")}Z`;
}

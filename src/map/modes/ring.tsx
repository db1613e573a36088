import { useMemo } from "react";
import type { LngLat } from "#contract/route.ts";
import { toWorld } from "#lib/mercator.ts";
import { type Looking, spotOf } from "#lib/screen-place.ts";

/** Units of a path to one width of the world, so that its numbers are neither huge nor tiny. */
const UNITS = 2 ** 24;

interface RingProps {
  readonly ring: readonly LngLat[];
  readonly at: Looking;
  readonly className?: string;
}

/** A closed outline on the ground. Written once; a map that moves only shifts it. */
export function Ring({ ring, at, className = "mode-cordon" }: RingProps) {
  const path = useMemo(() => ringPath(ring), [ring]);
  const first = ring[0];
  if (!first) return null;
  const { x, y } = spotOf(at, first);
  return (
    <g transform={`translate(${x} ${y}) scale(${(512 * 2 ** at.zoom) / UNITS})`}>
      <path className={className} d={path} />
    </g>
  );
}

function ringPath(ring: readonly LngLat[]): string {
  const [left, top] = toWorld(...(ring[0] ?? [0, 0]));
  const spots = ring.map(([lng, lat]) => {
    const [x, y] = toWorld(lng, lat);
    return `${((x - left) * UNITS).toFixed(2)} ${((y - top) * UNITS).toFixed(2)}`;
  });
  return `M${spots.join("L")}Z`;
}

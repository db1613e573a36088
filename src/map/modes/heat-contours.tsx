import type { ConsequenceAnswer } from "#contract/model-incident.ts";
import { type Looking, spotOf } from "#lib/screen-place.ts";
import { Ring } from "./ring.tsx";

interface HeatContoursProps {
  readonly contours: ConsequenceAnswer["contours"];
  readonly at: Looking;
}

/** Contours nearer to each other than this are drawn without words, pixels. */
const ROOM = 14;
/** Words of each contour stand by so much further round the circle than those of the one within: none covers another. */
const TURN = 1 / 6;

/** How far the heat of a burning jet reaches, each level a circle with its kW/m². */
export function HeatContours({ contours, at }: HeatContoursProps) {
  return contours.map(({ wM2, ring }, i) => {
    const label = ring[Math.floor(ring.length * (TURN * (i + 0.5)))];
    const opposite = ring[Math.floor(ring.length * ((TURN * (i + 0.5) + 0.5) % 1))];
    if (!label || !opposite) return null;
    const [spot, far] = [spotOf(at, label), spotOf(at, opposite)];
    const hasRoom = Math.hypot(spot.x - far.x, spot.y - far.y) > 2 * ROOM;
    return (
      <g key={wM2}>
        <Ring ring={ring} at={at} className="mode-contour" />
        {hasRoom && (
          <text className="mode-contour-label" x={spot.x} y={spot.y}>
            {wM2 / 1000} kW/m²
          </text>
        )}
      </g>
    );
  });
}

import type { ConsequenceAnswer } from "#contract/model-incident.ts";
import type { LngLat } from "#contract/route.ts";
import { type Looking, spotOf } from "#lib/screen-place.ts";
import type { MapWords } from "../map-input.ts";
import { HeatContours } from "./heat-contours.tsx";
import { Ring } from "./ring.tsx";

interface ConsequenceProps {
  readonly answer: ConsequenceAnswer;
  readonly at: Looking;
  readonly words: MapWords;
}

/** Distances around a release, contours of the heat of a jet on fire, the sector that wind would carry gas to, and the cordon about them. Says on the map that it is a screening. */
export function Consequence({ answer: { parts, cordon, contours }, at, words }: ConsequenceProps) {
  if (!cordon) return null;
  const top = northernmost(cordon.ring);
  return (
    <>
      <Ring ring={cordon.ring} at={at} />
      {parts.map(({ name, ring }) => (
        <Ring key={name} ring={ring} at={at} className={name === "plume" ? "mode-plume" : "mode-reach"} />
      ))}
      <HeatContours contours={contours} at={at} />
      {top && <Label lngLat={top} at={at} text={words("incident.map.screening")} />}
    </>
  );
}

const northernmost = (ring: readonly LngLat[]): LngLat | null =>
  ring.reduce<LngLat | null>((best, one) => (best === null || one[1] > best[1] ? one : best), null);

interface LabelProps {
  readonly lngLat: LngLat;
  readonly at: Looking;
  readonly text: string;
}

/** Words on an outline's upper edge; within the picture also when the edge is not. */
export function Label({ lngLat, at, text }: LabelProps) {
  const { x, y } = spotOf(at, lngLat);
  const within = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
  return (
    <text className="mode-label" x={within(x, 60, at.width - 60)} y={within(y - 8, 16, at.height - 16)}>
      {text}
    </text>
  );
}

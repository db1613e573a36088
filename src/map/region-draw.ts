import { SELECT_MOST_POINTS } from "#contract/network.ts";
import type { LngLat } from "#contract/route.ts";
import { type Spot, simplifyTo } from "#lib/polyline.ts";

/** A region while it is drawn: corners set one by one, or the stroke of a hand that holds the button. */
export interface Draft {
  readonly corners: readonly LngLat[];
  /** CSS pixels; null = the button is not held. */
  readonly stroke: readonly Spot[] | null;
}

export const NO_DRAFT: Draft = { corners: [], stroke: null };

/** A hand moves less than this between two points that are worth keeping, pixels. */
const STEP_PX = 2;
/** Two clicks as near as this are one corner: a double click is not two. */
const SAME_PX = 4;
/** A stroke that covers less in either direction is a slip of the hand. */
const SMALLEST_PX = 6;
/** What simplifying may be off: not to be seen. */
const OFF_PX = 1;

const away = (a: Spot, b: Spot) => Math.hypot(a.x - b.x, a.y - b.y);

/** One more corner, unless it is where the last one is. */
export function addCorner(draft: Draft, at: LngLat, spotOf: (at: LngLat) => Spot): Draft {
  const last = draft.corners.at(-1);
  if (last && away(spotOf(last), spotOf(at)) < SAME_PX) return draft;
  if (draft.corners.length >= SELECT_MOST_POINTS) return draft;
  return { ...draft, corners: [...draft.corners, at] };
}

export const takeCornerBack = (draft: Draft): Draft => ({ ...draft, corners: draft.corners.slice(0, -1) });

/** The region of the corners set, or null while there are too few to enclose anything. */
export const closeCorners = ({ corners }: Draft): readonly LngLat[] | null => (corners.length < 3 ? null : corners);

export const beginStroke = (draft: Draft, spot: Spot): Draft => ({ ...draft, stroke: [spot] });

/** The hand has moved through these spots. Nothing while no button is held. */
export function strokeOn(draft: Draft, spots: readonly Spot[]): Draft {
  if (!draft.stroke) return draft;
  const stroke = [...draft.stroke];
  for (const spot of spots) if (away(stroke.at(-1) ?? spot, spot) >= STEP_PX) stroke.push(spot);
  return stroke.length === draft.stroke.length ? draft : { ...draft, stroke };
}

/** The region of a stroke that has ended, as few points as look the same; null when the hand hardly moved. */
export function closeStroke({ stroke }: Draft, placeAt: (spot: Spot) => LngLat): readonly LngLat[] | null {
  if (!stroke) return null;
  const span = (of: (spot: Spot) => number) => {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const spot of stroke) [least, most] = [Math.min(least, of(spot)), Math.max(most, of(spot))];
    return most - least;
  };
  if (span(({ x }) => x) < SMALLEST_PX || span(({ y }) => y) < SMALLEST_PX) return null;
  const line = simplifyTo(stroke, OFF_PX, SELECT_MOST_POINTS);
  return line.length < 3 ? null : line.map(placeAt);
}

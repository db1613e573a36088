import type { TrackBody } from "#contract/field/bodies.ts";
import type { Fix } from "#contract/field/records.ts";

/** Columns of a way walked, as `TrackBody` has them. */
export interface Columns {
  readonly t: readonly number[];
  readonly lng: readonly number[];
  readonly lat: readonly number[];
  readonly accuracyM: readonly number[];
}

export const NO_POINTS: Columns = { t: [], lng: [], lat: [], accuracyM: [] };

/** Points of one piece before it is sealed and the next begins: half an hour at one point in six seconds. */
export const PIECE_POINTS = 300;

/**
 * Adds a point at the end. One that is older than the last is dropped: time never falls. One that neither moves nor waits long is dropped too, so that a
 * break at a door is two points and not two hundred.
 */
export function withPoint(columns: Columns, { lngLat: [lng, lat], accuracyM, at }: Fix): Columns {
  const t = Date.parse(at);
  const last = columns.t.length - 1;
  if (last >= 0) {
    if (t <= (columns.t[last] as number)) return columns;
    const hasMoved = lng !== columns.lng[last] || lat !== columns.lat[last];
    if (!hasMoved && t - (columns.t[last] as number) < 60_000) return columns;
  }
  return {
    t: [...columns.t, t],
    lng: [...columns.lng, lng],
    lat: [...columns.lat, lat],
    accuracyM: [...columns.accuracyM, accuracyM],
  };
}

export const trackBody = (patrolId: string, part: number, { t, lng, lat, accuracyM }: Columns): TrackBody => ({
  patrolId,
  part,
  t: [...t],
  lng: [...lng],
  lat: [...lat],
  accuracyM: [...accuracyM],
  mock: [],
  source: "gps",
});

import type { FieldTrack } from "#contract/field/coverage.ts";
import { DAY_MS, dayOf, localText } from "./day.ts";
import type { WayThen } from "./ways-then.ts";

/** A time stands on the way at its ends and after so long, ms. */
const MARK_MS = 15 * 60_000;

const clock = (at: number): string => localText(at).slice(11);

function marksOf({ line, fromAt }: FieldTrack): NonNullable<WayThen["times"]>[number][] {
  const from = Date.parse(fromAt);
  let last = Number.NEGATIVE_INFINITY;
  return line.flatMap(([lng, lat, s], i) => {
    const at = from + s * 1000;
    if (i !== 0 && i !== line.length - 1 && at - last < MARK_MS) return [];
    last = at;
    return [{ at: [lng, lat] as const, label: clock(at) }];
  });
}

/** One person's way on the province's day that a time lies in, with the times along it; null where there is none. */
export function wayOfDay(tracks: readonly FieldTrack[], time: number): WayThen | null {
  const day = dayOf(time);
  const own = tracks
    .filter(({ fromAt, toAt, line }) => line.length > 0 && Date.parse(toAt) >= day && Date.parse(fromAt) < day + DAY_MS)
    .toSorted((a, b) => Date.parse(a.fromAt) - Date.parse(b.fromAt));
  const last = own.at(-1);
  const end = last?.line.at(-1);
  if (last === undefined || end === undefined) return null;
  return {
    account: last.author,
    name: last.authorName,
    lines: own.filter(({ line }) => line.length > 1).map(({ line }) => line.map(([lng, lat]) => [lng, lat] as const)),
    place: [end[0], end[1]],
    at: Date.parse(last.toAt),
    times: own.flatMap(marksOf),
  };
}

/** The day of a person's newest way, ms since 1970; null without a way. */
export const newestDay = (tracks: readonly FieldTrack[]): number | null =>
  tracks.length === 0 ? null : dayOf(Math.max(...tracks.map(({ toAt }) => Date.parse(toAt))));

import type { FieldTrack } from "#contract/field/coverage.ts";

/** Somebody's way of a day up to a moment, and where they were then. */
export interface WayThen {
  readonly account: string;
  readonly name: string;
  /** Degrees: pieces of the way, each with two places at least. */
  readonly lines: readonly (readonly (readonly [lng: number, lat: number])[])[];
  /** Where they were; null when the last that is known of them is older than `KNOWN_MS`. */
  readonly place: readonly [lng: number, lat: number] | null;
  /** When they were last heard of, ms since 1970. */
  readonly at: number;
  /** Times of the day along the way; none where the moment itself is what is shown. */
  readonly times?: readonly { readonly at: readonly [lng: number, lat: number]; readonly label: string }[];
}

/** What is older does not say where somebody is: as for people who are out now. */
export const KNOWN_MS = 60 * 60_000;

/** The part of a piece that had been walked by a moment, its last place between two fixes by the time between them. */
function walkedBy({ line, fromAt }: FieldTrack, at: number): { path: [number, number][]; last: number } | null {
  const from = Date.parse(fromAt);
  const seconds = (at - from) / 1000;
  if (seconds < 0 || line.length === 0) return null;
  const path: [number, number][] = [];
  for (const [i, [lng, lat, s]] of line.entries()) {
    if (s <= seconds) {
      path.push([lng, lat]);
      continue;
    }
    const before = line[i - 1];
    if (before === undefined) return null;
    const share = (seconds - before[2]) / (s - before[2]);
    path.push([before[0] + (lng - before[0]) * share, before[1] + (lat - before[1]) * share]);
    return { path, last: at };
  }
  return { path, last: from + 1000 * (line.at(-1)?.[2] ?? 0) };
}

/** Who had walked where by a moment: one entry for each person, in the order of their accounts. Later pieces and ways are not known yet. */
export function waysAt(tracks: readonly FieldTrack[], at: number): readonly WayThen[] {
  const people = new Map<string, { name: string; lines: [number, number][][]; place: [number, number]; at: number }>();
  for (const track of tracks) {
    const walked = walkedBy(track, at);
    const place = walked?.path.at(-1);
    if (walked === null || place === undefined) continue;
    const before = people.get(track.author);
    const lines = walked.path.length > 1 ? [...(before?.lines ?? []), walked.path] : (before?.lines ?? []);
    const isNewer = before === undefined || walked.last >= before.at;
    people.set(track.author, {
      name: track.authorName,
      lines,
      place: isNewer ? place : before.place,
      at: isNewer ? walked.last : before.at,
    });
  }
  return [...people]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([account, { name, lines, place, at: last }]) => ({
      account,
      name,
      lines,
      place: at - last <= KNOWN_MS ? place : null,
      at: last,
    }));
}

import { isInside, type RingPolygon } from "./cordon.ts";

/** Kinds of places people are in, those to be helped first in front. */
export const PLACE_KINDS = [
  "hospital",
  "care_home",
  "school",
  /** Known to be critical, and not what it is: somebody may be in at any hour. */
  "critical_unknown",
  "market",
  "residential",
  "commercial",
  "public",
  "industrial",
] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];
/** Whose people cannot leave by themselves, or are many in one place. */
export const FIRST_KINDS: readonly PlaceKind[] = ["hospital", "care_home", "school", "critical_unknown", "market"];

/** A building or a group of households; `people` is how many belong to it. */
export interface Place {
  readonly id: string;
  readonly lngLat: readonly [number, number];
  readonly kind: PlaceKind;
  readonly people: number;
}

/** Share of a place's people that are in it, by hour of the local day (24 figures). */
export interface Presence {
  readonly workday: readonly number[];
  readonly weekend: readonly number[];
}

const byHour = (night: number, morning: number, day: number, evening: number): number[] =>
  Array.from({ length: 24 }, (_, h) => (h < 6 || h >= 22 ? night : h < 9 ? morning : h < 18 ? day : evening));

/** A product default, not a survey: each installation replaces it with its own counts. */
export const SAMPLE_PRESENCE: Readonly<Record<PlaceKind, Presence>> = {
  hospital: { workday: byHour(0.6, 0.8, 1, 0.7), weekend: byHour(0.6, 0.7, 0.8, 0.7) },
  care_home: { workday: byHour(1, 1, 1, 1), weekend: byHour(1, 1, 1, 1) },
  school: { workday: byHour(0.05, 0.6, 1, 0.15), weekend: byHour(0.05, 0.05, 0.1, 0.05) },
  critical_unknown: { workday: byHour(0.6, 0.8, 1, 0.7), weekend: byHour(0.6, 0.7, 0.8, 0.7) },
  market: { workday: byHour(0.02, 0.5, 0.7, 0.6), weekend: byHour(0.02, 0.5, 1, 0.8) },
  residential: { workday: byHour(0.98, 0.75, 0.4, 0.85), weekend: byHour(0.98, 0.9, 0.7, 0.85) },
  commercial: { workday: byHour(0.05, 0.4, 1, 0.5), weekend: byHour(0.05, 0.3, 0.8, 0.6) },
  public: { workday: byHour(0.05, 0.5, 1, 0.2), weekend: byHour(0.05, 0.1, 0.3, 0.1) },
  industrial: { workday: byHour(0.3, 0.7, 1, 0.4), weekend: byHour(0.2, 0.3, 0.4, 0.2) },
};

export interface PeopleInside {
  readonly places: number;
  /** Expected at that hour. */
  readonly people: number;
  /** All that belong to the places, were everyone in. */
  readonly atMost: number;
  readonly byKind: readonly { readonly kind: PlaceKind; readonly places: number; readonly people: number }[];
  /** Those of FIRST_KINDS: ids, most people first within a kind. */
  readonly first: readonly { readonly id: string; readonly kind: PlaceKind; readonly people: number }[];
}

/** Who is inside at a local hour (0–23). */
export function peopleInside(
  polygon: RingPolygon,
  places: readonly Place[],
  when: { readonly hour: number; readonly isWeekend: boolean },
  presence: Readonly<Record<PlaceKind, Presence>> = SAMPLE_PRESENCE,
): PeopleInside {
  const share = (kind: PlaceKind): number => presence[kind][when.isWeekend ? "weekend" : "workday"][when.hour] ?? 1;
  const inside = places.filter(({ lngLat }) => isInside(polygon, lngLat));
  const count = (list: readonly Place[]): number => list.reduce((sum, p) => sum + p.people * share(p.kind), 0);
  return {
    places: inside.length,
    people: count(inside),
    atMost: inside.reduce((sum, { people }) => sum + people, 0),
    byKind: PLACE_KINDS.map((kind) => ({ kind, list: inside.filter((p) => p.kind === kind) }))
      .filter(({ list }) => list.length > 0)
      .map(({ kind, list }) => ({ kind, places: list.length, people: count(list) })),
    first: FIRST_KINDS.flatMap((kind) =>
      inside
        .filter((p) => p.kind === kind)
        .map(({ id, people }) => ({ id, kind, people: people * share(kind) }))
        .sort((a, b) => b.people - a.people),
    ),
  };
}

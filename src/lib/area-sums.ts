import type { Overview } from "#contract/overview.ts";
import type { AreaTree } from "./area-tree.ts";
import { CLUSTERS_FROM } from "./cluster-grid.ts";
import { sumOf } from "./overview-sums.ts";

/** What is written under an area's name from afar. */
export interface AreaSum {
  readonly code: string;
  readonly name: string;
  readonly level: "province" | "city" | "county";
  readonly lngLat: readonly [number, number];
  readonly km: number;
  readonly stations: number;
  /** Live tags in alarm, and in warning. */
  readonly alarms: number;
  readonly warnings: number;
}

type Numbers = Pick<AreaSum, "km" | "stations" | "alarms" | "warnings">;

/** The same numbers as the overview's panel shows: of the place itself, and of each area below it. */
function numbersOf(overview: Overview): readonly (readonly [string, Numbers])[] {
  const inState = (state: string) =>
    sumOf(overview.tags.filter((tag) => tag.state === state).map(({ count }) => count));
  const whole: Numbers = {
    km: overview.pipes.totalKm,
    stations: sumOf(overview.stations.map(({ count }) => count)),
    alarms: inState("alarm"),
    warnings: inState("warning"),
  };
  // A line of the place's own among its parts says what no part holds: the whole says it already.
  const parts = overview.children.filter(({ kind, code }) => kind === "area" && code !== overview.area);
  return [
    [overview.area, whole],
    ...parts.map(({ code, measures: { pipeKm, stations, tagsAlarm, tagsWarning } }): readonly [string, Numbers] => [
      code,
      { km: pipeKm, stations, alarms: tagsAlarm, warnings: tagsWarning },
    ]),
  ];
}

/** Each area that some of the overviews speak of; of an area named twice its own overview is believed. */
export function areaSums(overviews: readonly Overview[], { byCode }: AreaTree): readonly AreaSum[] {
  const found = new Map<string, Numbers>();
  for (const overview of overviews)
    for (const [code, numbers] of numbersOf(overview))
      if (!found.has(code) || code === overview.area) found.set(code, numbers);
  return [...found].flatMap(([code, numbers]) => {
    const area = byCode.get(code);
    return area ? [{ code, name: area.name, level: area.level, lngLat: area.lngLat, ...numbers }] : [];
  });
}

/** Zoom from which cities give way to counties, and up to which counties are summed up: then clusters tell more. */
export const COUNTY_SUMS_FROM = 7.5;
export const COUNTY_SUMS_UNTIL = CLUSTERS_FROM;

/**
 * Areas whose overview tells the sums that a map shows: the top for its cities, each city in view for its counties. None where areas are
 * not summed up.
 * @param bounds west, south, east, north
 */
export function sumsAskedFor(
  { byCode, root }: AreaTree,
  zoom: number,
  [west, south, east, north]: readonly [number, number, number, number],
): readonly string[] {
  if (root === null || zoom >= COUNTY_SUMS_UNTIL) return [];
  if (zoom < COUNTY_SUMS_FROM) return [root];
  const inView = [...byCode.values()].filter(
    ({ level, bbox: [w, s, e, n] }) => level === "city" && w < east && e > west && s < north && n > south,
  );
  return [...new Set([root, ...inView.map(({ code }) => code)])];
}

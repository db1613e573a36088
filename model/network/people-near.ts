import type { CustomerKind } from "#contract/customer-kind.ts";
import type { ConsequenceAnswer } from "#contract/model-incident.ts";
import type { RingPolygon } from "#model/consequence/cordon.ts";
import { isInside } from "#model/consequence/cordon.ts";
import { type Place, type PlaceKind, peopleInside } from "#model/consequence/people.ts";
import type { ModelNetwork } from "./assemble.ts";
import { criticalWhere, customersHere, placeOf } from "./customer-sums.ts";

/**
 * Where customers of a kind are in the terms of presence by hour, and how many people belong to one. A product default until an installation
 * counts: households of 2.6, 120 in a hospital, care home, school or public building.
 */
const PEOPLE_OF: Readonly<Record<CustomerKind, readonly [PlaceKind, number]>> = {
  hospital: ["hospital", 120],
  care_home: ["care_home", 120],
  school: ["school", 120],
  critical_unknown: ["critical_unknown", 120],
  residential: ["residential", 2.6],
  commercial: ["commercial", 8],
  industrial: ["industrial", 40],
  public: ["public", 120],
  heating: ["industrial", 4],
  vehicle: ["commercial", 10],
};

/** People expected within a polygon at a local hour, from the customers that the records place there. */
export function peopleWithin(
  { rows }: ModelNetwork,
  polygon: RingPolygon | null,
  when: { readonly hour: number; readonly isWeekend: boolean },
): ConsequenceAnswer["people"] {
  const ring = polygon?.coordinates[0] ?? [];
  if (!polygon || ring.length === 0) return { now: 0, atMost: 0, places: 0, byKind: [], first: [] };
  const { kind } = rows.nodes;
  const [lngs, lats] = [ring.map(([lng]) => lng), ring.map(([, lat]) => lat)];
  const [west, east, south, north] = [Math.min(...lngs), Math.max(...lngs), Math.min(...lats), Math.max(...lats)];
  const places: Place[] = [];
  for (let n = 0; n < kind.length; n++) {
    const at = placeOf(rows.nodes.lngLat, n);
    const [lng, lat] = at;
    if (lng < west || lng > east || lat < south || lat > north) continue;
    for (const { kind: who, count, id } of customersHere({ rows }, n)) {
      const [place, each] = PEOPLE_OF[who];
      places.push({ id: id ?? `${rows.nodes.ids[n]} ${who}`, lngLat: at, kind: place, people: count * each });
    }
  }
  const { people, atMost, places: count, byKind } = peopleInside(polygon, places, when);
  const first = criticalWhere({ rows }, (n) => isInside(polygon, placeOf(rows.nodes.lngLat, n)));
  return { now: Math.round(people), atMost: Math.round(atMost), places: count, byKind, first };
}

import { CUSTOMER_CLASSES, type CustomerClass } from "#contract/gas.ts";
import type { ConsequenceAnswer } from "#contract/model-incident.ts";
import type { RingPolygon } from "#model/consequence/cordon.ts";
import { isInside } from "#model/consequence/cordon.ts";
import { type Place, type PlaceKind, peopleInside } from "#model/consequence/people.ts";
import type { ModelNetwork } from "./assemble.ts";
import { placeOf } from "./customer-sums.ts";

/**
 * Where customers of a class are in the terms of presence by hour, and how many people belong to one. A product default until an installation
 * counts: households of 2.6, public buildings of 120.
 */
const PEOPLE_OF: Readonly<Record<CustomerClass, readonly [PlaceKind, number]>> = {
  residential: ["residential", 2.6],
  commercial: ["commercial", 8],
  industrial: ["industrial", 40],
  public: ["school", 120],
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
  const { lngLat, customers, kind } = rows.nodes;
  const [lngs, lats] = [ring.map(([lng]) => lng), ring.map(([, lat]) => lat)];
  const [west, east, south, north] = [Math.min(...lngs), Math.max(...lngs), Math.min(...lats), Math.max(...lats)];
  const width = CUSTOMER_CLASSES.length;
  const places: Place[] = [];
  for (let n = 0; n < kind.length; n++) {
    const [lng, lat] = [lngLat[2 * n] as number, lngLat[2 * n + 1] as number];
    if (lng < west || lng > east || lat < south || lat > north) continue;
    CUSTOMER_CLASSES.forEach((name, k) => {
      const count = customers[n * width + k] as number;
      const [place, each] = PEOPLE_OF[name];
      if (count > 0)
        places.push({ id: `${rows.nodes.ids[n]} ${name}`, lngLat: [lng, lat], kind: place, people: count * each });
    });
  }
  const { people, atMost, places: count, byKind } = peopleInside(polygon, places, when);
  const first = rows.critical.ids.flatMap((id, i) => {
    const at = placeOf(lngLat, rows.critical.node[i] as number);
    const name = CUSTOMER_CLASSES[rows.critical.kind[i] as number];
    return name && isInside(polygon, at) ? [{ id, kind: name, lngLat: at }] : [];
  });
  return { now: Math.round(people), atMost: Math.round(atMost), places: count, byKind, first };
}

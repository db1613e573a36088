import type { LngLat } from "#contract/route.ts";
import type { Division } from "./divisions.ts";
import { metresPerDegree } from "./plane.ts";

/** Which county a place lies in. */
export interface Land {
  /** County code, or null outside the province. */
  countyAt(lng: number, lat: number): string | null;
  inside(code: string, lng: number, lat: number): boolean;
}

/** Rings of polygons (outer and holes alike: even-odd) by county code, EPSG:4490 degrees. */
export type CountyRings = Readonly<Record<string, readonly (readonly LngLat[])[]>>;

function inRings(rings: readonly (readonly LngLat[])[], lng: number, lat: number): boolean {
  let odd = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i] as LngLat;
      const [xj, yj] = ring[j] as LngLat;
      if (yi > lat !== yj > lat && lng < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) odd = !odd;
    }
  }
  return odd;
}

interface Box {
  readonly code: string;
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

function boxes(rings: CountyRings): Box[] {
  return Object.entries(rings).map(([code, parts]) => {
    const points = parts.flat();
    const lngs = points.map((p) => p[0]);
    const lats = points.map((p) => p[1]);
    return {
      code,
      west: Math.min(...lngs),
      east: Math.max(...lngs),
      south: Math.min(...lats),
      north: Math.max(...lats),
    };
  });
}

/** Land by outlines, official or indicative. */
export function outlinedLand(rings: CountyRings): Land {
  const all = boxes(rings);
  const inside = (code: string, lng: number, lat: number) => inRings(rings[code] ?? [], lng, lat);
  return {
    inside,
    countyAt(lng, lat) {
      for (const b of all)
        if (lng >= b.west && lng <= b.east && lat >= b.south && lat <= b.north && inside(b.code, lng, lat))
          return b.code;
      return null;
    },
  };
}

/**
 * Land without outlines: a place belongs to the nearest county point, within a disc of one and a half times the county's area.
 * Only for a world built where no outlines are at hand.
 */
export function discLand(counties: readonly Division[]): Land {
  const nearest = (lng: number, lat: number): string | null => {
    const [mx, my] = metresPerDegree(lat);
    let best: Division | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const c of counties) {
      const d2 = ((c.lng - lng) * mx) ** 2 + ((c.lat - lat) * my) ** 2;
      if (d2 < least) {
        least = d2;
        best = c;
      }
    }
    return best && least <= (1.5 * best.areaKm2 * 1e6) / Math.PI ? best.code : null;
  };
  return { countyAt: nearest, inside: (code, lng, lat) => nearest(lng, lat) === code };
}

interface OutlineFeature {
  readonly properties: { readonly code: string; readonly level: string };
  readonly geometry: { readonly type: string; readonly coordinates: unknown };
}

/** County rings out of `contract/facts/indicative-outlines.json`. */
export function countyRings(collection: { readonly features: readonly OutlineFeature[] }): CountyRings {
  const rings: Record<string, LngLat[][]> = {};
  for (const { properties, geometry } of collection.features) {
    if (properties.level !== "county") continue;
    const polygons = (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates) as LngLat[][][];
    rings[properties.code] = polygons.flat();
  }
  return rings;
}

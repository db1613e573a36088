import type { LngLat } from "#contract/route.ts";
import type { RingPolygon } from "./cordon.ts";
import { discsUnion } from "./discs-union.ts";
import { localPlane, shoelaceM2 } from "./local-plane.ts";

/** Methane measured somewhere, percent of the lower explosive limit. */
export interface Measured {
  readonly lngLat: LngLat;
  readonly lel: number;
}

/** How far to keep people from a place with so much gas or more, m. */
export interface KeepAway {
  readonly lel: number;
  readonly radiusM: number;
}

/** From 20 % of the limit on. The distances are a product default for wells in streets; an installation sets its own plan's. */
export const SAMPLE_KEEP_AWAY: readonly KeepAway[] = [
  { lel: 20, radiusM: 25 },
  { lel: 50, radiusM: 50 },
  { lel: 80, radiusM: 100 },
];

export interface MeasuredCordon {
  /** One for each part that hangs together; none when nothing is above the least level. */
  readonly polygons: readonly RingPolygon[];
  readonly areaM2: number;
}

/** The cordon of a leak in a city: around every place where gas was measured, as one union. It follows the gas, not a formula. */
export function measuredCordon(
  measured: readonly Measured[],
  table: readonly KeepAway[] = SAMPLE_KEEP_AWAY,
): MeasuredCordon {
  const radius = (lel: number): number =>
    table.reduce((most, row) => (lel >= row.lel ? Math.max(most, row.radiusM) : most), 0);
  const plane = localPlane(measured[0]?.lngLat ?? [0, 0]);
  const rings = discsUnion(measured.map(({ lngLat, lel }) => ({ at: plane.toMetres(lngLat), radiusM: radius(lel) })));
  return {
    areaM2: rings.reduce((sum, ring) => sum + shoelaceM2(ring), 0),
    polygons: rings.map((ring) => {
      const corners = ring.map(plane.toLngLat);
      return { type: "Polygon", coordinates: [[...corners, corners[0] as LngLat]] };
    }),
  };
}

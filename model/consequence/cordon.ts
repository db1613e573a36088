import type { LngLat } from "#contract/route.ts";
import { localPlane, type Metres, shoelaceM2 } from "./local-plane.ts";

/** What asks for people to be kept away. */
export const CORDON_REASONS = ["initial", "evacuation", "radiation", "plume"] as const;
export type CordonReason = (typeof CORDON_REASONS)[number];

/** A circle around the incident, or the part of it within `halfAngleDeg` of the bearing `towardsDeg` (0 north, 90 east). */
export interface CordonShape {
  readonly reason: CordonReason;
  readonly radiusM: number;
  readonly sector?: { readonly towardsDeg: number; readonly halfAngleDeg: number };
}

/** GeoJSON: one closed ring, counter-clockwise, longitude and latitude in degrees. */
export interface RingPolygon {
  readonly type: "Polygon";
  readonly coordinates: readonly (readonly LngLat[])[];
}

export interface CordonPart extends CordonShape {
  readonly polygon: RingPolygon;
}

export interface Cordon {
  readonly at: LngLat;
  /** The union of all parts. Null: nothing asks for one. */
  readonly polygon: RingPolygon | null;
  readonly parts: readonly CordonPart[];
  /** The farthest edge from the incident, m. */
  readonly reachM: number;
  readonly areaM2: number;
}

const STEPS = 96;
const [TURN, RADIAN] = [360, Math.PI / 180];
/** Corners stand this much farther out, so that the straight sides between them do not cut the circle. */
const OUTWARD = 1 / Math.cos((TURN / STEPS / 2) * RADIAN);

const turned = (deg: number): number => ((deg % TURN) + TURN) % TURN;

/** Sectors wider than this are circles: no edge is left to draw. */
const isSector = ({ sector }: CordonShape): boolean => sector !== undefined && sector.halfAngleDeg < TURN / 2;

const reaches = (shape: CordonShape, bearing: number): boolean => {
  if (!isSector(shape) || !shape.sector) return true;
  const off = Math.abs(turned(bearing - shape.sector.towardsDeg + TURN / 2) - TURN / 2);
  return off <= shape.sector.halfAngleDeg + 1e-9;
};

/**
 * Corners of the union. All shapes are star-shaped about the incident, so their union is: in each direction the farthest one
 * counts. Directions are an even fan and both sides of each sector's edges, where the outline jumps.
 */
function outline(shapes: readonly CordonShape[]): Metres[] {
  const bearings = Array.from({ length: STEPS }, (_, i) => (i * TURN) / STEPS);
  for (const shape of shapes)
    if (isSector(shape) && shape.sector)
      for (const side of [-1, 1]) {
        const edge = shape.sector.towardsDeg + side * shape.sector.halfAngleDeg;
        bearings.push(turned(edge - 1e-7), turned(edge + 1e-7));
      }
  bearings.sort((a, b) => b - a);
  const corners: Metres[] = [];
  for (const bearing of bearings) {
    const radius = shapes.reduce((most, shape) => (reaches(shape, bearing) ? Math.max(most, shape.radiusM) : most), 0);
    const [east, north] = [Math.sin(bearing * RADIAN), Math.cos(bearing * RADIAN)];
    corners.push([radius * OUTWARD * east, radius * OUTWARD * north]);
  }
  // Outside a lone sector the outline stays at the incident: once is enough.
  return corners.filter(([x, y], i) => x !== 0 || y !== 0 || corners[i - 1]?.[0] !== 0 || corners[i - 1]?.[1] !== 0);
}

function polygonOf(corners: readonly Metres[], at: LngLat): RingPolygon {
  const plane = localPlane(at);
  const ring = corners.map(plane.toLngLat);
  return { type: "Polygon", coordinates: [[...ring, ring[0] as LngLat]] };
}

/** The area people are kept out of around `at`: the union of `shapes`, never smaller than it. Shapes without a radius fall away. */
export function cordonOf(at: LngLat, shapes: readonly CordonShape[]): Cordon {
  const real = shapes.filter((shape) => shape.radiusM > 0);
  const corners = outline(real);
  return {
    at,
    polygon: real.length > 0 ? polygonOf(corners, at) : null,
    parts: real.map((shape) => ({ ...shape, polygon: polygonOf(outline([shape]), at) })),
    reachM: real.reduce((most, { radiusM }) => Math.max(most, radiusM), 0),
    areaM2: real.length > 0 ? shoelaceM2(corners) : 0,
  };
}

/** Whether a place lies within a polygon's outer ring (even–odd rule). */
export function isInside({ coordinates }: RingPolygon, [lng, lat]: readonly [number, number]): boolean {
  const ring = coordinates[0] ?? [];
  let isIn = false;
  for (let i = 1; i < ring.length; i++) {
    const [[ax, ay], [bx, by]] = [ring[i - 1] as LngLat, ring[i] as LngLat];
    if (ay > lat !== by > lat && lng < ((bx - ax) * (lat - ay)) / (by - ay) + ax) isIn = !isIn;
  }
  return isIn;
}

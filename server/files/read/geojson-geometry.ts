import { lookup } from "../lookup.ts";
import type { FileGeometry } from "../row.ts";

const KINDS: Readonly<Record<string, { kind: FileGeometry["kind"]; depth: number }>> = {
  Point: { kind: "point", depth: 0 },
  MultiPoint: { kind: "point", depth: 1 },
  LineString: { kind: "line", depth: 1 },
  MultiLineString: { kind: "line", depth: 2 },
  Polygon: { kind: "polygon", depth: 2 },
  MultiPolygon: { kind: "polygon", depth: 3 },
};

/** Flattens a GeoJSON geometry. A coordinate that is no number becomes NaN, to be named by the check; null when there is none. */
export function fromGeoJson(geometry: unknown): FileGeometry | null {
  if (geometry === null || geometry === undefined || typeof geometry !== "object") return null;
  const { type, coordinates } = geometry as { type?: unknown; coordinates?: unknown };
  const name = typeof type === "string" ? type : "geometry without a type";
  const known = lookup(KINDS, name);
  if (!known || !Array.isArray(coordinates)) return { kind: "other", name, xy: [], parts: [], polygons: [] };
  const flat: FileGeometry = { kind: known.kind, name, xy: [], parts: [], polygons: [] };
  if (known.depth === 0) {
    flat.parts.push(0);
    pushPosition(flat, coordinates);
  } else if (known.kind === "point") for (const at of coordinates) pushPoint(flat, at);
  else if (known.depth === 1) pushPart(flat, coordinates);
  else if (known.depth === 2) pushPolygon(flat, coordinates);
  else for (const polygon of coordinates) pushPolygon(flat, polygon);
  return flat;
}

function pushPoint(flat: FileGeometry, position: unknown): void {
  flat.parts.push(flat.xy.length / 2);
  pushPosition(flat, position);
}

function pushPolygon(flat: FileGeometry, rings: unknown): void {
  if (flat.kind === "polygon") flat.polygons.push(flat.parts.length);
  if (!Array.isArray(rings)) return;
  for (const ring of rings) pushPart(flat, ring);
}

function pushPart(flat: FileGeometry, positions: unknown): void {
  flat.parts.push(flat.xy.length / 2);
  if (!Array.isArray(positions)) return;
  for (const position of positions) pushPosition(flat, position);
}

function pushPosition(flat: FileGeometry, position: unknown): void {
  const [x, y] = Array.isArray(position) ? (position as unknown[]) : [];
  flat.xy.push(typeof x === "number" ? x : Number.NaN, typeof y === "number" ? y : Number.NaN);
}

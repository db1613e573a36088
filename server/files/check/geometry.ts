import type { GeometryKind } from "#contract/import-fields.ts";
import { type FileGeometry, shown } from "../row.ts";
import { lengthM, selfCrossing } from "./lines.ts";

export interface GeometryFault {
  readonly rule: string;
  readonly expected: string;
  readonly received: string;
}

const fault = (rule: string, expected: string, received: string): GeometryFault => ({ rule, expected, received });
const at = (xy: readonly number[], vertex: number) => `${xy[2 * vertex]}, ${xy[2 * vertex + 1]}`;

/** China with its coast, degrees. */
const WEST = 73;
const SOUTH = 3;
const EAST = 136;
const NORTH = 54;
const ZERO_LENGTH_M = 0.001;

/**
 * Checks a geometry in degrees against what its kind needs. Repeated vertices are dropped from lines, and a line that came in parts
 * that meet end to end is joined, in place. Null when nothing is wrong.
 */
export function geometryFault(geometry: FileGeometry | null, wanted: GeometryKind): GeometryFault | null {
  if (wanted === null) return null;
  if (!geometry) return fault("geometry_missing", wanted, "nothing");
  if (geometry.kind !== wanted) return fault("geometry_kind", wanted, geometry.name);
  if (geometry.xy.length === 0) return fault("geometry_missing", wanted, `an empty ${geometry.name}`);
  const place = placeFault(geometry.xy);
  if (place) return place;
  if (wanted === "point")
    return geometry.parts.length > 1 ? fault("geometry_parts", "one point", `${geometry.parts.length} points`) : null;
  return wanted === "line" ? lineFault(geometry) : polygonFault(geometry);
}

function placeFault(xy: readonly number[]): GeometryFault | null {
  for (let i = 0; i < xy.length; i += 2) {
    const [lng, lat] = [xy[i] as number, xy[i + 1] as number];
    if (!Number.isFinite(lng) || !Number.isFinite(lat))
      return fault("coordinate_not_finite", "finite numbers", `vertex ${i / 2 + 1}: ${at(xy, i / 2)}`);
    if (lng < WEST || lng > EAST || lat < SOUTH || lat > NORTH)
      return fault(
        "outside_china",
        `${WEST}…${EAST}° E, ${SOUTH}…${NORTH}° N`,
        `vertex ${i / 2 + 1}: ${at(xy, i / 2)}`,
      );
  }
  return null;
}

function lineFault(line: FileGeometry): GeometryFault | null {
  const { xy, parts } = line;
  for (let part = 1; part < parts.length; part++) {
    const start = (parts[part] as number) * 2;
    if (start >= xy.length || xy[start] !== xy[start - 2] || xy[start + 1] !== xy[start - 1])
      return fault("geometry_parts", "one line", `${parts.length} lines that do not meet end to end`);
  }
  parts.length = 1;
  const vertices = xy.length / 2;
  dropRepeats(xy);
  if (vertices < 2) return fault("geometry_broken", "two vertices or more", String(vertices));
  if (xy.length < 4 || lengthM(xy) < ZERO_LENGTH_M)
    return fault("zero_length", "a length above 1 mm", shown(at(xy, 0)));
  const crossing = selfCrossing(xy);
  return crossing < 0
    ? null
    : fault(
        "line_self_crossing",
        "a line that does not cross itself",
        `crosses after vertex ${crossing + 1}: ${at(xy, crossing)}`,
      );
}

function dropRepeats(xy: number[]): void {
  let kept = 2;
  for (let i = 2; i < xy.length; i += 2) {
    if (xy[i] === xy[kept - 2] && xy[i + 1] === xy[kept - 1]) continue;
    xy[kept] = xy[i] as number;
    xy[kept + 1] = xy[i + 1] as number;
    kept += 2;
  }
  xy.length = kept;
}

function polygonFault({ xy, parts }: FileGeometry): GeometryFault | null {
  for (let part = 0; part < parts.length; part++) {
    const from = parts[part] as number;
    const to = parts[part + 1] ?? xy.length / 2;
    if (to - from < 4)
      return fault("ring_broken", "four vertices or more in a ring", `${to - from} in ring ${part + 1}`);
    if (xy[2 * from] !== xy[2 * to - 2] || xy[2 * from + 1] !== xy[2 * to - 1])
      return fault(
        "ring_unclosed",
        "a ring that ends where it begins",
        `ring ${part + 1}: ${at(xy, from)} … ${at(xy, to - 1)}`,
      );
    const crossing = selfCrossing(xy, from, to);
    if (crossing >= 0)
      return fault(
        "polygon_self_crossing",
        "a ring that does not cross itself",
        `ring ${part + 1} after vertex ${crossing - from + 1}: ${at(xy, crossing)}`,
      );
  }
  return null;
}

import { BadQuery } from "../bad-query.ts";
import { type Crs, STORAGE_SRID } from "../crs.ts";
import type { Params } from "../params.ts";
import type { Nested, Place, SpatialOp, Wkt } from "./ast.ts";

type Position = readonly [number, number];

const FUNCTIONS: Readonly<Record<SpatialOp, string>> = {
  S_INTERSECTS: "st_intersects",
  S_EQUALS: "st_equals",
  S_DISJOINT: "st_disjoint",
  S_TOUCHES: "st_touches",
  S_WITHIN: "st_within",
  S_OVERLAPS: "st_overlaps",
  S_CROSSES: "st_crosses",
  S_CONTAINS: "st_contains",
};

const isPosition = (nested: Nested): nested is readonly number[] => typeof nested[0] === "number";

function textOf(nested: Nested, isFlipped: boolean): string {
  if (!isPosition(nested))
    return nested
      .map((inner) => (isPosition(inner) ? textOf(inner, isFlipped) : `(${textOf(inner, isFlipped)})`))
      .join(",");
  const [x = 0, y = 0] = nested;
  return isFlipped ? `${y} ${x}` : `${x} ${y}`;
}

/** Polygons' rings are closed and have three corners; lines two ends: said here, because only one of two engines says it understandably. */
function check({ type, coordinates, members }: Wkt): void {
  members.forEach(check);
  const runs: (readonly Nested[])[] = [];
  const collect = (nested: Nested): void => {
    if (isPosition(nested)) return;
    const list = nested as readonly Nested[];
    if (list[0] !== undefined && isPosition(list[0])) runs.push(list);
    else list.forEach(collect);
  };
  collect(coordinates);
  const isRing = type.endsWith("POLYGON");
  for (const run of runs) {
    const isClosed = String(run[0]) === String(run.at(-1));
    if (isRing && (run.length < 4 || !isClosed))
      throw new BadQuery("filter", "A ring of a polygon has at least four positions, the last being the first.");
    if (type.endsWith("LINESTRING") && run.length < 2)
      throw new BadQuery("filter", "A line has at least two positions.");
  }
}

function wktText(wkt: Wkt, isFlipped: boolean): string {
  if (wkt.type === "GEOMETRYCOLLECTION")
    return `${wkt.type}(${wkt.members.map((one) => wktText(one, isFlipped)).join(",")})`;
  return `${wkt.type}(${textOf(wkt.coordinates, isFlipped)})`;
}

/** How many pieces an edge of a box is cut into before it is bent into another projection. */
const PIECES = 16;

/** The ring of a box, its edges cut so that they stay its edges in degrees; a box without width or height is a line or a point. */
function boxText([x1, y1, x2, y2]: readonly [number, number, number, number], isCut: boolean): string {
  if (x1 === x2 && y1 === y2) return `POINT(${x1} ${y1})`;
  if (x1 === x2 || y1 === y2) return `LINESTRING(${x1} ${y1},${x2} ${y2})`;
  const corners: readonly Position[] = [
    [x1, y1],
    [x2, y1],
    [x2, y2],
    [x1, y2],
    [x1, y1],
  ];
  const steps = isCut ? PIECES : 1;
  const ring = corners.slice(1).flatMap((to, i) => {
    const from = corners[i] as Position;
    return Array.from({ length: steps }, (_, k) => {
      const share = k / steps;
      return `${from[0] + (to[0] - from[0]) * share} ${from[1] + (to[1] - from[1]) * share}`;
    });
  });
  return `POLYGON((${[...ring, ring[0]].join(",")}))`;
}

/** Boxes in degrees may cross the 180° meridian: west is then greater than east. */
function boxesOf(corners: readonly [number, number, number, number], { srid, isFlipped }: Crs): string[] {
  const [a, b, c, d] = corners;
  const [west, south, east, north] = isFlipped ? ([b, a, d, c] as const) : corners;
  const refuse = (what: string) => new BadQuery("bbox", what);
  if (![west, south, east, north].every(Number.isFinite)) throw refuse("Expected finite numbers.");
  if (south > north) throw refuse("The lower corner comes first, then the upper.");
  const isDegrees = srid === STORAGE_SRID;
  if (west <= east) return [boxText([west, south, east, north], !isDegrees)];
  if (!isDegrees) throw refuse("The lower corner comes first, then the upper.");
  return [boxText([west, south, 180, north], false), boxText([-180, south, east, north], false)];
}

/** A text of ours as a geometry in the system that rows are kept in. */
function stored(params: Params, text: string, { srid }: Crs): string {
  const read = `st_geomfromtext(${params.add(text)}::text, ${srid})`;
  return srid === STORAGE_SRID ? read : `st_transform(${read}, ${STORAGE_SRID})`;
}

/** Features whose geometry has a point in common with a box. */
export function bboxSql(
  params: Params,
  column: string,
  corners: readonly [number, number, number, number],
  crs: Crs,
): string {
  const parts = boxesOf(corners, crs).map((text) => `st_intersects(${column}, ${stored(params, text, crs)})`);
  return `(${parts.join(" or ")})`;
}

function placeSql(params: Params, place: Place, column: (name: string) => string, crs: Crs): string {
  if (place.kind === "property") return column(place.name);
  if (place.kind === "wkt") {
    check(place.wkt);
    return stored(params, wktText(place.wkt, crs.isFlipped), crs);
  }
  const boxes = boxesOf(place.corners, crs).map((text) => stored(params, text, crs));
  return boxes.length === 1 ? (boxes[0] as string) : `st_collect(${boxes.join(", ")})`;
}

export function spatialSql(
  params: Params,
  filter: { readonly op: SpatialOp; readonly left: Place; readonly right: Place },
  column: (name: string) => string,
  crs: Crs,
): string {
  const sides = [filter.left, filter.right].map((place) => placeSql(params, place, column, crs));
  return `${FUNCTIONS[filter.op]}(${sides.join(", ")})`;
}

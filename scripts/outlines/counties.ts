import { Delaunay } from "d3-delaunay";
import { type Geom, intersection } from "polyclip-ts";
import { contains, type Faces, type Position, type Ring, type Shape } from "./coverage.ts";

export interface Point {
  readonly code: string;
  readonly lngLat: Position;
}

/**
 * Divides a city among its counties: each place belongs to the nearest county point (Voronoi), by distance on the ground.
 * Throws when a county's point lies outside the city, because that county would not hold its own point.
 */
export function divideCity(city: Shape, counties: readonly Point[]): Faces {
  const outside = counties.filter(({ lngLat }) => !contains(city, lngLat));
  if (outside.length > 0) throw new Error(`points outside their city: ${outside.map((c) => c.code).join(", ")}`);
  const all = city.flat(2);
  const middle = all.reduce((sum, p) => sum + p[1], 0) / all.length;
  const stretch = Math.cos((middle * Math.PI) / 180);
  const delaunay = Delaunay.from(counties.map(({ lngLat: [x, y] }) => [x * stretch, y]));
  const [x0, x1] = [Math.min(...all.map((p) => p[0])) - 1, Math.max(...all.map((p) => p[0])) + 1];
  const [y0, y1] = [Math.min(...all.map((p) => p[1])) - 1, Math.max(...all.map((p) => p[1])) + 1];
  const voronoi = delaunay.voronoi([x0 * stretch, y0, x1 * stretch, y1]);
  return new Map(
    counties.map(({ code }, i) => {
      const cell = (voronoi.cellPolygon(i) as Ring).map(([x, y]): Position => [x / stretch, y]);
      return [code, intersection(city as Geom, [cell] as Geom) as Shape];
    }),
  );
}

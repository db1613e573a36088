import proj4 from "proj4";
import type { Crs } from "./crs.ts";
import { fromGcj02 } from "./gcj02.ts";

/** Order of the two numbers of a vertex in the file. */
export type Axis = "xy" | "yx";

/** Turns coordinates of a file, in place, into [longitude, latitude] degrees of CGCS2000. */
export type Convert = (xy: number[]) => void;

type Point = (x: number, y: number) => readonly [number, number];

function pointOf(crs: Crs): Point | null {
  if (crs.kind === "degrees") return null;
  if (crs.kind === "gcj02") return fromGcj02;
  const definition =
    crs.kind === "mercator"
      ? "+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +no_defs"
      : `+proj=tmerc +lat_0=0 +lon_0=${crs.meridian} +k=1 +x_0=${crs.falseEasting} +y_0=0 +ellps=GRS80 +units=m +no_defs`;
  const projection = proj4(definition);
  return (x, y) => projection.inverse([x, y]) as [number, number];
}

/** A vertex that is not finite stays so: proj4 would throw on it, and the check must name it. */
export function converter(crs: Crs, axis: Axis): Convert {
  const point = pointOf(crs);
  return (xy) => {
    for (let i = 0; i + 1 < xy.length; i += 2) {
      const first = xy[i] as number;
      const second = xy[i + 1] as number;
      const x = axis === "xy" ? first : second;
      const y = axis === "xy" ? second : first;
      const isUsable = Number.isFinite(x) && Number.isFinite(y);
      const [lng, lat] = point && isUsable ? point(x, y) : [x, y];
      xy[i] = lng;
      xy[i + 1] = lat;
    }
  };
}

import { fromWorld, toWorld } from "./mercator.ts";
import type { Spot } from "./polyline.ts";

/** Where a map looks that is neither turned nor tilted: degrees, zoom, CSS pixels. */
export interface Looking {
  readonly lng: number;
  readonly lat: number;
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels of the whole world at a zoom. */
const worldPx = (zoom: number) => 512 * 2 ** zoom;

/** Where on the screen a place lies. */
export function spotOf({ lng, lat, zoom, width, height }: Looking, at: readonly [number, number]): Spot {
  const [x, y] = toWorld(at[0], at[1]);
  const [left, top] = toWorld(lng, lat);
  return { x: (x - left) * worldPx(zoom) + width / 2, y: (y - top) * worldPx(zoom) + height / 2 };
}

/** The reverse of {@link spotOf}, degrees. */
export function placeAt({ lng, lat, zoom, width, height }: Looking, { x, y }: Spot): [number, number] {
  const [left, top] = toWorld(lng, lat);
  const [east, south] = [(x - width / 2) / worldPx(zoom), (y - height / 2) / worldPx(zoom)];
  const [toLng, toLat] = fromWorld(left + east, top + south);
  return [toLng, toLat];
}

/** Looking from nearer (step > 0) or further, with what lies under a spot left under it. */
export function zoomedAround(from: Looking, spot: Spot, zoom: number): Looking {
  const under = placeAt(from, spot);
  const moved = spotOf({ ...from, zoom }, under);
  const [lng, lat] = placeAt(
    { ...from, zoom },
    { x: from.width / 2 + moved.x - spot.x, y: from.height / 2 + moved.y - spot.y },
  );
  return { ...from, lng, lat, zoom };
}

import type { Courses } from "#bench/province/courses.ts";
import type { Area } from "#contract/area.ts";
import type { OutlineUnit, Snapshot } from "#server/tiles/snapshot.ts";
import { WORLD_BITS, worldX, worldY } from "#server/tiles/world.ts";

export interface Place {
  readonly lng: number;
  readonly lat: number;
  readonly zoom: number;
}

const CITY_ZOOM = 12.5;
const CELL_ZOOM = 13;

/** The middle of the tile of zoom 13 that holds the most pipes: what "a dense city" means here. */
export function densestCity(pipes: Courses): Place {
  const shift = WORLD_BITS - CELL_ZOOM;
  const counts = new Map<number, number>();
  let best = 0;
  let most = 0;
  for (let i = 0; i < pipes.count; i++) {
    const at = 2 * (pipes.offsets[i] as number);
    const [x, y] = [worldX(pipes.lngLat[at] as number), worldY(pipes.lngLat[at + 1] as number)];
    const key = (x >> shift) * 2 ** CELL_ZOOM + (y >> shift);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (count > most) [best, most] = [key, count];
  }
  const x = Math.floor(best / 2 ** CELL_ZOOM) + 0.5;
  const y = (best % 2 ** CELL_ZOOM) + 0.5;
  const lng = (x / 2 ** CELL_ZOOM) * 360 - 180;
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / 2 ** CELL_ZOOM))) * 180) / Math.PI;
  return { lng, lat, zoom: CITY_ZOOM };
}

/** The whole province on 1440 × 900 pixels. */
export function provincePlace({ bounds: [west, south, east, north] }: Snapshot): Place {
  return { lng: (west + east) / 2, lat: (south + north) / 2, zoom: 6.3 };
}

/** Areas as `GET /api/areas` tells them to somebody who sees the whole province. */
export const areasOf = (units: readonly OutlineUnit[]): Area[] =>
  units
    .filter((unit) => unit.level !== "neighbour")
    .map(({ code, name, level, parent, indicative, lngLat, bbox }) => ({
      code,
      name,
      level: level as Area["level"],
      parent,
      divisionParent: parent,
      lngLat: [...lngLat],
      bbox,
      areaKm2: 0,
      indicative,
    }));

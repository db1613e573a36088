import type { Bbox } from "#contract/route.ts";
import { columnPath } from "#contract/pipe-classes.ts";
import { listAreas } from "#contract/area.ts";
import { getMapConfig } from "#contract/service.ts";
import { TILE_MAX_ZOOM, TILE_MIN_ZOOM, TILE_SETS } from "#contract/tiles.ts";
import { tileCount, tilesIn } from "#lib/mercator.ts";
import { tileAddress } from "./tiles.ts";

/** Files of one pack at most: a county has some two thousand; a province is none for a phone. */
export const PACK_FILES_MOST = 12_000;

/** What the map asks before it draws, and the stations beyond those in tiles. */
const COLUMNS = ["stationPlace", "stationKind", "stationGas", "tagStation"] as const;

/** Up to here an area's surroundings come along, one tile on each side: that is where one looks first. */
const ROUND_UP_TO = 12;

/** A box with a tile more on each side. */
function widened([west, south, east, north]: Bbox, z: number): Bbox {
  const degrees = 360 / 2 ** z;
  return [west - degrees, Math.max(-85, south - degrees), east + degrees, Math.min(85, north + degrees)];
}

const boxAt = (bbox: Bbox, z: number): Bbox => (z <= ROUND_UP_TO ? widened(bbox, z) : bbox);

/** How many addresses {@link packPaths} would give: asked before a list is made that no phone could take along. */
export function packFiles(bbox: Bbox): number {
  let files = 2 + COLUMNS.length;
  for (let z = TILE_MIN_ZOOM; z <= TILE_MAX_ZOOM; z += 1) files += TILE_SETS.length * tileCount(boxAt(bbox, z), z);
  return files;
}

/** Addresses of everything that the map of an area asks for at any zoom, of one snapshot, as the page asks for it; what is drawn first is first. */
export function packPaths(bbox: Bbox, version: string): string[] {
  const paths = [listAreas.path, getMapConfig.path, ...COLUMNS.map((name) => columnPath(name, version))];
  for (let z = TILE_MIN_ZOOM; z <= TILE_MAX_ZOOM; z += 1)
    for (const { x, y } of tilesIn(boxAt(bbox, z), z))
      for (const set of TILE_SETS)
        paths.push(tileAddress(set, version).replace("{z}", `${z}`).replace("{x}", `${x}`).replace("{y}", `${y}`));
  return paths;
}

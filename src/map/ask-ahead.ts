import type { TileStore } from "#api/tiles.ts";
import { TILE_MAX_ZOOM, TILE_MIN_ZOOM } from "#contract/tiles.ts";
import { boundsAround, tilesIn } from "#lib/mercator.ts";
import type { Network } from "#lib/network-tile.ts";
import { shownTiles } from "#lib/shown-tiles.ts";
import type { Camera } from "#state/view.ts";
import type { CameraAt } from "./engine-types.ts";

interface AskInput {
  readonly tiles: TileStore;
  readonly network: Network;
}

/** Asks for all tiles of a view at once, so that they are there when the map comes to want them. */
export function askAhead({ tiles, network }: AskInput) {
  const of = ({ zoom, bounds }: Pick<CameraAt, "zoom" | "bounds">): void => {
    shownTiles(network).in(zoom, bounds);
    const z = Math.min(TILE_MAX_ZOOM, Math.max(TILE_MIN_ZOOM, Math.floor(zoom)));
    // What cannot be had is told when the map itself asks.
    for (const at of tilesIn(bounds, z)) tiles.raw("area", at.z, at.x, at.y).catch(() => {});
  };
  return {
    of,
    /** Before there is a map: what it will show at its first place, when that is known. */
    first: (camera: Camera | null, { clientWidth: width, clientHeight: height }: HTMLElement): void => {
      if (camera) of({ zoom: camera.zoom, bounds: boundsAround(camera, { width, height }) });
    },
  };
}

import { writePipes } from "./pipe-layer.ts";
import { writeStations, writeTags } from "./point-layers.ts";
import type { Sight, Snapshot } from "./snapshot.ts";
import { Occupancy } from "./thin.ts";
import { LayerBuffer, TileBuffer } from "./tile-buffer.ts";
import { frameOf } from "./tile-frame.ts";
import type { TileAddress } from "./world.ts";

/** Bytes above which a tile is thinned more, uncompressed; the promise is 750 KB. */
export const TILE_MOST_BYTES = 720_000;
/** From here every pipe of its class is in the tile. Below, one that only covers cells already drawn is left out. */
export const UNTHINNED_ZOOM = 12;
/** Cells of half a pixel on a 512-pixel tile. */
const LINE_CELL = 2;
/** Cells of four pixels. */
const POINT_CELL = 5;
/** Coarser than this a cell is an eighth of the tile: whatever is in one, the tile is small. */
const COARSEST = 9;

// Used for one tile after the other: encoding never waits for anything in between.
const out = new TileBuffer(TILE_MOST_BYTES + (1 << 16));
const layer = new LayerBuffer(out);
const lineCells = new Occupancy();
const pointCells = new Occupancy();

/**
 * One tile of the set `network`: what `sight` may see of pipes, stations and tags, as the contract describes. Empty when there is
 * nothing. A thing outside the sight leaves no trace: it is taken out before thinning.
 */
export const encodeNetworkTile = (snapshot: Snapshot, sight: Sight, address: TileAddress): Uint8Array<ArrayBuffer> =>
  viewOfNetworkTile(snapshot, sight, address).slice();

/** The same bytes, to be read before the next tile is made: that is written over them. */
export function viewOfNetworkTile(snapshot: Snapshot, sight: Sight, address: TileAddress): Uint8Array<ArrayBuffer> {
  const frame = frameOf(snapshot, sight, address);
  const isThinned = address.z < UNTHINNED_ZOOM;
  let lineCell = isThinned ? LINE_CELL : 0;
  let pointCell = isThinned ? POINT_CELL : 0;
  for (;;) {
    const most = lineCell === COARSEST ? Number.POSITIVE_INFINITY : TILE_MOST_BYTES;
    out.at = 0;
    writePipes(frame, layer, lineCell > 0 ? lineCells.clear(lineCell) : null, most);
    writeStations(frame, layer, pointCell > 0 ? pointCells.clear(pointCell) : null, most);
    writeTags(frame, layer, pointCell > 0 ? pointCells.clear(pointCell) : null, isThinned, most);
    if (out.at <= most) return out.bytes.subarray(0, out.at);
    lineCell = Math.min(COARSEST, Math.max(LINE_CELL, lineCell) + 1);
    pointCell = Math.min(COARSEST, Math.max(POINT_CELL, pointCell + 1));
  }
}

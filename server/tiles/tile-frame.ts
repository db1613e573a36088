import { TILE_EXTENT } from "#contract/tiles.ts";
import type { Box } from "./packed-tree.ts";
import type { Sight, Snapshot } from "./snapshot.ts";
import { type TileIndex, tileIndexOf } from "./tile-index.ts";
import { type TileAddress, WORLD_BITS } from "./world.ts";

/** A tile that is being made: of what, for whom, and how world units become its own. */
export interface TileFrame {
  readonly snapshot: Snapshot;
  readonly index: TileIndex;
  readonly sight: Sight;
  readonly zoom: number;
  /** From world units to tile units: shift right, then take off. */
  readonly shift: number;
  readonly left: number;
  readonly top: number;
}

export const frameOf = (snapshot: Snapshot, sight: Sight, { z, x, y }: TileAddress): TileFrame => ({
  snapshot,
  index: tileIndexOf(snapshot),
  sight,
  zoom: z,
  shift: WORLD_BITS - z - Math.log2(TILE_EXTENT),
  left: x * TILE_EXTENT,
  top: y * TILE_EXTENT,
});

/** The tile and `buffer` of its units on each side, in world units. */
export function worldBox({ left, top, shift }: TileFrame, buffer: number): Box {
  const unit = 2 ** shift;
  return [
    (left - buffer) * unit,
    (top - buffer) * unit,
    (left + TILE_EXTENT + buffer + 1) * unit - 1,
    (top + TILE_EXTENT + buffer + 1) * unit - 1,
  ];
}

import { TILE_EXTENT } from "#contract/tiles.ts";

/** Width of the world in deck.gl's common space. */
const WORLD = 512;

export interface TileAt {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/**
 * From tile units to clip space. Multiplied in double precision, so that a street tile far from the origin keeps its millimetres.
 * @param viewProjection common space to clip space, column-major
 */
export function tileMatrix(viewProjection: readonly number[], { z, x, y }: TileAt): number[] {
  const size = WORLD / 2 ** z;
  const unit = size / TILE_EXTENT;
  const [left, top] = [x * size, WORLD - y * size];
  const m = (i: number) => viewProjection[i] as number;
  const column = (from: number, factor: number) => [0, 1, 2, 3].map((row) => m(from + row) * factor);
  const moved = [0, 1, 2, 3].map((row) => m(row) * left + m(4 + row) * top + m(12 + row));
  return [...column(0, unit), ...column(4, -unit), ...column(8, 1), ...moved];
}

/** Pixels per tile unit at a zoom of the map. */
export const pixelsPerUnit = (zoom: number, z: number): number => (WORLD * 2 ** (zoom - z)) / TILE_EXTENT;

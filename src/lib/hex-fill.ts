import type { Hex } from "#contract/hex-grid.ts";
import { type FillScale, quantileScale } from "./fill-scale.ts";

export interface CountedHex extends Hex {
  readonly count: number;
}

/** Counts by the hexagons of a grid, with their classes of colour. */
export interface HexFill {
  /** Side of a hexagon, m. */
  readonly sizeM: number;
  readonly hexes: readonly CountedHex[];
  readonly scale: FillScale;
}

/** Hexagons of a set and their classes, which also hold those of another time; null where there are none. */
export function hexFill(
  sizeM: number,
  hexes: readonly CountedHex[],
  others: readonly CountedHex[] = [],
): HexFill | null {
  const scale = hexes.length === 0 ? null : quantileScale([...hexes, ...others].map(({ count }) => count));
  return scale && { sizeM, hexes, scale };
}

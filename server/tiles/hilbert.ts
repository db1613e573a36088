import { WORLD_BITS } from "./world.ts";

/** Bits of each coordinate that the curve tells apart: cells of 38 m at the equator. */
const BITS = 20;
const SHIFT = WORLD_BITS - BITS;
/** Bits of each coordinate that one look-up advances. */
const STEP = 4;

/** How the curve runs through the four quarters of a square: for each of its four turnings, quarter (y, x) → place and the turning in it. */
const PLACE = [0, 3, 1, 2, 0, 1, 3, 2, 2, 3, 1, 0, 2, 1, 3, 0];
const TURN = [1, 2, 0, 0, 0, 1, 3, 1, 2, 0, 2, 3, 3, 3, 1, 2];

/** [turning, y, x] of four bits each → turning after them × 256 + place among 256. */
const TABLE = Uint16Array.from({ length: 4 << (2 * STEP) }, (_, entry) => {
  let turn = entry >> (2 * STEP);
  let place = 0;
  for (let bit = STEP - 1; bit >= 0; bit--) {
    const quarter = (((entry >> (STEP + bit)) & 1) << 1) | ((entry >> bit) & 1);
    place = place * 4 + (PLACE[4 * turn + quarter] as number);
    turn = TURN[4 * turn + quarter] as number;
  }
  return (turn << (2 * STEP)) | place;
});

/** Numbers below this. */
export const HILBERT_SIZE = 2 ** (2 * BITS);

/** Place of a world point on a Hilbert curve: points near each other have mostly near numbers. An integer below `HILBERT_SIZE`. */
export function hilbert(x: number, y: number): number {
  const cx = x >> SHIFT;
  const cy = y >> SHIFT;
  let turn = 0;
  let place = 0;
  for (let at = BITS - STEP; at >= 0; at -= STEP) {
    const entry = TABLE[(turn << 8) | (((cy >> at) & 15) << 4) | ((cx >> at) & 15)] as number;
    turn = entry >> 8;
    place = place * 256 + (entry & 255);
  }
  return place;
}

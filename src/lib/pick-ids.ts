/** A square of numbers within a picture of four bytes a pixel: red, green and blue hold the number, alpha 0 = nothing there. */
export interface IdSquare {
  /** Pixels of a row of the whole picture. */
  readonly width: number;
  /** First column of the square. */
  readonly left: number;
  /** Pixels of its side, odd: the place that is asked about is in its middle. */
  readonly size: number;
  /** How far from the middle a number counts, pixels. */
  readonly reach: number;
}

/** The number nearest to the middle; null when none is within reach. */
export function nearestId(bytes: Uint8Array, { width, left, size, reach }: IdSquare): number | null {
  const middle = (size - 1) / 2;
  let best: number | null = null;
  let nearest = reach * reach;
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const at = (y * width + left + x) * 4;
      if (bytes[at + 3] !== 255) continue;
      const off = (x - middle) ** 2 + (y - middle) ** 2;
      if (off > nearest || (off === nearest && best !== null)) continue;
      nearest = off;
      best = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
    }
  return best;
}

/** Largest change as a share of the largest flow, or of the least that counts. */
export function greatestMove(before: Float64Array, after: Float64Array, least: number): number {
  let [move, size] = [0, least];
  for (let i = 0; i < after.length; i++) {
    move = Math.max(move, Math.abs((after[i] as number) - (before[i] as number)));
    size = Math.max(size, Math.abs(after[i] as number));
  }
  return move / size;
}

/** Largest change as a share of the highest value. */
export function greatestShift(before: Float64Array, after: Float64Array, top: number): number {
  let shift = 0;
  for (let i = 0; i < after.length; i++) {
    const change = Math.abs((after[i] as number) - (before[i] as number));
    if (change > shift) shift = change;
  }
  return shift / top;
}

/**
 * How far values would still move: steps shrink at least by the factor they shrank by last (Newton's faster, lagged terms just so), and
 * the rest of a geometric series is known. Spares the step that only proves that nothing moves.
 */
export class ToCome {
  #last = Number.POSITIVE_INFINITY;

  /** After a step that moved this far. */
  after(moved: number): number {
    const shrunk = moved / this.#last;
    this.#last = moved;
    return shrunk < 0.5 ? (moved * shrunk) / (1 - shrunk) : moved;
  }
}

/** What one sensor's readings say by themselves. */
export type Plain = "stuck" | "dropout" | null;

const DROPOUT_STEPS = 2;
/** Chance at which a row of same values is no longer taken for chance. */
const RARE = 1e-7;

/**
 * Rows of same values and missing ones, for one sensor. How often values repeat by chance (coarse resolution, still gas) is
 * learnt on the way: a sensor of 1 mbar resolution may repeat ten times, one of 0.01 mbar not four.
 */
export class PlainCheck {
  #last = Number.NaN;
  #repeats = 0;
  #missing = 0;
  #steps = 20;
  #chances = 0.2;

  /** Takes a reading (NaN: none). */
  take(value: number): Plain {
    if (Number.isNaN(value)) {
      this.#missing++;
      return this.#missing >= DROPOUT_STEPS ? "dropout" : null;
    }
    this.#missing = 0;
    this.#repeats = value === this.#last ? this.#repeats + 1 : 0;
    this.#last = value;
    const isStuck = (this.#chances / this.#steps) ** this.#repeats < RARE;
    if (!isStuck) {
      this.#steps++;
      if (this.#repeats > 0) this.#chances++;
    }
    return isStuck ? "stuck" : null;
  }

  /** How many times the last value has come again. */
  get repeats(): number {
    return this.#repeats;
  }

  get missing(): number {
    return this.#missing;
  }
}

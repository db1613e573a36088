/** Values of a statement under way. Nothing a caller wrote is ever part of the text; it becomes `$1`, `$2` … here. */
export class Params {
  readonly #values: unknown[] = [];

  /** Keeps a value and returns how the text names it. */
  add(value: unknown): string {
    this.#values.push(value);
    return `$${this.#values.length}`;
  }

  get values(): readonly unknown[] {
    return this.#values;
  }
}

/** One condition of a statement: its text, having left its values in `params`. */
export type Condition = (params: Params) => string;

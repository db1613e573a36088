/** Bits of a state byte. The low three bits of a tag's byte are its index in TAG_STATES; a pipe's are 0. */
export const STATE_MASK = 0b0000_0111;
export const SELECTED = 0b0000_1000;
export const HOVERED = 0b0001_0000;
export const DIMMED = 0b0010_0000;
/** A tag no frame has told of yet: drawn as without data. */
export const UNKNOWN_STATE = 7;

/** Width of the state texture; number n lies at (n mod width, n div width). */
export const STATE_WIDTH = 1024;

/**
 * One byte for each dense number: all that changes how a pipe or sensor is painted. The GPU holds a copy as a texture, written
 * when `version` has moved on. Changing a million colours is one write; geometry never hears of it.
 */
export class StateBytes {
  readonly bytes: Uint8Array;
  readonly width = STATE_WIDTH;
  readonly height: number;
  #version = 0;
  readonly #heard = new Set<() => void>();

  constructor(count: number, fill = 0) {
    this.height = Math.max(1, Math.ceil(count / STATE_WIDTH));
    this.bytes = new Uint8Array(this.width * this.height).fill(fill);
  }

  /** Counts up with every change. */
  get version(): number {
    return this.#version;
  }

  /** Calls `change` with the bytes, then tells the listeners once. */
  write(change: (bytes: Uint8Array) => void): void {
    change(this.bytes);
    this.#version += 1;
    for (const listener of this.#heard) listener();
  }

  /** Turns one bit on for `now` and off for `before`; either may be null. */
  move(bit: number, before: number | null, now: number | null): void {
    if (before === now) return;
    this.write((bytes) => {
      if (before !== null && before < bytes.length) bytes[before] = (bytes[before] as number) & ~bit;
      if (now !== null && now < bytes.length) bytes[now] = (bytes[now] as number) | bit;
    });
  }

  listen(listener: () => void): () => void {
    this.#heard.add(listener);
    return () => void this.#heard.delete(listener);
  }
}

/** Puts live states into the low bits, keeping what is chosen and hovered. 255 (out of sight) reads as unknown. */
export function writeTagStates(states: StateBytes, live: Uint8Array): void {
  states.write((bytes) => {
    const count = Math.min(bytes.length, live.length);
    for (let i = 0; i < count; i++) {
      const state = live[i] as number;
      bytes[i] = ((bytes[i] as number) & ~STATE_MASK) | (state > STATE_MASK ? UNKNOWN_STATE : state);
    }
  });
}

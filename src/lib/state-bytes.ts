/** Bits of a state byte. The low three bits of a tag's and a station's byte are an index in TAG_STATES; a pipe's are 0. */
export const STATE_MASK = 0b0000_0111;
export const SELECTED = 0b0000_1000;
export const HOVERED = 0b0001_0000;
/** Faint: not what a person looks at now. */
export const DIMMED = 0b0010_0000;
/** Filtered away: neither drawn nor found. */
export const HIDDEN = 0b0100_0000;
/** Result of a region or trace. */
export const CHOSEN = 0b1000_0000;
/** A tag no frame has told of yet: drawn as without data. */
export const UNKNOWN_STATE = 7;

/** No class: the pipe keeps the colour of what is not known. */
export const NO_CLASS = 255;

/** Byte planes of pipes. `flags`: the bits above; `color`: class under the attribute that colours; `flow`: 0 none, 1 along, 2 against. */
export type PipePlane = "flags" | "color" | "flow";

/** Rows that any GPU's texture may have. */
const MOST_ROWS = 8192;
/** More changed rows than this share of a texture are written as one block. */
const WHOLE_FROM = 0.05;
const NARROWEST = 1024;

/** Smallest power of two under which so many numbers in so many planes fit a texture; up to 22 million in three planes. */
export function stateWidth(count: number, planes: number): number {
  for (let width = NARROWEST; width <= MOST_ROWS; width *= 2)
    if (Math.ceil(count / width) * planes <= MOST_ROWS) return width;
  throw new Error(`${count} numbers in ${planes} planes are more than a texture holds`);
}

/** A block of rows, the last one left out. */
export interface Rows {
  readonly from: number;
  readonly to: number;
}

/**
 * One byte per plane for each dense number: all that changes how a thing is painted. The GPU holds a copy as one texture, the planes
 * stacked by rows: number n of plane p lies at (n mod width, p · rows + n div width). Changing a million colours is one write of the
 * rows that changed; geometry never hears of it.
 */
export class StateBytes<P extends string = "flags"> {
  readonly width: number;
  /** Rows of one plane. */
  readonly rows: number;
  /** Rows of the texture. */
  readonly height: number;
  readonly planes: readonly P[];
  /** The whole texture. */
  readonly all: Uint8Array<ArrayBuffer>;
  /** The first plane. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #planeOf: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
  readonly #rowVersions: Uint32Array;
  readonly #heard = new Set<() => void>();
  /** How many numbers have each bit that was moved. */
  readonly #on = new Map<number, number>();
  readonly #count: number;
  #version = 0;

  /** @param fill byte that each plane begins with, by plane; a number for the single plane `flags` */
  constructor(count: number, fill: NoInfer<number | Readonly<Record<P, number>>> = 0) {
    const fills = (typeof fill === "number" ? { flags: fill } : fill) as Readonly<Record<P, number>>;
    this.planes = Object.keys(fills) as P[];
    this.#count = count;
    this.width = stateWidth(count, this.planes.length);
    this.rows = Math.max(1, Math.ceil(count / this.width));
    this.height = this.rows * this.planes.length;
    this.all = new Uint8Array(this.width * this.height);
    const size = this.width * this.rows;
    const views = this.planes.map((plane, i) => {
      const view = this.all.subarray(i * size, (i + 1) * size);
      view.fill(fills[plane]);
      return [plane, view] as const;
    });
    this.#planeOf = Object.fromEntries(views);
    this.bytes = this.all.subarray(0, size);
    this.#rowVersions = new Uint32Array(this.height);
  }

  /** Counts up with every change. */
  get version(): number {
    return this.#version;
  }

  /** The bytes of a plane. Change them inside `write` or `touch` what was changed. */
  plane(name: P): Uint8Array<ArrayBuffer> {
    return this.#planeOf[name] as Uint8Array<ArrayBuffer>;
  }

  /** Calls `change` with the bytes of the first plane, then tells the listeners once. */
  write(change: (bytes: Uint8Array) => void): void {
    change(this.bytes);
    this.touch(this.planes[0] as P);
  }

  /** Says that numbers `from` until `to` of a plane have changed, and tells the listeners. */
  touch(plane: P, from = 0, to = this.bytes.length): void {
    if (to <= from) return;
    this.#mark(plane, from, to);
    this.#tell();
  }

  /** Replaces a plane by `next` and marks only the rows that differ. @returns whether anything did */
  replace(plane: P, next: Uint8Array | readonly number[]): boolean {
    const [bytes, from] = [this.plane(plane), next instanceof Uint8Array ? next : Uint8Array.from(next)];
    const count = Math.min(bytes.length, from.length);
    const version = this.#version + 1;
    let hasChanged = false;
    for (let at = 0; at < count; at += this.width) {
      const end = Math.min(count, at + this.width);
      let i = at;
      while (i < end && bytes[i] === from[i]) i += 1;
      if (i === end) continue;
      bytes.set(from.subarray(i, end), i);
      this.#rowVersions[this.#row(plane, at)] = version;
      hasChanged = true;
    }
    if (hasChanged) this.#tell();
    return hasChanged;
  }

  /** Turns one bit on for `now` and off for `before`; either may be null. */
  move(bit: number, before: number | null, now: number | null): void {
    if (before !== now) this.moveMany(bit, before === null ? [] : [before], now === null ? [] : [now]);
  }

  /** Turns one bit off for the numbers of `before` and on for those of `now`. */
  moveMany(bit: number, before: ArrayLike<number>, now: ArrayLike<number>): void {
    const { bytes, width } = this;
    const next = this.#version + 1;
    const [count, versions] = [this.#count, this.#rowVersions];
    let [more, hasChanged] = [0, false];
    const set = (n: number, wanted: number) => {
      const byte = bytes[n] as number;
      if (n >= count || (byte & bit) === wanted) return;
      bytes[n] = byte ^ bit;
      versions[Math.floor(n / width)] = next;
      more += wanted === 0 ? -1 : 1;
      hasChanged = true;
    };
    for (let i = 0; i < before.length; i++) set(before[i] as number, 0);
    for (let i = 0; i < now.length; i++) set(now[i] as number, bit);
    if (more !== 0) this.#on.set(bit, (this.#on.get(bit) ?? 0) + more);
    if (hasChanged) this.#tell();
  }

  /** Sets one bit of every number: on where `on` is not 0. Beyond its end the bit is off. @returns whether anything changed */
  writeBit(bit: number, on: Uint8Array): boolean {
    const { bytes, width } = this;
    const next = this.#version + 1;
    let hasChanged = false;
    for (let at = 0; at < bytes.length; at += width) {
      let differs = 0;
      for (let i = at; i < at + width; i++) {
        const byte = bytes[i] as number;
        const now = on[i] ? byte | bit : byte & ~bit;
        differs |= byte ^ now;
        bytes[i] = now;
      }
      if (differs === 0) continue;
      hasChanged = true;
      this.#rowVersions[at / width] = next;
    }
    if (hasChanged) this.#tell();
    return hasChanged;
  }

  /** Whether any number has one of these bits; only of bits that are changed by `move` and `moveMany`. */
  has(bits: number): boolean {
    for (const [bit, count] of this.#on) if ((bit & bits) !== 0 && count > 0) return true;
    return false;
  }

  /** Blocks of rows changed since a version, top first; one block of everything when many rows did. */
  changedSince(version: number): readonly Rows[] {
    if (version >= this.#version) return [];
    if (version < 0) return [{ from: 0, to: this.height }];
    const blocks: { from: number; to: number }[] = [];
    let changed = 0;
    for (let row = 0; row < this.height; row++) {
      if ((this.#rowVersions[row] as number) <= version) continue;
      changed += 1;
      const last = blocks.at(-1);
      if (last?.to === row) last.to = row + 1;
      else blocks.push({ from: row, to: row + 1 });
    }
    const first = blocks[0];
    if (!first) return [];
    const isMany = blocks.length > 1 && changed > Math.max(8, this.height * WHOLE_FROM);
    return isMany ? [{ from: first.from, to: (blocks.at(-1) as Rows).to }] : blocks;
  }

  listen(listener: () => void): () => void {
    this.#heard.add(listener);
    return () => void this.#heard.delete(listener);
  }

  #row(plane: P, n: number): number {
    return this.planes.indexOf(plane) * this.rows + Math.floor(n / this.width);
  }

  /** Rows of the change that `#tell` is about to number. */
  #mark(plane: P, from: number, to: number): void {
    this.#rowVersions.fill(this.#version + 1, this.#row(plane, from), this.#row(plane, to - 1) + 1);
  }

  #tell(): void {
    this.#version += 1;
    for (const listener of this.#heard) listener();
  }
}

/** The planes of pipes, nothing coloured and nothing hidden yet. */
export type PipeStates = StateBytes<PipePlane>;
export const pipeStates = (count: number): PipeStates =>
  new StateBytes<PipePlane>(count, { flags: 0, color: NO_CLASS, flow: 0 });

/** Puts live states into the low bits, keeping what is chosen and hovered. 255 (out of sight) reads as unknown. */
export function writeTagStates(states: StateBytes, live: Uint8Array): void {
  const { bytes, width } = states;
  const count = Math.min(bytes.length, live.length);
  let first = -1;
  let last = -1;
  for (let i = 0; i < count; i++) {
    const told = live[i] as number;
    const state = told > STATE_MASK ? UNKNOWN_STATE : told;
    const before = bytes[i] as number;
    if ((before & STATE_MASK) === state) continue;
    bytes[i] = (before & ~STATE_MASK) | state;
    if (first === -1) first = i;
    last = i;
  }
  if (first !== -1) states.touch("flags", first - (first % width), last + 1);
}

import { gzipSync } from "node:zlib";
import type { Bbox } from "#contract/route.ts";

/** Parts of a PMTiles archive, version 3: numbers of tiles, directories and the header. */

/** Header and root directory together fit the first 16 KiB, which a reader fetches at once. */
export const HEAD_BYTES = 16_384;
const HEADER_BYTES = 127;
const ROOT_BYTES = HEAD_BYTES - HEADER_BYTES;
/** Entries of a leaf at first; more when the root would not fit. */
const LEAF_ENTRIES = 4096;

/** Where a tile of zoom z stands on the zoom's Hilbert curve, as the format turns it: 0 … 4^z − 1. */
export function curvePlace(z: number, x: number, y: number): number {
  let [cx, cy, place] = [x, y, 0];
  for (let side = 2 ** (z - 1); side >= 1; side /= 2) {
    const rx = cx & side ? 1 : 0;
    const ry = cy & side ? 1 : 0;
    place += side * side * ((3 * rx) ^ ry);
    cx &= side - 1;
    cy &= side - 1;
    if (ry === 0) {
      if (rx === 1) [cx, cy] = [side - 1 - cx, side - 1 - cy];
      [cx, cy] = [cy, cx];
    }
  }
  return place;
}

/** The tile that stands at a place of the zoom's curve. */
export function tileAtPlace(z: number, place: number): { x: number; y: number } {
  let [x, y, rest] = [0, 0, place];
  for (let side = 1; side < 2 ** z; side *= 2) {
    const rx = (rest & 2) >> 1;
    const ry = (rest & 1) ^ rx;
    if (ry === 0) {
      if (rx === 1) [x, y] = [side - 1 - x, side - 1 - y];
      [x, y] = [y, x];
    }
    x += side * rx;
    y += side * ry;
    rest = Math.floor(rest / 4);
  }
  return { x, y };
}

/** Number of the first tile of a zoom: all of the zooms before come first. */
export const firstTileId = (z: number): number => (4 ** z - 1) / 3;

/** Entries of a directory as columns, ascending by tile. A run is of tiles with the same bytes. */
export class Entries {
  #ids = new Float64Array(1024);
  #offsets = new Float64Array(1024);
  #lengths = new Uint32Array(1024);
  #runs = new Uint32Array(1024);
  count = 0;

  add(id: number, offset: number, length: number): void {
    const last = this.count - 1;
    const isRun =
      last >= 0 &&
      (this.#ids[last] as number) + (this.#runs[last] as number) === id &&
      this.#offsets[last] === offset &&
      this.#lengths[last] === length;
    if (isRun) {
      this.#runs[last] = (this.#runs[last] as number) + 1;
      return;
    }
    if (this.count === this.#ids.length) this.#grow();
    this.#put(this.count++, id, offset, length, 1);
  }

  #put(at: number, id: number, offset: number, length: number, run: number): void {
    this.#ids[at] = id;
    this.#offsets[at] = offset;
    this.#lengths[at] = length;
    this.#runs[at] = run;
  }

  #grow(): void {
    const size = 2 * this.count;
    const [ids, offsets, lengths, runs] = [this.#ids, this.#offsets, this.#lengths, this.#runs];
    this.#ids = new Float64Array(size);
    this.#offsets = new Float64Array(size);
    this.#lengths = new Uint32Array(size);
    this.#runs = new Uint32Array(size);
    this.#ids.set(ids);
    this.#offsets.set(offsets);
    this.#lengths.set(lengths);
    this.#runs.set(runs);
  }

  idAt = (i: number): number => this.#ids[i] as number;

  /** An entry of a root: where the leaf is that begins with this tile. */
  addLeaf(id: number, offset: number, length: number): void {
    if (this.count === this.#ids.length) this.#grow();
    this.#put(this.count++, id, offset, length, 0);
  }

  /** Entries `from` … `to` (not included) as a directory, compressed. */
  packed(from: number, to: number): Buffer {
    const out = new Varints(16 * (to - from) + 16);
    out.add(to - from);
    for (let i = from, before = 0; i < to; i++) {
      out.add((this.#ids[i] as number) - before);
      before = this.#ids[i] as number;
    }
    for (let i = from; i < to; i++) out.add(this.#runs[i] as number);
    for (let i = from; i < to; i++) out.add(this.#lengths[i] as number);
    for (let i = from; i < to; i++) {
      // Zero says: right behind the one before.
      const follows =
        i > from && this.#offsets[i] === (this.#offsets[i - 1] as number) + (this.#lengths[i - 1] as number);
      out.add(follows ? 0 : (this.#offsets[i] as number) + 1);
    }
    return gzipSync(out.taken(), { level: 9 });
  }
}

class Varints {
  #bytes: Buffer;
  #at = 0;

  constructor(capacity: number) {
    this.#bytes = Buffer.alloc(capacity);
  }

  add(value: number): void {
    if (this.#at + 10 > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], 2 * this.#bytes.length + 10);
    let rest = value;
    while (rest > 0x7f) {
      this.#bytes[this.#at++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#at++] = rest;
  }

  taken = (): Buffer => this.#bytes.subarray(0, this.#at);
}

/** Root and leaves of a list of entries: all in the root where they fit, else leaves as small as the root allows. */
export function directoriesOf(entries: Entries): { root: Buffer; leaves: Buffer } {
  const whole = entries.packed(0, entries.count);
  if (whole.length <= ROOT_BYTES) return { root: whole, leaves: Buffer.alloc(0) };
  for (let size = LEAF_ENTRIES; ; size *= 2) {
    const root = new Entries();
    const leaves: Buffer[] = [];
    let offset = 0;
    for (let from = 0; from < entries.count; from += size) {
      const leaf = entries.packed(from, Math.min(entries.count, from + size));
      root.addLeaf(entries.idAt(from), offset, leaf.length);
      leaves.push(leaf);
      offset += leaf.length;
    }
    const packed = root.packed(0, root.count);
    if (packed.length <= ROOT_BYTES) return { root: packed, leaves: Buffer.concat(leaves) };
  }
}

export interface ArchiveFacts {
  readonly rootBytes: number;
  readonly metadata: { readonly offset: number; readonly bytes: number };
  readonly leaves: { readonly offset: number; readonly bytes: number };
  readonly data: { readonly offset: number; readonly bytes: number };
  readonly tiles: number;
  readonly entries: number;
  readonly contents: number;
  readonly minZoom: number;
  readonly maxZoom: number;
  readonly bounds: Bbox;
}

const GZIP = 2;
const MVT = 1;

export function headerOf(facts: ArchiveFacts): Buffer {
  const out = Buffer.alloc(HEADER_BYTES);
  out.write("PMTiles", 0, "latin1");
  out[7] = 3;
  const wide = [
    HEADER_BYTES,
    facts.rootBytes,
    facts.metadata.offset,
    facts.metadata.bytes,
    facts.leaves.offset,
    facts.leaves.bytes,
    facts.data.offset,
    facts.data.bytes,
    facts.tiles,
    facts.entries,
    facts.contents,
  ];
  wide.forEach((value, i) => {
    out.writeBigUInt64LE(BigInt(value), 8 + 8 * i);
  });
  // Tiles lie in the order of their numbers.
  out[96] = 1;
  out[97] = GZIP;
  out[98] = GZIP;
  out[99] = MVT;
  out[100] = facts.minZoom;
  out[101] = facts.maxZoom;
  const [west, south, east, north] = facts.bounds;
  [west, south, east, north].forEach((degrees, i) => {
    out.writeInt32LE(Math.round(degrees * 1e7), 102 + 4 * i);
  });
  out[118] = facts.minZoom;
  out.writeInt32LE(Math.round(((west + east) / 2) * 1e7), 119);
  out.writeInt32LE(Math.round(((south + north) / 2) * 1e7), 123);
  return out;
}

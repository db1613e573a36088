import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { directoriesOf, Entries } from "./pmtiles.ts";

/** Tiles in the order of their numbers, one after the other in `bytes`. */
export interface Batch {
  readonly ids: Float64Array<ArrayBuffer>;
  /** Where each tile ends. */
  readonly ends: Uint32Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What an archive holds beside the bytes of its tiles. */
export interface Packed {
  readonly root: Uint8Array<ArrayBuffer>;
  readonly leaves: Uint8Array<ArrayBuffer>;
  /** Addresses with something in them, entries of the directory, different tiles. */
  readonly tiles: number;
  readonly entries: number;
  readonly contents: number;
  /** Of all tiles. */
  readonly bytes: number;
}

/** Fast; the last few percent cost as much again. */
const LEVEL = 3;

/** Compresses the tiles of an archive, equal ones once, and keeps its directory. */
export class TilePacker {
  readonly #known = new Map<string, { readonly offset: number; readonly length: number }>();
  readonly #entries = new Entries();
  #tiles = 0;
  #bytes = 0;

  /** The bytes that follow those of the batch before. */
  pack({ ids, ends, bytes }: Batch): Uint8Array<ArrayBuffer> {
    const parts: Uint8Array[] = [];
    let start = 0;
    ends.forEach((end, i) => {
      this.#take(ids[i] as number, bytes.subarray(start, end), parts);
      start = end;
    });
    return joined(parts);
  }

  #take(id: number, raw: Uint8Array, parts: Uint8Array[]): void {
    this.#tiles += 1;
    const key = createHash("sha1").update(raw).digest("base64");
    const known = this.#known.get(key);
    const place = known ?? this.#append(raw, parts);
    if (!known) this.#known.set(key, place);
    this.#entries.add(id, place.offset, place.length);
  }

  #append(raw: Uint8Array, parts: Uint8Array[]): { readonly offset: number; readonly length: number } {
    const chunkSize = Math.max(1024, Math.min(65_536, raw.length));
    const bytes = gzipSync(raw, { level: LEVEL, chunkSize });
    parts.push(bytes);
    const place = { offset: this.#bytes, length: bytes.length };
    this.#bytes += bytes.length;
    return place;
  }

  finish(): Packed {
    const { root, leaves } = directoriesOf(this.#entries);
    return {
      root: new Uint8Array(root),
      leaves: new Uint8Array(leaves),
      tiles: this.#tiles,
      entries: this.#entries.count,
      contents: this.#known.size,
      bytes: this.#bytes,
    };
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** What an entry weighs beside its bytes: key, map slot, object. */
const ENTRY_BYTES = 256;

/** Least recently used tiles go first when the bytes are more than `limit`. */
export class TileCache<T extends { readonly bytes: Uint8Array }> {
  readonly #limit: number;
  readonly #entries = new Map<string, T>();
  #bytes = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): T | undefined {
    const found = this.#entries.get(key);
    if (found) {
      this.#entries.delete(key);
      this.#entries.set(key, found);
    }
    return found;
  }

  set(key: string, tile: T): void {
    this.#drop(key);
    this.#entries.set(key, tile);
    this.#bytes += tile.bytes.byteLength + ENTRY_BYTES;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#limit) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    const found = this.#entries.get(key);
    if (!found) return;
    this.#entries.delete(key);
    this.#bytes -= found.bytes.byteLength + ENTRY_BYTES;
  }
}

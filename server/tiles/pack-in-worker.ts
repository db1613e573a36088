import { Worker } from "node:worker_threads";
import type { Batch, Packed } from "./pack-tiles.ts";

/** Batches under way at once: more would be memory alone. */
const MOST_WAITING = 2;
/** Raw bytes of a batch, and tiles: what is compressed while the next is made. */
const BATCH_BYTES = 1 << 20;
const BATCH_TILES = 4096;

/**
 * Compresses tiles in a thread of its own while the caller makes the next ones. `onPacked` gets the bytes, in order.
 * Each call rejects when the thread has failed.
 */
export class TilePackers {
  readonly #worker = new Worker(new URL("./pack-tiles.worker.ts", import.meta.url));
  readonly #onPacked: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
  #bytes = new Uint8Array(BATCH_BYTES);
  #at = 0;
  #ids: number[] = [];
  #ends: number[] = [];
  /** Answers that are still to come, the oldest first. */
  readonly #asked: PromiseWithResolvers<Uint8Array<ArrayBuffer> | Packed>[] = [];
  #writing: Promise<void>[] = [];
  #failed: Error | null = null;

  constructor(onPacked: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>) {
    this.#onPacked = onPacked;
    this.#worker.on("message", (answer: Uint8Array<ArrayBuffer> | Packed) => this.#asked.shift()?.resolve(answer));
    this.#worker.on("error", (error) => this.#fail(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on("exit", (code) => this.#fail(new Error(`the packing thread ended with ${code} before its answer`)));
  }

  #fail(error: Error): void {
    this.#failed ??= error;
    for (const one of this.#asked.splice(0)) one.reject(this.#failed);
  }

  /** Takes the next tile in the order of their numbers; its bytes may be written over afterwards. */
  take(id: number, raw: Uint8Array): void {
    if (this.#at + raw.length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#at + raw.length));
      grown.set(this.#bytes.subarray(0, this.#at));
      this.#bytes = grown;
    }
    this.#bytes.set(raw, this.#at);
    this.#at += raw.length;
    this.#ids.push(id);
    this.#ends.push(this.#at);
  }

  get isFull(): boolean {
    return this.#at > BATCH_BYTES / 2 || this.#ids.length >= BATCH_TILES;
  }

  #ask<T>(message: Batch | null): Promise<T> {
    if (this.#failed) return Promise.reject(this.#failed);
    const asked = Promise.withResolvers<Uint8Array<ArrayBuffer> | Packed>();
    this.#asked.push(asked);
    this.#worker.postMessage(message, message ? [message.bytes.buffer] : []);
    return asked.promise as Promise<T>;
  }

  /** Hands over what has been taken; waits while the thread has enough to do. */
  async flush(): Promise<void> {
    if (this.#ids.length === 0) return;
    const batch: Batch = {
      ids: Float64Array.from(this.#ids),
      ends: Uint32Array.from(this.#ends),
      bytes: this.#bytes.slice(0, this.#at),
    };
    this.#ids = [];
    this.#ends = [];
    this.#at = 0;
    this.#writing.push(this.#ask<Uint8Array<ArrayBuffer>>(batch).then(this.#onPacked));
    while (this.#writing.length > MOST_WAITING) await this.#writing.shift();
  }

  /** All that was taken has been compressed and passed on: what stands beside it. */
  async finish(): Promise<Packed> {
    await this.flush();
    await Promise.all(this.#writing);
    return await this.#ask<Packed>(null);
  }

  async close(): Promise<void> {
    for (const one of this.#writing) one.catch(() => undefined);
    await this.#worker.terminate();
  }
}

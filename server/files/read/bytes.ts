import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { FileProblem } from "../row.ts";

/** Bytes that can be read from the start more than once: a file, a gzipped file, or a member of a zip. */
export interface Bytes {
  readonly name: string;
  open(): AsyncIterable<Buffer>;
  /** Share read by the newest `open()`, 0 to 1. */
  progress(): number;
  close(): Promise<void>;
}

const CHUNK = 256 * 1024;

/** A file on disk; decompressed when it starts like gzip. */
export async function fileBytes(path: string): Promise<Bytes> {
  const { size } = await stat(path);
  const isGzip = await startsWith(path, [0x1f, 0x8b]);
  let read = 0;
  return {
    name: path,
    progress: () => (size === 0 ? 1 : read / size),
    open: () => {
      read = 0;
      const file = createReadStream(path, { highWaterMark: CHUNK });
      file.on("data", (chunk) => {
        read += chunk.length;
      });
      if (!isGzip) return file as AsyncIterable<Buffer>;
      // The error reaches the reader through the iterator; pipeline only makes sure that both ends are closed.
      const gunzip = createGunzip({ chunkSize: CHUNK });
      pipeline(file, gunzip, () => {});
      return named(gunzip, path);
    },
    close: async () => {},
  };
}

async function* named(chunks: AsyncIterable<Buffer>, path: string): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
  } catch (error) {
    throw new FileProblem("truncated", "a whole gzip file", `${path}: ${(error as Error).message}`);
  }
}

/** True when the file begins with these bytes. */
export async function startsWith(path: string, magic: readonly number[]): Promise<boolean> {
  const head = await firstBytes(path, magic.length);
  return magic.every((byte, i) => head[i] === byte);
}

export async function firstBytes(path: string, count: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Bytes as a queue: asked for in exact sizes while chunks arrive as they like. */
export class ByteQueue {
  readonly #chunks: AsyncIterator<Buffer>;
  #buffer: Buffer = Buffer.alloc(0);
  #at = 0;
  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** True when `count` bytes can be taken without waiting. */
  has(count: number): boolean {
    return this.#buffer.length - this.#at >= count;
  }

  /** Waits until `count` bytes are there; false when the stream ends before. */
  async fill(count: number): Promise<boolean> {
    if (this.has(count)) return true;
    const parts = [this.#buffer.subarray(this.#at)];
    let length = this.#buffer.length - this.#at;
    while (length < count) {
      const next = await this.#chunks.next();
      if (next.done) break;
      parts.push(next.value);
      length += next.value.length;
    }
    this.#buffer = Buffer.concat(parts, length);
    this.#at = 0;
    return length >= count;
  }

  /** The next bytes, after `fill` or `has` said they are there; a view, valid until the next `fill`. */
  take(count: number): Buffer {
    this.#at += count;
    return this.#buffer.subarray(this.#at - count, this.#at);
  }

  /** Bytes left when the stream has ended. */
  left(): number {
    return this.#buffer.length - this.#at;
  }

  async end(): Promise<void> {
    await this.#chunks.return?.();
  }
}

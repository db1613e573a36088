import { closeSync, openSync, writeSync } from "node:fs";
import { gzip } from "node:zlib";
import type { LngLat } from "#contract/route.ts";

/** A row of the world as a writer sees it: cells by column, and geometry where the kind has one. */
export interface FileRow {
  readonly [column: string]: unknown;
  readonly lngLat?: LngLat;
  readonly path?: readonly LngLat[];
}

/** Takes rows of one dataset and writes them as they come. */
export interface Sink {
  add(row: FileRow): void;
  /** Resolves when the file is whole on disk. */
  close(): Promise<void>;
}

const CHUNK = 1 << 20;

/** Text to a file, a megabyte at a time. */
export class TextFile {
  readonly #fd: number;
  #pending: string[] = [];
  #size = 0;
  constructor(path: string) {
    this.#fd = openSync(path, "w");
  }
  write(text: string): void {
    this.#pending.push(text);
    this.#size += text.length;
    if (this.#size >= CHUNK) this.#flush();
  }
  #flush(): void {
    writeAll(this.#fd, Buffer.from(this.#pending.join(""), "utf8"));
    this.#pending = [];
    this.#size = 0;
  }
  async close(): Promise<void> {
    this.#flush();
    closeSync(this.#fd);
  }
}

/** writeSync may write less than asked for. */
export function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
}

/** Text to a gzip file, packed a few megabytes at a time off this thread (RFC 1952 lets members follow one another). */
export class GzipFile {
  readonly #fd: number;
  #pending: string[] = [];
  #size = 0;
  #packed: Promise<void> = Promise.resolve();
  constructor(path: string) {
    this.#fd = openSync(path, "w");
  }
  write(text: string): void {
    this.#pending.push(text);
    this.#size += text.length;
    if (this.#size >= 4 * CHUNK) this.#flush();
  }
  #flush(): void {
    const bytes = Buffer.from(this.#pending.join(""), "utf8");
    this.#pending = [];
    this.#size = 0;
    const packing = new Promise<Buffer>((resolve, reject) =>
      gzip(bytes, { level: 1 }, (error, packed) => (error ? reject(error) : resolve(packed))),
    );
    this.#packed = Promise.all([this.#packed, packing]).then(([, packed]) => writeAll(this.#fd, packed));
    // A failure is told by drained() or close(); until then it must not end the process.
    this.#packed.catch(() => undefined);
  }
  /** Waits until what was written is on disk: keeps memory bounded. */
  drained(): Promise<void> {
    return this.#packed;
  }
  async close(): Promise<void> {
    if (this.#size > 0) this.#flush();
    try {
      await this.#packed;
    } finally {
      closeSync(this.#fd);
    }
  }
}

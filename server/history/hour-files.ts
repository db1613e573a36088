import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { deflateRaw, inflateRaw } from "node:zlib";
import type { HourColumn } from "./build-hours.ts";

const pack = promisify(deflateRaw);
const unpack = promisify(inflateRaw);

/** Another layout of blocks or files is another format: files of the old one are made anew. */
const FORMAT = 1;

/** A packed hour as it was made, with the time it was begun, ms since 1970. */
export interface KeptHour {
  readonly column: HourColumn;
  readonly builtAt: number;
}

export interface HourFiles {
  /** null when there is none, or when what is there cannot be read. */
  read(from: number): Promise<KeptHour | null>;
  /** Whole or not at all. */
  write(kept: KeptHour): Promise<void>;
}

interface Head {
  readonly format: number;
  readonly from: number;
  readonly knownUntil: number;
  readonly builtAt: number;
  readonly tags: number;
  readonly idBytes: number;
}

const NEWLINE = 10;

function toBytes({ column: { from, knownUntil, ids, start, bytes }, builtAt }: KeptHour): Buffer {
  const names = Buffer.from(ids.join("\n"));
  const head: Head = { format: FORMAT, from, knownUntil, builtAt, tags: ids.length, idBytes: names.length };
  const starts = Buffer.from(start.buffer, start.byteOffset, start.byteLength);
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), names, starts, bytes]);
}

function fromBytes(raw: Buffer, from: number): KeptHour | null {
  const line = raw.indexOf(NEWLINE);
  const head = JSON.parse(raw.toString("utf8", 0, line)) as Head;
  if (head.format !== FORMAT || head.from !== from) return null;
  const names = raw.toString("utf8", line + 1, line + 1 + head.idBytes);
  const ids = head.tags === 0 ? [] : names.split("\n");
  const at = line + 1 + head.idBytes;
  const start = new Uint32Array(head.tags + 1);
  new Uint8Array(start.buffer).set(raw.subarray(at, at + start.byteLength));
  const bytes = Uint8Array.from(raw.subarray(at + start.byteLength));
  if (ids.length !== head.tags || start.at(-1) !== bytes.length) return null;
  return { column: { from, knownUntil: head.knownUntil, ids, start, bytes }, builtAt: head.builtAt };
}

/** Packed hours in a folder, one file each, by day and hour UTC. They can all be made again from the readings. */
export function createHourFiles(folder: string): HourFiles {
  const pathOf = (from: number) => {
    const [day = "", time = ""] = new Date(from).toISOString().split("T");
    return join(folder, day, `${time.slice(0, 2)}.hour`);
  };
  return {
    async read(from) {
      try {
        return fromBytes(await unpack(await readFile(pathOf(from))), from);
      } catch {
        // Not there, or damaged: it is made anew and written over.
        return null;
      }
    },
    async write(kept) {
      const path = pathOf(kept.column.from);
      const half = `${path}.half`;
      await mkdir(dirname(path), { recursive: true });
      try {
        await writeFile(half, await pack(toBytes(kept), { level: 3 }));
        await rename(half, path);
      } catch (cause) {
        await rm(half, { force: true });
        throw cause;
      }
    },
  };
}

import { createHash } from "node:crypto";
import { createReadStream, type ReadStream } from "node:fs";
import { type FileHandle, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Bytes of files, by id. What has been appended is there after a killed process; what is finished, after a power cut. */
export interface FileStore {
  /** Bytes that are there; null when nothing was begun. */
  size(id: string): Promise<number | null>;
  /** Makes it be there, empty where it was not. */
  begin(id: string): Promise<void>;
  /** Adds bytes at `offset`, which must be its size; returns the new size. */
  append(id: string, offset: number, bytes: Uint8Array): Promise<number>;
  /** Hash of all that is there, 64 hex digits. */
  hash(id: string): Promise<string>;
  /** Writes through to the disk and says that it is whole; once more changes nothing. */
  finish(id: string): Promise<void>;
  /** A whole file. */
  read(id: string): ReadStream;
  remove(id: string): Promise<void>;
}

const missing = (error: unknown) => (error as NodeJS.ErrnoException).code === "ENOENT";

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (missing(error)) return null;
    throw error;
  }
}

async function using<T>(path: string, flags: string, run: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, flags);
  try {
    return await run(file);
  } finally {
    await file.close();
  }
}

/** Files in a folder, spread over 256 below it by the last two digits of their ids, which are chance. Ids are UUIDs: the caller has checked. */
export function createFileStore(folder: string): FileStore {
  const whole = (id: string) => join(folder, id.slice(-2), id);
  const part = (id: string) => `${whole(id)}.part`;
  const there = async (id: string) => ((await sizeOf(whole(id))) === null ? part(id) : whole(id));
  return {
    size: async (id) => (await sizeOf(whole(id))) ?? (await sizeOf(part(id))),
    async begin(id) {
      await mkdir(dirname(part(id)), { recursive: true });
      await using(part(id), "a", async () => undefined);
    },
    append: async (id, offset, bytes) =>
      await using(part(id), "r+", async (file) => {
        const { size } = await file.stat();
        if (size !== offset) throw new Error(`file ${id} has ${size} bytes, not ${offset}`);
        let done = 0;
        while (done < bytes.length)
          done += (await file.write(bytes, done, bytes.length - done, offset + done)).bytesWritten;
        return offset + done;
      }),
    async hash(id) {
      const digest = createHash("sha256");
      for await (const piece of createReadStream(await there(id))) digest.update(piece as Buffer);
      return digest.digest("hex");
    },
    async finish(id) {
      // It may have its last name already, from a server that was ended right then.
      if ((await sizeOf(part(id))) !== null) {
        await using(part(id), "r+", (file) => file.sync());
        await rename(part(id), whole(id));
      }
      await using(dirname(whole(id)), "r", (file) => file.sync());
    },
    read: (id) => createReadStream(whole(id)),
    async remove(id) {
      await rm(part(id), { force: true });
      await rm(whole(id), { force: true });
    },
  };
}

import yauzl from "yauzl";
import { FileProblem } from "../row.ts";
import type { Bytes } from "./bytes.ts";

export interface Member extends Bytes {
  readonly size: number;
}

export interface Zip {
  readonly members: readonly Member[];
  close(): Promise<void>;
}

/** Lists a zip; names are decoded as UTF-8 where the archive says so, otherwise as GB18030 (Windows in Chinese). Members are streamed. */
export async function openZip(path: string): Promise<Zip> {
  try {
    const zip = await yauzl.openPromise(path, { autoClose: false, lazyEntries: true, decodeStrings: false });
    const members: Member[] = [];
    for await (const entry of zip.eachEntry()) {
      const name = memberName(entry);
      if (!name.endsWith("/") && !name.includes("__MACOSX")) members.push(memberOf(zip, entry, name));
    }
    return { members, close: async () => zip.close() };
  } catch (error) {
    throw new FileProblem("zip_broken", "a readable zip archive", (error as Error).message);
  }
}

function memberName(entry: yauzl.Entry): string {
  const raw = entry.fileName as unknown as Buffer;
  const isUtf8 = (entry.generalPurposeBitFlag & 0x800) !== 0;
  return new TextDecoder(isUtf8 ? "utf-8" : "gb18030").decode(raw);
}

function memberOf(zip: yauzl.ZipFile, entry: yauzl.Entry, name: string): Member {
  let read = 0;
  async function* chunks(): AsyncGenerator<Buffer> {
    read = 0;
    try {
      for await (const chunk of await zip.openReadStreamPromise(entry)) {
        read += (chunk as Buffer).length;
        yield chunk as Buffer;
      }
    } catch (error) {
      throw new FileProblem("zip_broken", `${name} to be readable`, (error as Error).message);
    }
  }
  return {
    name,
    size: entry.uncompressedSize,
    open: chunks,
    progress: () => (entry.uncompressedSize === 0 ? 1 : read / entry.uncompressedSize),
    close: async () => {},
  };
}

/** All of a small member. */
export async function wholeMember(member: Bytes, limit = 1024 * 1024): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of member.open()) {
    length += chunk.length;
    if (length > limit) throw new FileProblem("zip_broken", `${member.name} below ${limit} bytes`, "more");
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

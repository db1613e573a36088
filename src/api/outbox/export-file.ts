import { contentHash, type Json } from "#contract/field/canonical.ts";
import { type UnsentHead, UnsentFileLine, UnsentHead as Head, UnsentRecordLine } from "#contract/field/unsent.ts";
import { UNSENT_FORMAT, UNSENT_SUFFIX, UNSENT_TYPE, UNSENT_VERSION } from "#contract/field/uploads.ts";
import { CHUNK_BYTES } from "./chunks.ts";
import type { DeviceRecord, Ledger } from "./ledger.ts";

const base64 = (bytes: Uint8Array): string => {
  let text = "";
  // In slices: one call takes no more arguments than the engine's stack.
  for (let at = 0; at < bytes.byteLength; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
};

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

export interface ExportedBy {
  readonly account: string;
  readonly device: string;
  /** UTC ms. */
  readonly now: number;
}

/** Lines of the file, one after the other, so that no more than a piece of a photo is in memory. */
export async function* unsentLines(
  ledger: Pick<Ledger, "readFile">,
  records: readonly DeviceRecord[],
  { account, device, now }: ExportedBy,
): AsyncGenerator<string> {
  const head: UnsentHead = {
    format: UNSENT_FORMAT,
    version: UNSENT_VERSION,
    exportedAt: new Date(now).toISOString(),
    account,
    device,
    records: records.length,
  };
  yield JSON.stringify(head);
  for (const { sealed, hash } of records) {
    yield JSON.stringify({ record: sealed, hash });
    for (const { id, bytes } of sealed.attachments) {
      for (let offset = 0; offset < bytes; offset += CHUNK_BYTES) {
        const piece = await ledger.readFile(id, offset, CHUNK_BYTES);
        if (!piece || piece.byteLength === 0) break;
        yield JSON.stringify({ file: id, offset, data: base64(piece) });
      }
    }
  }
}

/** The unsent records with their photos as one file, for any other device or the server. */
export async function exportFile(
  ledger: Pick<Ledger, "readFile">,
  records: readonly DeviceRecord[],
  by: ExportedBy,
): Promise<File> {
  const parts: Blob[] = [];
  for await (const line of unsentLines(ledger, records, by)) parts.push(new Blob([line, "\n"]));
  const stamp = new Date(by.now).toISOString().slice(0, 16).replaceAll(/\D/g, "");
  return new File(parts, `${by.account}-${stamp}${UNSENT_SUFFIX}`, { type: UNSENT_TYPE });
}

export interface Taken {
  readonly records: readonly { readonly record: DeviceRecord["sealed"]; readonly hash: string }[];
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** Lines that are no lines of such a file, counted from 1. */
  readonly broken: readonly number[];
}

function gather(pieces: readonly { readonly offset: number; readonly data: string }[]): Uint8Array<ArrayBuffer> {
  const sorted = [...pieces].sort((a, b) => a.offset - b.offset);
  const decoded = sorted.map(({ offset, data }) => ({ offset, bytes: fromBase64(data) }));
  const last = decoded.at(-1);
  const whole = new Uint8Array(last ? last.offset + last.bytes.byteLength : 0);
  for (const { offset, bytes } of decoded) whole.set(bytes, offset);
  return whole;
}

/** Reads a file of unsent records. Throws when it is none; a line that is damaged is named, and all others are read. */
export async function readExport(text: string): Promise<Taken> {
  const lines = text.split("\n").filter((line) => line !== "");
  const parse = (line: string | undefined): unknown => {
    try {
      return JSON.parse(line ?? "");
    } catch {
      return undefined;
    }
  };
  if (!Head.safeParse(parse(lines[0])).success) throw new TypeError("not a file of unsent records");
  const records: Taken["records"][number][] = [];
  const pieces = new Map<string, { offset: number; data: string }[]>();
  const broken: number[] = [];
  for (const [i, line] of lines.entries()) {
    if (i === 0) continue;
    const value = parse(line);
    const record = UnsentRecordLine.safeParse(value);
    const file = UnsentFileLine.safeParse(value);
    if (record.success && (await contentHash(record.data.record as unknown as Json)) === record.data.hash)
      records.push(record.data);
    else if (file.success) pieces.set(file.data.file, [...(pieces.get(file.data.file) ?? []), file.data]);
    else broken.push(i + 1);
  }
  return { records, files: new Map([...pieces].map(([id, list]) => [id, gather(list)])), broken };
}

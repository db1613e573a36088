import { UPLOAD_EXPIRES_DAYS } from "#contract/field/uploads.ts";
import type { Db } from "#server/db/db.ts";
import { acceptWhole } from "#server/field/ledger/receipts.ts";
import {
  beginFile,
  dropFile,
  expiredFiles,
  type FileRow,
  findFile,
  markWhole,
  type NewFile,
  touchFile,
} from "./file-rows.ts";
import type { FileStore } from "./file-store.ts";
import { createTurns } from "./turns.ts";

const DAY_MS = 86_400_000;
const SWEEP = 500;

/** An upload and how far it is. */
export interface Upload {
  readonly file: FileRow;
  readonly offset: number;
}

/** What became of bytes that were appended. */
export type Appended =
  | { readonly is: "taken"; readonly offset: number; readonly isWhole: boolean }
  | { readonly is: "wrong_offset"; readonly offset: number }
  | { readonly is: "too_long" }
  /** All bytes came, and are not those whose hash was announced: given up, to be begun anew. */
  | { readonly is: "wrong_content" };

/** Uploads of files, resumable at any byte. One process writes a file at a time; those that come meanwhile wait. */
export interface Uploads {
  /** Begins, or finds what was begun under the id. "other" = that id is of another file or another person's. */
  create(file: NewFile): Promise<Upload | "other">;
  /** null = unknown, given up, or not this person's; `account` null = whoever asks, for the system's own work. */
  find(id: string, account: string | null): Promise<Upload | null>;
  append(id: string, offset: number, bytes: Uint8Array): Promise<Appended>;
  expiresAt(upload: Upload): Date;
  /** Gives up uploads that nobody has gone on with; returns how many. */
  sweep(nowMs: number): Promise<number>;
}

const isSame = (a: NewFile, b: NewFile) => a.account === b.account && a.bytes === b.bytes && a.sha256 === b.sha256;

export function createUploads(db: Pick<Db, "asSystem">, store: FileStore): Uploads {
  const inTurn = createTurns();

  async function finish(file: FileRow): Promise<Appended> {
    const { id, bytes, sha256 } = file;
    if ((await store.hash(id)) !== sha256) {
      await store.remove(id);
      await db.asSystem((tx) => dropFile(tx, id));
      return { is: "wrong_content" };
    }
    await store.finish(id);
    await db.asSystem(async (tx) => {
      await markWhole(tx, id);
      await acceptWhole(tx, id);
    });
    return { is: "taken", offset: bytes, isWhole: true };
  }

  /**
   * Bytes that the store has; a file whose row outlived its bytes begins at nought. Where a server was ended between the last byte and the file's
   * end, the file is finished now: its sender has nothing left to send. null = all bytes are there and are others than announced: given up.
   */
  async function uploadOf(file: FileRow): Promise<Upload | null> {
    if (file.wholeAt !== null) return { file, offset: file.bytes };
    const size = await store.size(file.id);
    if (size === null) await store.begin(file.id);
    if (size === null || size < file.bytes) return { file, offset: size ?? 0 };
    return (await finish(file)).is === "wrong_content" ? null : { file, offset: file.bytes };
  }

  async function create(file: NewFile): Promise<Upload | "other"> {
    for (;;) {
      const row = await db.asSystem((tx) => beginFile(tx, file));
      if (!isSame(row, file)) return "other";
      const upload = await uploadOf(row);
      if (upload !== null) return upload;
    }
  }

  async function append(id: string, offset: number, bytes: Uint8Array): Promise<Appended> {
    const file = await db.asSystem((tx) => findFile(tx, id));
    if (file === null) return { is: "wrong_offset", offset: 0 };
    const upload = await uploadOf(file);
    if (upload === null) return { is: "wrong_content" };
    if (upload.offset !== offset) return { is: "wrong_offset", offset: upload.offset };
    if (offset + bytes.length > file.bytes) return { is: "too_long" };
    if (offset === file.bytes) return { is: "taken", offset, isWhole: true };
    const size = bytes.length === 0 ? offset : await store.append(id, offset, bytes);
    if (size === file.bytes) return await finish(file);
    await db.asSystem((tx) => touchFile(tx, id));
    return { is: "taken", offset: size, isWhole: false };
  }

  return {
    create: (file) => inTurn(file.id, () => create(file)),
    find: (id, account) =>
      inTurn(id, async () => {
        const row = await db.asSystem((tx) => findFile(tx, id));
        return row === null || (account !== null && row.account !== account) ? null : await uploadOf(row);
      }),
    append: (id, offset, bytes) => inTurn(id, () => append(id, offset, bytes)),
    expiresAt: ({ file }) => new Date(file.touchedAt.getTime() + UPLOAD_EXPIRES_DAYS * DAY_MS),
    async sweep(nowMs) {
      const ids = await db.asSystem((tx) => expiredFiles(tx, new Date(nowMs - UPLOAD_EXPIRES_DAYS * DAY_MS), SWEEP));
      for (const id of ids) {
        await inTurn(id, async () => {
          await store.remove(id);
          await db.asSystem((tx) => dropFile(tx, id));
        });
      }
      return ids.length;
    },
  };
}

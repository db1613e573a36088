import type { Json } from "#contract/field/canonical.ts";
import { CHUNK_BYTES, cut, joined } from "./chunks.ts";
import { answerOf, type DeviceDb, deviceDb } from "./device-db.ts";
import { type DeviceRecord, type Draft, isConfirmed, type Ledger } from "./ledger.ts";

/** Records, drafts, pieces of files by [file, number], and what else is kept. */
const STORES = ["records", "drafts", "pieces", "kept"] as const;
const VERSION = 1;

/** Each account of a shared phone has a database of its own: what one writes, another cannot open. */
export const ledgerName = (account: string) => `gas-field:${account}`;

function upgrade(db: IDBDatabase, from: number): void {
  if (from < 1) for (const name of STORES) db.createObjectStore(name);
}

const pieceKey = (file: string, number: number): IDBValidKey => [file, number];
/** Every piece of a file: an array sorts behind every number. */
const piecesOf = (file: string) => IDBKeyRange.bound([file], [file, []]);

function dropFiles(tx: IDBTransaction, ids: readonly string[]): void {
  for (const id of ids) tx.objectStore("pieces").delete(piecesOf(id));
}

async function bytesOf(tx: IDBTransaction, file: string): Promise<number> {
  const pieces = (await answerOf(tx.objectStore("pieces").getAll(piecesOf(file)))) as ArrayBuffer[];
  return pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
}

async function read(db: DeviceDb, id: string, from: number, limit: number) {
  const first = Math.floor(from / CHUNK_BYTES);
  const last = Math.floor((from + Math.max(0, limit - 1)) / CHUNK_BYTES);
  return db.run(["pieces"], "readonly", async (tx) => {
    const store = tx.objectStore("pieces");
    const range = IDBKeyRange.bound(pieceKey(id, first), pieceKey(id, last));
    const pieces = (await answerOf(store.getAll(range))) as ArrayBuffer[];
    if (pieces.length === 0 && (await answerOf(store.count(piecesOf(id)))) === 0) return null;
    const start = from - first * CHUNK_BYTES;
    return joined(pieces).slice(start, start + limit);
  });
}

type Files = Pick<Ledger, "putFile" | "dropFile" | "readFile" | "freeConfirmed">;

const filesOf = (db: DeviceDb): Files => ({
  putFile: (id, bytes) =>
    db.run(["pieces"], "readwrite", (tx) => {
      dropFiles(tx, [id]);
      cut(bytes).forEach((piece, number) => {
        tx.objectStore("pieces").put(piece, pieceKey(id, number));
      });
    }),
  dropFile: (id) => db.run(["pieces"], "readwrite", (tx) => dropFiles(tx, [id])),
  readFile: (id, from, limit) => read(db, id, from, limit),
  freeConfirmed: () =>
    db.run(["records", "pieces"], "readwrite", async (tx) => {
      const records = (await answerOf(tx.objectStore("records").getAll())) as DeviceRecord[];
      let freed = 0;
      for (const record of records.filter((one) => isConfirmed(one) && !one.isFreed)) {
        for (const { id } of record.sealed.attachments) freed += await bytesOf(tx, id);
        dropFiles(
          tx,
          record.sealed.attachments.map(({ id }) => id),
        );
        tx.objectStore("records").put({ ...record, isFreed: true }, record.id);
      }
      return freed;
    }),
});

type Drafts = Pick<Ledger, "drafts" | "putDraft" | "dropDraft">;

const draftsOf = (db: DeviceDb): Drafts => ({
  drafts: () =>
    db.run(["drafts"], "readonly", async (tx) => (await answerOf(tx.objectStore("drafts").getAll())) as Draft[]),
  putDraft: (draft) => db.run(["drafts"], "readwrite", (tx) => void tx.objectStore("drafts").put(draft, draft.id)),
  dropDraft: (id) =>
    db.run(["drafts", "pieces", "records"], "readwrite", async (tx) => {
      const draft = (await answerOf(tx.objectStore("drafts").get(id))) as Draft | undefined;
      const sealed = (await answerOf(tx.objectStore("records").getKey(id))) !== undefined;
      // Once sealed, the files are the record's.
      if (draft && !sealed)
        dropFiles(
          tx,
          draft.files.map((file) => file.id),
        );
      tx.objectStore("drafts").delete(id);
    }),
});

const dbOf = (account: string, onOutdated?: () => void): DeviceDb =>
  deviceDb({ name: ledgerName(account), version: VERSION, upgrade, ...(onOutdated ? { onOutdated } : {}) });

let ahead: { readonly account: string; readonly db: DeviceDb } | null = null;

/** The same database, if it was opened ahead for this account; another's is let go. */
function takeAhead(account: string): DeviceDb | null {
  const taken = ahead;
  ahead = null;
  if (taken === null || taken.account === account) return taken?.db ?? null;
  taken.db.close();
  return null;
}

/**
 * Begins to open the ledger of an account whose screen is still on its way: a phone that has none yet takes a third of a second to make it. The next
 * {@link idbLedger} of the account goes on with it. A failure comes up there.
 */
export function openLedgerAhead(account: string): void {
  const db = takeAhead(account) ?? dbOf(account);
  db.run(["kept"], "readonly", () => {}).catch(() => {});
  ahead = { account, db };
}

/** The ledger of one account on this device's IndexedDB. */
export function idbLedger(account: string, onOutdated?: () => void): Ledger {
  const begun = takeAhead(account);
  if (begun && onOutdated) begun.close();
  const db = begun && !onOutdated ? begun : dbOf(account, onOutdated);
  return {
    ...filesOf(db),
    ...draftsOf(db),
    seal: (record) =>
      db.run(["records", "drafts"], "readwrite", async (tx) => {
        const before = (await answerOf(tx.objectStore("records").get(record.id))) as DeviceRecord | undefined;
        if (before && before.hash !== record.hash) throw new Error(`${record.id} is sealed with another content`);
        if (!before) tx.objectStore("records").put(record, record.id);
        tx.objectStore("drafts").delete(record.id);
      }),
    records: () =>
      db.run(
        ["records"],
        "readonly",
        async (tx) => (await answerOf(tx.objectStore("records").getAll())) as DeviceRecord[],
      ),
    advance: (id, change) =>
      db.run(["records"], "readwrite", async (tx) => {
        const store = tx.objectStore("records");
        const before = (await answerOf(store.get(id))) as DeviceRecord | undefined;
        if (!before) return null;
        const after = change(before);
        if (after !== before) store.put(after, id);
        return after;
      }),
    keep: (key, value) => db.run(["kept"], "readwrite", (tx) => void tx.objectStore("kept").put(value, key)),
    kept: (key) =>
      db.run(["kept"], "readonly", async (tx) => (await answerOf(tx.objectStore("kept").get(key))) as Json | undefined),
    close: () => db.close(),
  };
}

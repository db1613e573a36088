import { createStore, type StoreApi } from "zustand/vanilla";
import { contentHash, type Json, sha256Hex, uuidV7 } from "#contract/field/canonical.ts";
import type { FieldRecord } from "#contract/field/records.ts";
import { type StorageFault, StorageError } from "./device-db.ts";
import { type DeviceRecord, type Draft, type FileEntry, isUnsent, type Ledger } from "./ledger.ts";
import { again } from "./progress.ts";
import { createSender, type SenderMood } from "./sender.ts";
import { createTurns } from "./turns.ts";
import type { Wire } from "./wire.ts";

/** What the screen shows of the ledger: a copy in memory, never ahead of the disk. */
export interface OutboxView {
  /** False until the ledger has been read. */
  readonly isReady: boolean;
  /** Newest first. */
  readonly records: readonly DeviceRecord[];
  readonly drafts: readonly Draft[];
  readonly mood: SenderMood;
  /** What is wrong with the device's storage, until a write succeeds again. */
  readonly fault: StorageFault | null;
}

/** Everything around the outbox that a test wants to hold in its hands. */
export interface OutboxParts {
  readonly ledger: Ledger;
  readonly wire: Wire;
  readonly now: () => number;
  readonly random: () => number;
  /** Runs `work` in one tab of this account at a time, until `signal` ends it. */
  readonly alone: (work: () => Promise<void>, signal: AbortSignal) => Promise<void>;
  /** Tells the account's other tabs that something in the ledger has changed, and hears it from them. */
  readonly others: { tell(): void; hear(listener: () => void): () => void };
  /** Calls back when the network may be back or the page is looked at again. */
  readonly onWake: (listener: () => void) => () => void;
  readonly setTimer: (work: () => void, ms: number) => () => void;
}

export interface Outbox {
  readonly view: StoreApi<OutboxView>;
  readonly ledger: Ledger;
  newId(): string;
  /** Keeps a form in progress; resolves when it is on disk. Throws {@link StorageError}. */
  saveDraft(draft: Draft): Promise<void>;
  dropDraft(id: string): Promise<void>;
  /** Keeps the bytes of a file for a draft and answers how its manifest will name it. Throws {@link StorageError}. */
  addFile(
    kind: FileEntry["kind"],
    mime: string,
    item: string | null,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<FileEntry>;
  /** Seals a record and drops its draft; from here on it is sent, however long it takes. Throws {@link StorageError}. */
  seal(record: FieldRecord, title: string, isUrgent?: boolean): Promise<void>;
  /** Tries a record once more that needed a person. */
  tryAgain(id: string): Promise<void>;
  /** Forgets pauses: somebody signed in, or asked to send now. */
  hurry(): void;
  unsent(): Promise<readonly DeviceRecord[]>;
  close(): void;
}

const newestFirst = (records: readonly DeviceRecord[]): readonly DeviceRecord[] =>
  [...records].sort((a, b) => b.savedAt - a.savedAt || (a.id < b.id ? 1 : -1));

const fresh = (record: FieldRecord, hash: string, title: string, isUrgent: boolean, savedAt: number): DeviceRecord => ({
  id: record.id,
  kind: record.kind,
  title,
  savedAt,
  sealed: record,
  hash,
  isUrgent,
  state: "saved",
  reasons: [],
  isHeld: false,
  receipt: null,
  uploads: {},
  failures: 0,
  notBefore: 0,
  isFreed: false,
});

const EMPTY: OutboxView = { isReady: false, records: [], drafts: [], mood: "idle", fault: null };

/** What is shown, read from the ledger; and writes that say when the device's storage fails. */
function createDesk(ledger: Ledger) {
  const view = createStore<OutboxView>(() => EMPTY);
  /** Storage that fails is shown; anything else is a mistake of ours. */
  const fail = (error: unknown): void => {
    if (!(error instanceof StorageError)) throw error;
    view.setState({ fault: error.fault });
  };
  const refresh = async (): Promise<void> => {
    const [records, drafts] = await Promise.all([ledger.records(), ledger.drafts()]);
    view.setState({ isReady: true, records: newestFirst(records), drafts });
  };
  /** A write that finds the disk full gives up what the server has confirmed, and is tried once more. */
  const write = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work().catch(async (error: unknown) => {
        if (!(error instanceof StorageError) || error.fault !== "full") throw error;
        if ((await ledger.freeConfirmed()) === 0) throw error;
        await work();
      });
    } catch (error) {
      if (error instanceof StorageError) view.setState({ fault: error.fault });
      throw error;
    }
    if (view.getState().fault !== null) view.setState({ fault: null });
  };
  return { view, fail, refresh, write };
}

type Desk = ReturnType<typeof createDesk>;

/** Sends what is in the ledger, from one tab at a time, and wakes when there is reason to. */
function startSending(parts: OutboxParts, { view, refresh, fail }: Desk) {
  const closing = new AbortController();
  const sender = createSender({
    ...parts,
    onChange: () => void refresh().then(parts.others.tell, fail),
    onMood: (mood) => {
      if (view.getState().mood !== mood) view.setState({ mood });
    },
  });
  const turns = createTurns({ step: sender.step, onError: fail, setTimer: parts.setTimer });
  const hurry = () => {
    sender.hurry();
    turns.wake();
  };
  const stopHearing = parts.others.hear(() => {
    refresh().catch(fail);
    turns.wake();
  });
  const stopWake = parts.onWake(hurry);
  closing.signal.addEventListener("abort", turns.stop);
  refresh().catch(fail);
  parts.alone(turns.run, closing.signal).catch((error: unknown) => {
    if (!closing.signal.aborted) fail(error);
  });
  return {
    hurry,
    wake: turns.wake,
    stop: () => {
      closing.abort();
      stopHearing();
      stopWake();
    },
  };
}

/** Opens an account's ledger on this device and sends what is in it. */
export function openOutbox(parts: OutboxParts): Outbox {
  const { ledger, now } = parts;
  const desk = createDesk(ledger);
  const sending = startSending(parts, desk);
  const changed = async () => {
    await desk.refresh();
    parts.others.tell();
    sending.wake();
  };
  return {
    view: desk.view,
    ledger,
    newId: () => uuidV7(now()),
    saveDraft: async (draft) => {
      await desk.write(() => ledger.putDraft(draft));
      await desk.refresh();
    },
    dropDraft: async (id) => {
      await desk.write(() => ledger.dropDraft(id));
      await desk.refresh();
    },
    addFile: async (kind, mime, item, bytes) => {
      const entry = { id: uuidV7(now()), kind, mime, item, bytes: bytes.byteLength, sha256: await sha256Hex(bytes) };
      await desk.write(() => ledger.putFile(entry.id, bytes));
      return entry;
    },
    seal: async (record, title, isUrgent = false) => {
      const hash = await contentHash(record as unknown as Json);
      await desk.write(() => ledger.seal(fresh(record, hash, title, isUrgent, now())));
      await changed();
    },
    tryAgain: async (id) => {
      await ledger.advance(id, again);
      await changed();
    },
    hurry: sending.hurry,
    unsent: async () => (await ledger.records()).filter(isUnsent),
    close: () => {
      sending.stop();
      ledger.close();
    },
  };
}

import { createStore, type StoreApi } from "zustand/vanilla";
import type { Json } from "#contract/field/canonical.ts";
import type { Draft, FileEntry } from "./ledger.ts";
import type { Outbox } from "./outbox.ts";

export interface Kept<T> {
  readonly content: T;
  readonly files: readonly FileEntry[];
  /** `saving` until everything shown is on disk; `failed` when the device could not keep it. */
  readonly disk: "saved" | "saving" | "failed";
}

/** A form in progress: what is shown is at most one write ahead of the disk. */
export interface DraftKeeper<T> {
  readonly id: string;
  readonly store: StoreApi<Kept<T>>;
  change(how: (content: T) => T): void;
  addFile(kind: FileEntry["kind"], mime: string, item: string | null, bytes: Uint8Array<ArrayBuffer>): Promise<string>;
  dropFile(id: string): void;
  /** Resolves when everything shown is on disk; throws what kept it from getting there. */
  settle(): Promise<void>;
}

type Parts = Pick<Outbox, "saveDraft" | "addFile" | "ledger">;

/** Keeps a draft on the device at every change. Changes that come while one is being written go out together with the next write. */
export function keepDraft<T>(outbox: Parts, draft: Draft, titleOf: (content: T) => string): DraftKeeper<T> {
  const store = createStore<Kept<T>>(() => ({ content: draft.content as T, files: draft.files, disk: "saved" }));
  let writing: Promise<void> | null = null;
  let isBehind = false;

  const write = async (): Promise<void> => {
    do {
      isBehind = false;
      const { content, files } = store.getState();
      const changedAt = Date.now();
      await outbox.saveDraft({
        ...draft,
        content: content as unknown as Json,
        files,
        title: titleOf(content),
        changedAt,
      });
    } while (isBehind);
  };
  const save = (): Promise<void> => {
    isBehind = true;
    store.setState({ disk: "saving" });
    writing ??= write()
      .then(
        () => store.setState({ disk: "saved" }),
        (error: unknown) => {
          store.setState({ disk: "failed" });
          throw error;
        },
      )
      .finally(() => {
        writing = null;
      });
    return writing;
  };
  /** A write that fails is shown by `disk`, and told by `settle`. */
  const saveSoon = () => void save().catch(() => {});

  return {
    id: draft.id,
    store,
    change(how) {
      store.setState(({ content }) => ({ content: how(content) }));
      saveSoon();
    },
    async addFile(kind, mime, item, bytes) {
      const entry = await outbox.addFile(kind, mime, item, bytes);
      store.setState(({ files }) => ({ files: [...files, entry] }));
      await save();
      return entry.id;
    },
    dropFile(id) {
      store.setState(({ files }) => ({ files: files.filter((file) => file.id !== id) }));
      void save().then(
        () => outbox.ledger.dropFile(id),
        () => {},
      );
    },
    settle: () => (store.getState().disk === "saved" ? Promise.resolve() : save()),
  };
}

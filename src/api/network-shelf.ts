/*
 * Networks of areas kept on the device, so that a page loaded anew without a line still plans. Each account has a shelf of its own; one who signs in
 * throws the others' away: no data of one person is left for the next.
 */

const PREFIX = "gas-networks:";
const STORE = "networks";
/** One up with each new form of the file (MODEL_NETWORK_MAGIC): what was kept in another form is thrown away. */
const FORM = 2;
/** An inspector's areas; what was used longest ago goes first. */
const MOST_KEPT = 6;

interface Row {
  readonly area: string;
  readonly version: string;
  readonly file: ArrayBuffer;
  readonly usedAt: number;
}

export interface NetworkShelf {
  /** The network of an area as of a snapshot; null when another one, or none, is kept. */
  get(area: string, version: string): Promise<ArrayBuffer | null>;
  /** Keeps a copy in place of an older one. */
  put(area: string, version: string, file: ArrayBuffer): Promise<void>;
  /** Throws everything of this account away. */
  clear(): Promise<void>;
}

const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const doneOf = (work: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    work.oncomplete = () => resolve();
    work.onabort = () => reject(work.error ?? new DOMException("the transaction was aborted", "AbortError"));
  });

function openDatabase(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, FORM);
  request.onupgradeneeded = () => {
    const { result } = request;
    if (result.objectStoreNames.contains(STORE)) result.deleteObjectStore(STORE);
    result.createObjectStore(STORE, { keyPath: "area" });
  };
  return answerOf(request);
}

async function within<T>(
  name: string,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(name);
  try {
    const transaction = database.transaction(STORE, mode);
    const done = doneOf(transaction);
    const [answer] = await Promise.all([work(transaction.objectStore(STORE)), done]);
    return answer;
  } finally {
    database.close();
  }
}

/** The shelf of an account. Nothing is opened before it is used; each call throws what IndexedDB throws (no room, not allowed). */
export function networkShelf(account: string, now: () => number = Date.now): NetworkShelf {
  const name = PREFIX + account;
  return {
    async get(area, version) {
      const row = await within(name, "readwrite", async (store) => {
        const found = (await answerOf(store.get(area))) as Row | undefined;
        if (found?.version === version) await answerOf(store.put({ ...found, usedAt: now() }));
        return found;
      });
      return row?.version === version ? row.file : null;
    },
    put: (area, version, file) =>
      within(name, "readwrite", async (store) => {
        await answerOf(store.put({ area, version, file: file.slice(0), usedAt: now() } satisfies Row));
        const rows = (await answerOf(store.getAll())) as Row[];
        const oldest = rows.toSorted((a, b) => b.usedAt - a.usedAt).slice(MOST_KEPT);
        await Promise.all(oldest.map((row) => answerOf(store.delete(row.area))));
      }),
    clear: () => answerOf(indexedDB.deleteDatabase(name)).then(() => undefined),
  };
}

/** Throws away what other accounts kept on this device. */
export async function clearOtherShelves(account: string): Promise<void> {
  const all = await indexedDB.databases();
  const others = all.flatMap(({ name }) => (name?.startsWith(PREFIX) && name !== PREFIX + account ? [name] : []));
  await Promise.all(others.map((name) => answerOf(indexedDB.deleteDatabase(name))));
}

let shelf: NetworkShelf | null = null;

/** Called by the composition root: whose shelf is used; null keeps nothing. */
export const setNetworkShelf = (next: NetworkShelf | null): void => {
  shelf = next;
};

/**
 * Bytes of a network from the shelf, or fetched and put there. What cannot be kept is used all the same: a full or forbidden storage costs the next
 * start without a line, not this one.
 */
export async function shelved(
  area: string,
  version: string,
  fetched: () => Promise<ArrayBuffer | null>,
): Promise<ArrayBuffer | null> {
  const known = await shelf?.get(area, version).catch(() => null);
  if (known) return known;
  const file = await fetched();
  if (file) await shelf?.put(area, version, file).catch(() => {});
  return file;
}

/** Why the device could not keep something, in a word that the screen translates. */
export type StorageFault = "full" | "blocked" | "lost";

/** The device's storage did not do what was asked. Nothing of the failed transaction is kept, everything before it is. */
export class StorageError extends Error {
  readonly fault: StorageFault;
  constructor(fault: StorageFault, cause: unknown) {
    super(`the device's storage is ${fault}`, { cause });
    this.name = "StorageError";
    this.fault = fault;
  }
}

const nameOf = (error: unknown): string => (error as { name?: unknown } | null)?.name as string;

/** A connection that has ended under us: closed by the browser, cleared by the system, or lost with its process. */
const isLost = (error: unknown): boolean => ["InvalidStateError", "UnknownError", "AbortError"].includes(nameOf(error));

/** The answer of one request. */
export const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const done = (tx: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onabort = () => reject(tx.error ?? new DOMException("the transaction was aborted", "AbortError"));
  });

export type Work<T> = (tx: IDBTransaction) => Promise<T> | T;

export interface DeviceDb {
  /**
   * Runs `work` in one transaction and resolves when it is on disk (`durability: "strict"` for writes: Chromium's default resolves when
   * the system has been told, and a power cut would take it). `work` may only wait for requests of its own transaction, and must be able to run
   * twice: a connection lost on the way is opened anew and the whole is done again. Throws {@link StorageError}.
   */
  run<T>(stores: readonly string[], mode: "readonly" | "readwrite", work: Work<T>): Promise<T>;
  close(): void;
}

export interface DeviceDbOptions {
  readonly name: string;
  readonly version: number;
  readonly upgrade: (db: IDBDatabase, from: number) => void;
  readonly factory?: IDBFactory;
  /** Told when another tab runs a newer version of the product and this one has to let go. */
  readonly onOutdated?: () => void;
}

function open({ name, version, upgrade, factory = indexedDB }: DeviceDbOptions): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(name, version);
    request.onupgradeneeded = ({ oldVersion }) => upgrade(request.result, oldVersion);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function once<T>(db: IDBDatabase, stores: readonly string[], mode: IDBTransactionMode, work: Work<T>) {
  const tx = db.transaction([...stores], mode, { durability: mode === "readwrite" ? "strict" : "default" });
  const finished = done(tx);
  // The answer is awaited below; a refusal that comes first must not be called unhandled.
  finished.catch(() => {});
  try {
    const answer = await work(tx);
    await finished;
    return answer;
  } catch (cause) {
    try {
      tx.abort();
    } catch {
      // It has ended already.
    }
    // Of a request and its transaction, the transaction knows why: a full disk aborts it.
    throw tx.error ?? cause;
  }
}

const faultOf = (error: unknown): StorageError => {
  const name = nameOf(error);
  if (name === "QuotaExceededError") return new StorageError("full", error);
  if (name === "SecurityError" || name === "VersionError") return new StorageError("blocked", error);
  return new StorageError("lost", error);
};

/** One database of this device, opened when first needed and again whenever its connection has gone. */
export function deviceDb(options: DeviceDbOptions): DeviceDb {
  let connection: Promise<IDBDatabase> | null = null;

  const connect = (): Promise<IDBDatabase> => {
    if (connection) return connection;
    const opening = open(options).then((db) => {
      const forget = () => {
        if (connection === opening) connection = null;
      };
      db.onclose = forget;
      db.onversionchange = () => {
        forget();
        db.close();
        options.onOutdated?.();
      };
      return db;
    });
    connection = opening;
    opening.catch(() => {
      if (connection === opening) connection = null;
    });
    return opening;
  };

  return {
    async run(stores, mode, work) {
      for (let tries = 0; ; tries++) {
        try {
          return await once(await connect(), stores, mode, work);
        } catch (error) {
          // What `work` itself refuses is not the storage's fault.
          if (!(error instanceof DOMException)) throw error;
          if (tries > 0 || !isLost(error)) throw faultOf(error);
          connection = null;
        }
      }
    },
    close() {
      const open = connection;
      connection = null;
      void open?.then(
        (db) => db.close(),
        () => {},
      );
    },
  };
}

/** Deletes a whole database; resolves when it is gone. A tab that still holds it is told to let go. */
export const deleteDeviceDb = (name: string, factory: IDBFactory = indexedDB): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = factory.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(faultOf(request.error));
  });

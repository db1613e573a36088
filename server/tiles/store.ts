import type { Scope } from "#contract/scope.ts";
import type { Db } from "#server/db/db.ts";
import { buildInWorker } from "./build-in-worker.ts";
import { readVersion, type UnitCounties } from "./geography.ts";
import { readConsistently } from "./read.ts";
import { sightOf } from "./sight.ts";
import type { Sight, Snapshot, SnapshotStore } from "./snapshot.ts";
import { snapshotOf } from "./snapshot-of.ts";

/** The part of a pino logger that is used here. */
export interface SnapshotLog {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

export interface OwnedSnapshotStore extends SnapshotStore {
  /** Stops watching for changes and waits for a build under way. */
  close(): Promise<void>;
}

interface StoreOptions {
  readonly db: Db;
  readonly log: SnapshotLog;
  /** How often the datasets' versions are asked for; 0 = never, only `refresh()` builds. */
  readonly watchMs?: number;
}

/** How long clients may go on with the numbering before the newest; they hear of a new one at once by `/live`. */
const KEEP_OLD_MS = 60_000;

/** One built snapshot with its sights. */
class Held {
  readonly #snapshot: Snapshot;
  readonly #units: UnitCounties;
  /** `readVersion` of what it was built from. */
  readonly datasets: string;
  readonly #sights = new Map<string, Sight>();

  constructor(snapshot: Snapshot, units: UnitCounties, datasets: string) {
    this.#snapshot = snapshot;
    this.#units = units;
    this.datasets = datasets;
  }

  current(): Snapshot {
    return this.#snapshot;
  }

  sight(scope: Scope): Sight {
    const name = `${scope.level} ${scope.areaCode} ${scope.enterpriseId}`;
    const found = this.#sights.get(name) ?? sightOf(scope, this.#snapshot, this.#units);
    this.#sights.set(name, found);
    return found;
  }
}

class Store implements OwnedSnapshotStore {
  readonly #db: Db;
  readonly #log: SnapshotLog;
  readonly #listeners = new Set<(snapshot: Snapshot) => void>();
  readonly #timer: NodeJS.Timeout | null;
  #now: Held | null = null;
  #before: Held | null = null;
  #building: Promise<Snapshot> | null = null;
  #isAskedAgain = false;
  #isLooking = false;
  #isClosed = false;

  constructor({ db, log, watchMs = 5000 }: StoreOptions) {
    this.#db = db;
    this.#log = log;
    this.#timer = watchMs > 0 ? setInterval(() => void this.#look(), watchMs).unref() : null;
  }

  #settled(): Held {
    if (!this.#now) throw new Error("the first snapshot has not been built yet");
    return this.#now;
  }

  current(): Snapshot {
    return this.#settled().current();
  }

  sight(scope: Scope): Sight {
    return this.#settled().sight(scope);
  }

  at(version: string): Held | undefined {
    return [this.#now, this.#before].find((held) => held?.current().version === version) ?? undefined;
  }

  #take(held: Held): void {
    const isSame = this.#now?.current().version === held.current().version;
    if (this.#now && !isSame) {
      const old = this.#now;
      this.#before = old;
      setTimeout(() => {
        if (this.#before === old) this.#before = null;
      }, KEEP_OLD_MS).unref();
    }
    this.#now = held;
  }

  onChange(listener: (snapshot: Snapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  refresh(): Promise<Snapshot> {
    if (this.#building) {
      this.#isAskedAgain = true;
      return this.#building;
    }
    this.#building = this.#makeUntilSettled().finally(() => {
      this.#building = null;
    });
    return this.#building;
  }

  /** Builds until nothing has changed since the last reading began: who asks in the middle of one may have imported since. */
  async #makeUntilSettled(): Promise<Snapshot> {
    for (;;) {
      this.#isAskedAgain = false;
      const snapshot = await this.#make();
      if (!this.#isAskedAgain || this.#isClosed) return snapshot;
      if ((await this.#db.asSystem(readVersion)) === this.#now?.datasets) return snapshot;
    }
  }

  async #make(): Promise<Snapshot> {
    const started = performance.now();
    const reading = await readConsistently(this.#db);
    const readMs = Math.round(performance.now() - started);
    const built = await buildInWorker(reading.pages);
    const snapshot = snapshotOf(`${reading.version}${built.checksum}`, reading.outlines, built);
    this.#take(new Held(snapshot, reading.units, reading.version));
    const { pipes, stations, tags } = snapshot;
    const counts = { pipes: pipes.count, stations: stations.count, tags: tags.count };
    this.#log.info({ snapshot: snapshot.version, ...counts, readMs, buildMs: Math.round(built.ms) }, "snapshot built");
    if (Object.keys(built.oddities).length > 0) {
      this.#log.warn({ rows: built.oddities }, "rows with words outside the closed lists, or tags without a station");
    }
    this.#tell(snapshot);
    return snapshot;
  }

  #tell(snapshot: Snapshot): void {
    for (const listener of this.#listeners) {
      try {
        listener(snapshot);
      } catch (err) {
        this.#log.error({ err }, "a listener failed on a new snapshot");
      }
    }
  }

  /** Notices datasets that somebody else changed: another process on a native database. */
  async #look(): Promise<void> {
    if (this.#isLooking || this.#isClosed || this.#building || !this.#now) return;
    this.#isLooking = true;
    try {
      const version = await this.#db.asSystem(readVersion);
      if (!this.#isClosed && version !== this.#now.datasets) await this.refresh();
    } catch (err) {
      if (!this.#isClosed)
        this.#log.error({ err }, "the snapshot could not be brought up to date; the old one is served");
    } finally {
      this.#isLooking = false;
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer) clearInterval(this.#timer);
    await this.#building?.catch(() => undefined);
  }
}

/**
 * The snapshot of a database: built in a worker, rebuilt when a dataset's version changes (asked every `watchMs`) or on `refresh`.
 * The first build is the caller's to start. Fails over nothing: while a build fails the snapshot before it is served.
 */
export const createSnapshotStore = (options: StoreOptions): OwnedSnapshotStore => new Store(options);

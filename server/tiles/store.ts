import { crc32 } from "node:zlib";
import type { Scope } from "#contract/scope.ts";
import type { Db } from "#server/db/db.ts";
import type { Built } from "./build.ts";
import { buildInWorker } from "./build-in-worker.ts";
import { readVersions, type UnitCounties, type Versions } from "./geography.ts";
import { type PackedStrings, sizeOf } from "./packed-strings.ts";
import { patched, type SnapshotChanges } from "./patch.ts";
import { inOneState, readConsistently } from "./read.ts";
import { isFew, readChanges } from "./read-changes.ts";
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

/** Whether so many numbers stand for nothing any more, or for what came or changed since the snapshot was built, that all are dealt anew. */
const isWorn = ({ ids }: { readonly ids: PackedStrings }, moved = 0): boolean =>
  !isFew((ids.later?.gone.size ?? 0) + Math.max(ids.later?.texts.length ?? 0, moved), sizeOf(ids));

/** How long clients may go on with the numbering before the newest; they hear of a new one at once by `/live`. */
const KEEP_OLD_MS = 60_000;

/** One built snapshot with its sights. */
class Held {
  readonly #snapshot: Snapshot;
  readonly built: Built;
  readonly units: UnitCounties;
  /** Of what it was built from. */
  readonly versions: Versions;
  readonly #sights = new Map<string, Sight>();

  constructor(snapshot: Snapshot, built: Built, units: UnitCounties, versions: Versions) {
    this.#snapshot = snapshot;
    this.built = built;
    this.units = units;
    this.versions = versions;
  }

  current(): Snapshot {
    return this.#snapshot;
  }

  sight(scope: Scope): Sight {
    const name = `${scope.level} ${scope.areaCode} ${scope.enterpriseId}`;
    const found = this.#sights.get(name) ?? sightOf(scope, this.#snapshot, this.units);
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
  /** Patched so often that numbers are to be dealt anew: the patched one is served meanwhile. */
  #isWorn = false;
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
      if ((await this.#db.asSystem(readVersions)).version === this.#now?.versions.version) return snapshot;
    }
  }

  async #make(): Promise<Snapshot> {
    const patch = await this.#patch().catch((err: unknown) => {
      this.#log.error({ err }, "the snapshot could not be patched; it is built anew");
      return null;
    });
    return patch ?? (await this.#rebuild());
  }

  async #rebuild(): Promise<Snapshot> {
    const started = performance.now();
    const reading = await readConsistently(this.#db);
    const readMs = Math.round(performance.now() - started);
    const built = await buildInWorker(reading.pages);
    const snapshot = snapshotOf(`${reading.versions.version}${built.checksum}`, reading.outlines, built);
    this.#isWorn = false;
    this.#take(new Held(snapshot, built, reading.units, reading.versions));
    const { pipes, stations, tags } = snapshot;
    const counts = { pipes: pipes.count, stations: stations.count, tags: tags.count };
    this.#log.info({ snapshot: snapshot.version, ...counts, readMs, buildMs: Math.round(built.ms) }, "snapshot built");
    this.#warnOf(built.oddities);
    this.#tell(snapshot);
    return snapshot;
  }

  /** Brings the snapshot up to date by the rows that imports say they changed; null when it has to be built anew. */
  async #patch(): Promise<Snapshot | null> {
    const now = this.#now;
    if (!now || this.#isWorn) return null;
    const started = performance.now();
    const { versions, changes, rows } = await inOneState(this.#db, (tx) => readChanges(tx, now.versions, now.built));
    // Nothing says what is other than before, and yet somebody asks for a newer one.
    if (versions.version === now.versions.version || changes === null) return null;
    if (changes === "none") {
      this.#now = new Held(now.current(), now.built, now.units, versions);
      return now.current();
    }
    const readMs = Math.round(performance.now() - started);
    return this.#takePatched(now, versions, changes, rows, readMs);
  }

  #takePatched(now: Held, versions: Versions, changes: SnapshotChanges, rows: number, readMs: number): Snapshot {
    const started = performance.now();
    const { outlines, version } = now.current();
    const checksum = crc32(version).toString(16).padStart(8, "0");
    const made = patched(now.built, changes);
    const ms = performance.now() - started;
    const built: Built = { ...made, checksum, ms };
    // Numbers depend on what was there before: the version says so.
    const snapshot = snapshotOf(`${versions.version}p${checksum}`, outlines, built);
    const { pipes, stations, tags } = built;
    this.#isWorn = isWorn(pipes, pipes.lines[1]?.seqs.length) || isWorn(stations) || isWorn(tags);
    this.#take(new Held(snapshot, built, now.units, versions));
    this.#log.info({ snapshot: snapshot.version, rows, readMs, ms: Math.round(ms) }, "snapshot patched");
    this.#warnOf(built.oddities);
    this.#tell(snapshot);
    return snapshot;
  }

  #warnOf(oddities: Built["oddities"]): void {
    if (Object.keys(oddities).length === 0) return;
    this.#log.warn({ rows: oddities }, "rows with words outside the closed lists, or tags without a station");
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
      const { version } = await this.#db.asSystem(readVersions);
      if (!this.#isClosed && (this.#isWorn || version !== this.#now.versions.version)) await this.refresh();
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

import { AlarmEngine } from "#model/alarms/engine.ts";
import type { Outcome } from "#model/alarms/engine-input.ts";
import type { Shelf } from "#model/alarms/life.ts";
import type { Actor, AlarmRecord, Transition } from "#model/alarms/record.ts";
import type { AlarmReading } from "#model/alarms/tag.ts";
import type { Topology } from "#model/alarms/topology.ts";
import type { Db } from "#server/db/db.ts";
import type { Log } from "#server/ingest/ingest.ts";
import { type Loaded, load, rhythmsOf } from "./begin.ts";
import { createClock } from "./clock.ts";
import type { TagFacts } from "./load.ts";
import { saveCheckpoint, saveTransitions } from "./store.ts";
import { createWriter, type Writer } from "./writer.ts";

/** What a person asks of the engine; settles after the commit. */
export interface AlarmWishes {
  acknowledge(ids: readonly string[], actor: Actor): Promise<Outcome[]>;
  shelve(ids: readonly string[], shelf: Omit<Shelf, "since">): Promise<Outcome[]>;
  unshelve(ids: readonly string[], actor: Actor): Promise<Outcome[]>;
  confirmLeak(ids: readonly string[], actor: Actor): Promise<Outcome[]>;
  dispatch(id: string, taskId: string, actor: Actor): Promise<Outcome>;
}

/** The alarm engine of this process with what it writes and tells. */
export interface AlarmService extends AlarmWishes {
  /** Takes in values that became the newest of their tags and are committed. Never throws, never waits. */
  hear(readings: readonly AlarmReading[]): void;
  /** Reads tags, network, rules and windows anew: after an import, or when a rule or window changed. Settles when the new ones are in force. */
  reload(): Promise<void>;
  /** Names beside a tag's alarms. */
  facts(tagId: string): TagFacts | undefined;
  /** An open occurrence as the engine knows it, with the worst value so far. */
  record(alarmId: string): AlarmRecord | null;
  topology(): Topology;
  /** Number of the last entry that is on disk. */
  readonly seq: number;
  readonly now: () => number;
  /** Hears entries in order, after their commit. */
  onWritten(listener: (transitions: readonly Transition[]) => void): () => void;
  /** Writes down what is known and takes no more. */
  close(): Promise<void>;
}

export interface AlarmServiceOptions {
  readonly db: Pick<Db, "asSystem">;
  readonly log: Log;
  readonly now?: () => number;
  /** How often the engine is told that time passes, ms; null = only by `tick`, for tests. */
  readonly tickMs?: number | null;
  /** How often occurrences that an import brought are looked for, ms. */
  readonly lookMs?: number;
}

const TICK_MS = 1000;
const LOOK_MS = 30_000;
const CHECKPOINT_MS = 20_000;
/** What began longer before an engine than this is no news when it is found. */
const NEWS_MS = 600_000;

/** Reads the state of all alarms as it was left and goes on from there. Rejects when the database does not answer. */
export async function startAlarms(options: AlarmServiceOptions): Promise<AlarmService & { tick(): void }> {
  const { db, log, now = createClock(), tickMs = TICK_MS, lookMs = LOOK_MS } = options;
  const first = await load(db);
  const service = new Service(db, log, now, first);
  if (tickMs !== null) service.run(tickMs, lookMs);
  return service;
}

class Service implements AlarmService {
  readonly now: () => number;
  readonly #db: Pick<Db, "asSystem">;
  readonly #log: Log;
  readonly #writer: Writer;
  #engine: AlarmEngine;
  #tags: ReadonlyMap<string, TagFacts>;
  #topology: Topology;
  /** Tags that never told anything while somebody watched: when their silence is written down, it has not begun. */
  #unheard: Set<string>;
  /** What comes while the engine is being replaced. */
  #held: (() => void)[] | null = null;
  #reloading: Promise<void> | null = null;
  #isAskedAgain = false;
  #timers: NodeJS.Timeout[] = [];
  #checkpointAt = 0;

  constructor(db: Pick<Db, "asSystem">, log: Log, now: () => number, loaded: Loaded) {
    this.now = now;
    this.#db = db;
    this.#log = log;
    this.#tags = loaded.tags;
    this.#topology = loaded.input.topology;
    this.#unheard = new Set(loaded.unheard);
    this.#engine = this.#engineOf(loaded);
    this.#writer = createWriter({
      write: (transitions) => db.asSystem((tx) => saveTransitions(tx, transitions)),
      seq: loaded.input.nextSeq - 1,
      log,
    });
    void this.#flush().catch(() => undefined);
  }

  /** What an engine says as it begins. */
  #first: Transition[] = [];

  #engineOf(loaded: Loaded, before?: AlarmEngine): AlarmEngine {
    const at = this.now();
    const rhythms = before?.rhythms ?? rhythmsOf(loaded.peaks);
    const engine = new AlarmEngine({ ...loaded.input, now: at, rhythms, heardAt: (id) => before?.heardAt(id) });
    for (const reading of loaded.unjudged) engine.hear(reading, at, false);
    const isNew = ({ tagId }: AlarmRecord) =>
      before === undefined ? loaded.isFirst : before.heardAt(tagId) === undefined;
    const isOld = ({ alarm, valueAt }: Transition) => at - (valueAt ?? alarm.raisedAt) > NEWS_MS;
    for (const entry of engine.take())
      this.#first.push(isNew(entry.alarm) || isOld(entry) ? { ...entry, isFound: true } : entry);
    return engine;
  }

  run(tickMs: number, lookMs: number): void {
    this.#timers = [setInterval(() => this.tick(), tickMs), setInterval(() => void this.#look(), lookMs)];
  }

  get seq(): number {
    return this.#writer.seq;
  }

  /** Hands what the engine has to say to the writer. */
  #flush(): Promise<void> {
    return this.#writer.add([...this.#first.splice(0), ...this.#engine.take().map((entry) => this.#asFound(entry))]);
  }

  #asFound(entry: Transition): Transition {
    const { kind, alarm } = entry;
    const isOldSilence = kind === "raised" && alarm.condition === "no_data" && this.#unheard.has(alarm.tagId);
    return isOldSilence ? { ...entry, isFound: true } : entry;
  }

  /** Now, or once the engine has been replaced. */
  #whenFree(run: () => void): void {
    if (this.#held === null) run();
    else this.#held.push(run);
  }

  hear(readings: readonly AlarmReading[]): void {
    this.#whenFree(() => {
      const at = this.now();
      try {
        for (const reading of readings) {
          this.#engine.hear(reading, at);
          this.#unheard.delete(reading.tagId);
        }
      } catch (cause) {
        // Readings are stored already: a fault of judging must not make their sender believe that they are not.
        this.#log.error({ err: cause }, "a reading could not be judged");
      }
      void this.#flush().catch(() => undefined);
    });
  }

  tick(): void {
    this.#whenFree(() => {
      this.#engine.tick(this.now());
      void this.#flush().catch(() => undefined);
    });
    if (this.now() - this.#checkpointAt >= CHECKPOINT_MS && this.#writer.isIdle) void this.#checkpoint();
  }

  async #checkpoint(): Promise<void> {
    this.#checkpointAt = this.now();
    try {
      await this.#db.asSystem((tx) => saveCheckpoint(tx, this.#checkpointAt));
    } catch (cause) {
      this.#log.warn({ err: cause }, "how far alarms are judged could not be written down; trying again");
    }
  }

  /** Whether an import brought open occurrences that no engine knows. */
  async #look(): Promise<void> {
    try {
      const [found] = await this.#db.asSystem((tx) =>
        tx.query("select 1 from alarm where rule_id is null and state <> 'normal' and tag_id = any ($1) limit 1", [
          [...this.#tags.keys()],
        ]),
      );
      if (found !== undefined) await this.reload();
    } catch (cause) {
      this.#log.warn({ err: cause }, "alarms from files could not be looked for; trying again");
    }
  }

  reload(): Promise<void> {
    this.#isAskedAgain = this.#reloading !== null;
    this.#reloading ??= this.#replace().finally(() => {
      this.#reloading = null;
      const again = this.#isAskedAgain;
      this.#isAskedAgain = false;
      if (again) void this.reload().catch(() => undefined);
    });
    return this.#reloading;
  }

  async #replace(): Promise<void> {
    this.#held = [];
    try {
      await this.#flush();
      const loaded = await load(this.#db);
      const isUnheard = (id: string) => this.#unheard.has(id) || this.#engine.heardAt(id) === undefined;
      this.#unheard = new Set([...loaded.unheard].filter(isUnheard));
      this.#engine = this.#engineOf(loaded, this.#engine);
      this.#tags = loaded.tags;
      this.#topology = loaded.input.topology;
    } catch (cause) {
      this.#log.error({ err: cause }, "rules and tags of alarms could not be read anew; the ones before stay in force");
      throw cause;
    } finally {
      const held = this.#held ?? [];
      this.#held = null;
      for (const run of held) run();
      void this.#flush().catch(() => undefined);
    }
  }

  #wish<T>(run: (engine: AlarmEngine, at: number) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#whenFree(() => {
        const done = run(this.#engine, this.now());
        this.#flush().then(() => resolve(done), reject);
      });
    });
  }

  acknowledge = (ids: readonly string[], actor: Actor) => this.#wish((e, at) => e.acknowledge(ids, actor, at));
  shelve = (ids: readonly string[], shelf: Omit<Shelf, "since">) =>
    this.#wish((e, at) => e.shelve(ids, { ...shelf, since: at }, at));
  unshelve = (ids: readonly string[], actor: Actor) => this.#wish((e, at) => e.unshelve(ids, actor, at));
  confirmLeak = (ids: readonly string[], actor: Actor) => this.#wish((e, at) => e.confirmLeak(ids, actor, at));
  dispatch = (id: string, taskId: string, actor: Actor) => this.#wish((e, at) => e.dispatch(id, taskId, actor, at));

  facts = (tagId: string) => this.#tags.get(tagId);
  record = (alarmId: string) => this.#engine.record(alarmId);
  topology = () => this.#topology;
  onWritten = (listener: (transitions: readonly Transition[]) => void) => this.#writer.onWritten(listener);

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#reloading?.catch(() => undefined);
    this.#held = [];
    await this.#writer.close();
  }
}

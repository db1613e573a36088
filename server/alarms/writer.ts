import { setTimeout as pause } from "node:timers/promises";
import type { Transition } from "#model/alarms/record.ts";
import type { Log } from "#server/ingest/ingest.ts";

export interface Writer {
  /** Settles once these, and all before them, are on disk; rejects when that takes too long, though they go on being tried. */
  add(transitions: readonly Transition[]): Promise<void>;
  /** Number of the last entry on disk. */
  readonly seq: number;
  readonly isIdle: boolean;
  onWritten(listener: (transitions: readonly Transition[]) => void): () => void;
  close(): Promise<void>;
}

export interface WriterOptions {
  /** One transaction; throws when nothing of it was written. */
  write(transitions: readonly Transition[]): Promise<void>;
  readonly seq: number;
  readonly log: Pick<Log, "error">;
  readonly maxItems?: number;
  /** How long one who waits is kept waiting while the database does not answer, ms. */
  readonly giveUpMs?: number;
}

const RETRY_MS = 1000;

/**
 * Writes entries in order, one transaction at a time, as many as are there. An entry that could not be written is tried until it is: nothing is
 * told to anybody that is not on disk, and nothing is dropped.
 */
export function createWriter({ write, log, maxItems = 2000, giveUpMs = 10_000, ...options }: WriterOptions): Writer {
  let { seq } = options;
  let queue: Transition[] = [];
  let running: Promise<void> | null = null;
  let isClosed = false;
  const listeners = new Set<(transitions: readonly Transition[]) => void>();
  const waiting: { readonly upTo: number; readonly settle: PromiseWithResolvers<void> }[] = [];

  async function attempt(group: readonly Transition[]): Promise<boolean> {
    try {
      await write(group);
      return true;
    } catch (cause) {
      log.error({ err: cause, entries: group.length }, "alarms could not be written down; trying again");
      return false;
    }
  }
  async function run(): Promise<void> {
    while (queue.length > 0) {
      const group = queue.slice(0, maxItems);
      if (!(await attempt(group))) {
        // A stop does not wait for a database that is gone: what it misses is judged again from the stored readings.
        if (isClosed) return;
        await pause(RETRY_MS);
        continue;
      }
      queue = queue.slice(group.length);
      seq = group.at(-1)?.seq ?? seq;
      while ((waiting[0]?.upTo ?? Number.POSITIVE_INFINITY) <= seq) waiting.shift()?.settle.resolve();
      for (const listener of listeners) listener(group);
    }
  }
  const start = () => {
    running ??= run().finally(() => {
      running = null;
    });
  };

  return {
    add(transitions) {
      queue.push(...transitions);
      const upTo = queue.at(-1)?.seq;
      if (upTo === undefined) return running ?? Promise.resolve();
      const settle = Promise.withResolvers<void>();
      waiting.push({ upTo, settle });
      const timer = setTimeout(() => {
        const at = waiting.findIndex((one) => one.settle === settle);
        if (at >= 0) waiting.splice(at, 1);
        settle.reject(new Error("the database did not take what happened to alarms in time"));
      }, giveUpMs).unref();
      settle.promise.finally(() => clearTimeout(timer)).catch(() => undefined);
      start();
      return settle.promise;
    },
    get seq() {
      return seq;
    },
    get isIdle() {
      return running === null && queue.length === 0;
    },
    onWritten(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      isClosed = true;
      if (queue.length > 0) start();
      await running;
    },
  };
}

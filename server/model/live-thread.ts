import { Worker } from "node:worker_threads";
import type { LiveAnswer, LiveJob } from "./live-jobs.ts";

type Told = { readonly id: number; readonly ok: LiveAnswer } | { readonly id: number; readonly error: string };

export interface LiveThread {
  /** Answers in the order asked. Rejects when the job throws or the thread ends. */
  ask(job: LiveJob): Promise<LiveAnswer>;
  close(): Promise<void>;
}

/**
 * A thread that solves networks, so that the event loop never does. It starts with the first question and keeps no process alive; when it
 * ends unasked, `onLost` hears that what it kept is gone, and the next question starts a fresh one.
 */
export function createLiveThread(onLost: () => void): LiveThread {
  const waiting = new Map<number, PromiseWithResolvers<LiveAnswer>>();
  let worker: Worker | null = null;
  let next = 0;
  let isClosing = false;

  function lose(reason: unknown): void {
    worker = null;
    const cause = reason instanceof Error ? reason : new Error(`the model's thread ended (${String(reason)})`);
    for (const one of waiting.values()) one.reject(cause);
    waiting.clear();
    if (!isClosing) onLost();
  }

  function start(): Worker {
    const fresh = new Worker(new URL("./live.worker.ts", import.meta.url));
    fresh.unref();
    fresh.on("message", (told: Told) => {
      const one = waiting.get(told.id);
      waiting.delete(told.id);
      if ("error" in told) one?.reject(new Error(told.error));
      else one?.resolve(told.ok);
    });
    let failure: unknown = null;
    fresh.on("error", (cause) => {
      failure = cause;
    });
    fresh.on("exit", (code) => lose(failure ?? code));
    return fresh;
  }

  return {
    ask(job) {
      if (isClosing) return Promise.reject(new Error("the server is closing"));
      worker ??= start();
      const id = next++;
      const one = Promise.withResolvers<LiveAnswer>();
      waiting.set(id, one);
      worker.postMessage({ id, job }, "open" in job ? [job.file] : []);
      return one.promise;
    },
    async close() {
      isClosing = true;
      await worker?.terminate();
    },
  };
}

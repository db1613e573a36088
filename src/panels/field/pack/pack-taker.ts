import { type Pack, type PackAsk, PackError, type PackFault } from "#api/map-pack.ts";

/** How far taking a pack along is. */
export type Taking =
  | { readonly is: "idle" }
  | { readonly is: "taking"; readonly pack: Pack | null }
  | { readonly is: "failed"; readonly fault: PackFault };

export interface PackTaker {
  now(): Taking;
  subscribe(listener: () => void): () => void;
  /** Begins, unless one is on its way. Resolves when it has ended, however it did. */
  begin(asked: Pick<PackAsk, "owner" | "area" | "version">): Promise<void>;
  stop(): void;
}

type Take = (asked: PackAsk) => Promise<Pack>;

/** One pack at a time, whatever page is open: it goes on while the inspector looks at something else. */
export function createPackTaker(take: Take, wait: PackAsk["wait"]): PackTaker {
  const listeners = new Set<() => void>();
  let taking: Taking = { is: "idle" };
  let stop: AbortController | null = null;
  const say = (next: Taking) => {
    taking = next;
    for (const listener of listeners) listener();
  };
  return {
    now: () => taking,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async begin(asked) {
      if (stop !== null) return;
      const own = new AbortController();
      stop = own;
      say({ is: "taking", pack: null });
      try {
        await take({ ...asked, signal: own.signal, wait, onProgress: (pack) => say({ is: "taking", pack }) });
        say({ is: "idle" });
      } catch (cause) {
        const fault = cause instanceof PackError ? cause.fault : "failed";
        say(own.signal.aborted ? { is: "idle" } : { is: "failed", fault });
      }
      stop = null;
    },
    stop: () => stop?.abort(),
  };
}

import type { Session, Sessions } from "#server/auth/sessions.ts";

export interface SessionWatch {
  /** Calls `ended` once when the session is no more; the returned function stops watching. */
  watch(session: Session, ended: () => void): () => void;
  /** Asks for every session watched whether it still lives. */
  check(): Promise<void>;
  close(): void;
}

/**
 * Closes what outlives its request. A session that this process ends is heard of at once; one ended elsewhere, or by time, is found
 * by `check`, which a timer calls. A database that does not answer ends nobody's session.
 */
export function createSessionWatch(
  sessions: Pick<Sessions, "isAlive" | "onEnd">,
  onError: (cause: unknown) => void,
): SessionWatch {
  const watched = new Map<string, { session: Session; listeners: Set<() => void> }>();
  const end = (id: string) => {
    const listeners = watched.get(id)?.listeners ?? [];
    watched.delete(id);
    for (const ended of listeners) ended();
  };
  const stop = sessions.onEnd(end);
  let checking = false;
  return {
    watch(session, ended) {
      const entry = watched.get(session.id) ?? { session, listeners: new Set() };
      watched.set(session.id, entry);
      entry.listeners.add(ended);
      return () => {
        entry.listeners.delete(ended);
        if (entry.listeners.size === 0 && watched.get(session.id) === entry) watched.delete(session.id);
      };
    },
    async check() {
      if (checking) return;
      checking = true;
      try {
        for (const { session } of [...watched.values()]) if (!(await sessions.isAlive(session))) end(session.id);
      } catch (cause) {
        onError(cause);
      } finally {
        checking = false;
      }
    },
    close: stop,
  };
}

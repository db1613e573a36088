import { useSyncExternalStore } from "react";

/** One clock for every age on the page: they all step together, once a second, and only while somebody looks. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;
let now = Date.now();

function tick(): void {
  now = Date.now();
  for (const tell of listeners) tell();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === null) {
    timer = setInterval(tick, 1000);
    tick();
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

/** ms since 1970 by this device's clock, stepping once a second. */
export const useNow = (): number => useSyncExternalStore(listen, () => now);

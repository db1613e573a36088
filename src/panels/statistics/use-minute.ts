import { useSyncExternalStore } from "react";

const MINUTE_MS = 60_000;
const minute = (): number => Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;

function listen(listener: () => void): () => void {
  const timer = setInterval(listener, MINUTE_MS / 6);
  return () => clearInterval(timer);
}

/** The time to the minute, ms since 1970: what asks by days asks the same question for a minute and more. */
export const useMinute = (): number => useSyncExternalStore(listen, minute);

import type { Log } from "#server/ingest/ingest.ts";

const RETRY_MS = 5000;

/**
 * Loads whenever asked, and again until it succeeds: without its limits a tag never shows an alarm, so that one failed attempt must not be
 * the last. Asked while it loads, it loads once more.
 */
export function keepLoading(load: () => Promise<void>, log: Pick<Log, "error">, retryMs = RETRY_MS) {
  let timer: NodeJS.Timeout | undefined;
  let isLoading = false;
  let isAsked = false;
  let isStopped = false;
  const run = async (): Promise<void> => {
    clearTimeout(timer);
    if (isLoading) {
      isAsked = true;
      return;
    }
    isLoading = true;
    isAsked = false;
    const isDone = await load().then(
      () => true,
      (cause: unknown) => {
        log.error({ err: cause }, "limits and newest values could not be read; trying again");
        return false;
      },
    );
    isLoading = false;
    if (isStopped) return;
    if (isAsked) void run();
    else if (!isDone) timer = setTimeout(() => void run(), retryMs);
  };
  return {
    ask: () => void run(),
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

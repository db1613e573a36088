import { WATCH_EVERY_MS } from "#contract/cameras.ts";
import type { HealthBook } from "./health-book.ts";
import type { MediaServer } from "./media-server.ts";

const ANSWER_WITHIN_MS = 3000;
/** The book is judged anew this often: a cut is named that much later at most. */
const SETTLE_EVERY_MS = 500;

export interface WatchOptions {
  readonly servers: ReadonlyMap<string, MediaServer>;
  readonly book: HealthBook;
  readonly log: { warn(facts: object, message: string): void; info(facts: object, message: string): void };
  readonly now: () => number;
}

/** Looks at one media server; what it says, or that it says nothing, goes into the book. */
export async function lookAt(
  server: MediaServer,
  { book, now }: Pick<WatchOptions, "book" | "now">,
  signal: AbortSignal,
): Promise<Error | null> {
  try {
    book.tellReport(server.name, await server.report(signal), now());
    return null;
  } catch (cause) {
    book.tellSilence(server.name, now());
    return cause instanceof Error ? cause : new Error(String(cause));
  }
}

/** Looks at every media server again and again, one question at a time each, until stopped. */
export function watchServers({ servers, book, log, now }: WatchOptions): () => void {
  const stop = new AbortController();
  const watch = async (server: MediaServer) => {
    let wasSilent = false;
    for (;;) {
      const begun = performance.now();
      const error = await lookAt(
        server,
        { book, now },
        AbortSignal.any([stop.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
      );
      if (stop.signal.aborted) return;
      if (error !== null && !wasSilent)
        log.warn({ server: server.name, reason: error.message }, "a media server does not answer");
      if (error === null && wasSilent) log.info({ server: server.name }, "a media server answers again");
      wasSilent = error !== null;
      await pause(Math.max(0, WATCH_EVERY_MS - (performance.now() - begun)), stop.signal);
    }
  };
  for (const server of servers.values()) void watch(server);
  const settle = setInterval(() => book.settle(now()), SETTLE_EVERY_MS);
  return () => {
    stop.abort();
    clearInterval(settle);
  };
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });

import type { FastifyBaseLogger } from "fastify";

/** What is open, in the order it was opened; closed in the reverse order. */
export interface Closing {
  add(name: string, close: () => Promise<unknown>): void;
  /** Closes everything, once; a part that fails or hangs does not keep the others open. Resolves to false when one did. */
  close(): Promise<boolean>;
  readonly isClosing: boolean;
}

const PART_MS = 8_000;

function within(ms: number, work: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`did not end within ${ms} ms`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

export function createClosing(log: Pick<FastifyBaseLogger, "info" | "error">, partMs = PART_MS): Closing {
  const parts: { name: string; close: () => Promise<unknown> }[] = [];
  let closing: Promise<boolean> | undefined;
  const closeAll = async () => {
    let isClean = true;
    for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
      try {
        await within(partMs, part.close());
      } catch (err) {
        isClean = false;
        log.error({ err, part: part.name }, "a part could not be closed");
      }
    }
    return isClean;
  };
  return {
    add: (name, close) => parts.push({ name, close }),
    close: () => {
      closing ??= closeAll();
      return closing;
    },
    get isClosing() {
      return closing !== undefined;
    },
  };
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** The first signal closes in order and ends with 0; the second ends at once with 1. */
export function stopOnSignals(closing: Closing, log: Pick<FastifyBaseLogger, "info" | "warn">): void {
  let isAsked = false;
  const stop = (signal: string) => {
    if (isAsked) {
      log.warn({ signal }, "asked twice: stopping at once");
      process.exit(1);
    }
    isAsked = true;
    log.info({ signal }, "stopping; a second signal stops at once");
    void closing.close().then((isClean) => {
      log.info({ isClean }, "stopped");
      process.exit(isClean ? 0 : 1);
    });
  };
  for (const signal of SIGNALS) process.on(signal, () => stop(signal));
}

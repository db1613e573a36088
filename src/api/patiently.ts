import { ApiError } from "./api-error.ts";

const RETRY_MS = [400, 1000, 2500, 5000, 10_000] as const;

export type FetchBytes = (path: string, signal: AbortSignal) => Promise<ArrayBuffer | null>;
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

export const sleep: Wait = (ms, signal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

/** Worth asking again: nothing answered, or the server was not able to just now. */
const isPassing = (error: unknown): error is ApiError =>
  error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500);

interface Patience {
  readonly fetch: FetchBytes;
  readonly wait: Wait;
  /** Told an error when answers have begun to fail, and null when they come again. */
  readonly onProblem: (problem: ApiError | null) => void;
}

/** Asks until there is an answer that will not change by asking again. */
export function patiently({ fetch, wait, onProblem }: Patience) {
  let isFailing = false;
  return async (path: string, signal: AbortSignal): Promise<ArrayBuffer | null> => {
    for (let tries = 0; ; tries++) {
      try {
        const bytes = await fetch(path, signal);
        if (isFailing) onProblem(null);
        isFailing = false;
        return bytes;
      } catch (cause) {
        if (signal.aborted) throw cause;
        if (tries > 0 || !isPassing(cause)) {
          isFailing = true;
          onProblem(cause instanceof ApiError ? cause : new ApiError(path, 0, "unknown", null, cause));
        }
        if (!isPassing(cause)) throw cause;
        await wait(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)] as number, signal);
      }
    }
  };
}

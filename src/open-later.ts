/** A part that did not come is asked for again after so long, ms. */
const RETRY_MS = 5000;
/** A page that is never at rest waits so long at most, ms. */
const MOST_WAIT_MS = 1500;

export interface Later {
  /** Calls back when the page has nothing else to do, or soon. */
  readonly whenIdle: (work: () => void) => void;
  readonly after: (ms: number, work: () => void) => void;
}

const browser: Later = {
  whenIdle: (work) => {
    // Safari has no idle time to give.
    if ("requestIdleCallback" in globalThis) requestIdleCallback(work, { timeout: MOST_WAIT_MS });
    else setTimeout(work, MOST_WAIT_MS / 3);
  },
  after: (ms, work) => void setTimeout(work, ms),
};

/**
 * Opens a part whose code is long to read once the first picture stands, however often it must be asked for: live values that never come are worse than
 * any wait. `open` answers how to stop, and so does this.
 */
export function openLater<Part>(
  fetchPart: () => Promise<Part>,
  open: (part: Part) => () => void,
  { whenIdle, after }: Later = browser,
): () => void {
  let isOver = false;
  let stop = () => {};
  const ask = (): void => {
    if (isOver) return;
    fetchPart().then(
      (part) => {
        if (!isOver) stop = open(part);
      },
      () => after(RETRY_MS, ask),
    );
  };
  whenIdle(ask);
  return () => {
    isOver = true;
    stop();
  };
}

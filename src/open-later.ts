/** A part that did not come is asked for again after so long, ms. */
const RETRY_MS = 5000;
/** A page that is never at rest waits so long at most, ms. */
const MOST_WAIT_MS = 1500;

export interface Later {
  /** When the part is asked for first. */
  readonly begin: (work: () => void) => void;
  readonly after: (ms: number, work: () => void) => void;
}

const after: Later["after"] = (ms, work) => void setTimeout(work, ms);

/** A slow phone shows the day first. */
export const atRest: Later = {
  begin: (work) => {
    // Safari has no idle time to give.
    if ("requestIdleCallback" in globalThis) requestIdleCallback(work, { timeout: MOST_WAIT_MS });
    else setTimeout(work, MOST_WAIT_MS / 3);
  },
  after,
};

/** Who watches a map waits for nothing. */
export const atOnce: Later = { begin: (work) => work(), after };

/**
 * Opens a part whose code is long to read after what is seen first, however often it must be asked for: live values that never come are worse than
 * any wait. `open` answers how to stop, and so does this.
 */
export function openLater<Part>(
  fetchPart: () => Promise<Part>,
  open: (part: Part) => () => void,
  { begin, after }: Later,
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
  begin(ask);
  return () => {
    isOver = true;
    stop();
  };
}

/** Frames that deck's loop goes on for after the last thing that moved it: what was asked for is drawn, and what drawing asks for comes. */
const AWAKE_FRAMES = 8;
/** A loop that sleeps looks up so often, so that nothing it was not woken for waits long. */
const LOOK_UP_MS = 500;

/** As much of a window as the loop needs. */
export interface Frames {
  requestAnimationFrame(run: FrameRequestCallback): number;
  cancelAnimationFrame(id: number): void;
  setTimeout(run: () => void, ms: number): unknown;
  now(): number;
  clearTimeout(id: unknown): void;
}

const windowFrames: Frames = {
  requestAnimationFrame: (run) => requestAnimationFrame(run),
  cancelAnimationFrame: (id) => cancelAnimationFrame(id),
  setTimeout: (run, ms) => setTimeout(run, ms),
  now: () => performance.now(),
  clearTimeout: (id) => clearTimeout(id as number),
};

/**
 * Animation frames for deck, whose loop looks at every layer sixty times a second though the map draws only when something changes. They
 * come each frame while something moves or loads, and else twice a second and from a timer: an animation frame asked for has the browser
 * go through the whole page.
 */
export function createDeckLoop(isBusy: () => boolean, frames: Frames = windowFrames) {
  let waiting: FrameRequestCallback | null = null;
  let left = AWAKE_FRAMES;
  let frame: number | null = null;
  let sleep: unknown = null;
  let heard: (() => void)[] = [];

  const run = (time: number) => {
    frame = null;
    left = isBusy() ? AWAKE_FRAMES : Math.max(0, left - 1);
    const next = waiting;
    waiting = null;
    next?.(time);
    if (!next) return;
    const listeners = heard;
    heard = [];
    for (const listener of listeners) listener();
  };
  const wakeUp = () => {
    if (sleep !== null) frames.clearTimeout(sleep);
    sleep = null;
    if (waiting !== null) frame ??= frames.requestAnimationFrame(run);
  };
  const lookUp = () => {
    sleep = null;
    if (waiting !== null) run(frames.now());
  };
  const schedule = () => {
    if (frame !== null || sleep !== null) return;
    if (left > 0) frame = frames.requestAnimationFrame(run);
    else sleep = frames.setTimeout(lookUp, LOOK_UP_MS);
  };
  /** Something moves, or is other than before. */
  const wake = (): void => {
    left = AWAKE_FRAMES;
    if (sleep !== null) wakeUp();
  };
  return {
    /** For deck's `animationFrameProvider`. One loop asks for one frame at a time. */
    provider: {
      requestAnimationFrame(next: FrameRequestCallback): number {
        waiting = next;
        schedule();
        return 1;
      },
      cancelAnimationFrame(): void {
        waiting = null;
        if (frame !== null) frames.cancelAnimationFrame(frame);
        if (sleep !== null) frames.clearTimeout(sleep);
        frame = null;
        sleep = null;
      },
    },
    wake,
    /** Tells once that deck's loop has run: what it was given before has been set up. */
    whenRun(listener: () => void): void {
      heard.push(listener);
      wake();
    },
  };
}
export type DeckLoop = ReturnType<typeof createDeckLoop>;

/** The part of MapLibre's manager of letters that draws one from the system's fonts. */
interface LetterDrawer {
  _drawGlyph(...of: readonly unknown[]): Promise<unknown>;
}

/** Letters drawn in one task, ms: less than a frame. */
const SLICE_MS = 10;

export interface Clock {
  readonly now: () => number;
  /** Resolves in another task. */
  readonly nextTask: () => Promise<void>;
}

const nextTask = () =>
  new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });

/**
 * Has letters drawn one after the other, some to a task. MapLibre draws all that the names of a first view need at once: 250 Chinese letters, 200 ms
 * in which the page hears nothing. None is drawn before `free` resolves: the first makes a canvas, which waits for all that the GPU has been given.
 */
export function sliceLetters(
  manager: LetterDrawer,
  free: Promise<unknown>,
  { now, nextTask: pause }: Clock = { now: () => performance.now(), nextTask },
): void {
  const draw = manager._drawGlyph.bind(manager);
  let last = free;
  let until = 0;
  const inTurn = async (of: readonly unknown[]) => {
    if (now() >= until) {
      await pause();
      until = now() + SLICE_MS;
    }
    return draw(...of);
  };
  manager._drawGlyph = (...of) => {
    const drawn = last.then(() => inTurn(of));
    last = drawn.catch(() => {});
    return drawn;
  };
}

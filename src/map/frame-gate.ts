/** How often it is looked whether what a frame waits for has come, ms. */
const LOOK_MS = 8;

export interface FrameGateInput {
  /** Draws the next frame. */
  readonly draw: () => void;
  readonly now?: () => number;
  readonly later?: (run: () => void, ms: number) => unknown;
}

interface Hold {
  readonly isBusy: () => boolean;
  readonly until: number;
}

/**
 * Between those who want a frame and the map that draws it. After a leap the picture of the old place, or half of the new, is worth no frame:
 * where the processor draws, each delays what is waited for. So frames are held until what they shall show has come, but never for long.
 */
export function createFrameGate({
  draw,
  now = () => performance.now(),
  later = (run, ms) => setTimeout(run, ms),
}: FrameGateInput) {
  let held: Hold | null = null;
  let isWanted = false;

  const release = () => {
    held = null;
    if (!isWanted) return;
    isWanted = false;
    draw();
  };
  const look = (of: Hold) => {
    if (held !== of) return;
    if (!of.isBusy() || now() >= of.until) release();
    else later(() => look(of), LOOK_MS);
  };

  return {
    /** Somebody wants a frame. */
    want: () => {
      if (held) isWanted = true;
      else draw();
    },
    /** Holds frames while something is under way, at most so many ms. Holding anew takes the place of what was held for. */
    hold: (isBusy: () => boolean, ms: number) => {
      const of = { isBusy, until: now() + ms };
      held = of;
      later(() => look(of), LOOK_MS);
    },
    /** A person moves the map: every frame counts. */
    release,
    isHeld: () => held !== null,
    /** The map is gone: what was held for it is never drawn. */
    close: () => {
      held = null;
      isWanted = false;
    },
  };
}
export type FrameGate = ReturnType<typeof createFrameGate>;

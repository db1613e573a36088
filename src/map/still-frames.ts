export interface StillFramesInput {
  /** Draws the whole map with its next frame. */
  readonly whole: () => void;
  /** Draws what was kept with the live layers of this moment, at once. */
  readonly live: () => void;
  /** Whether a whole frame drawn now may be kept: the map rests. */
  readonly canKeep: () => boolean;
  readonly nextFrame?: (run: () => void) => unknown;
}

/**
 * Decides how a change of live states is drawn. Of a map that rests they are all that moves: the first change draws the whole map and has it
 * kept, those after it draw the live layers alone upon what was kept. Whatever else asks for a frame makes the map be drawn whole.
 */
export function createStillFrames({
  whole,
  live,
  canKeep,
  nextFrame = (run) => requestAnimationFrame(run),
}: StillFramesInput) {
  /** What is kept is the picture but for the live layers. */
  let isKept = false;
  let isKeeping = false;
  let isWholeAsked = false;
  let isLiveAsked = false;
  let isOwn = false;

  const askWhole = () => {
    isLiveAsked = true;
    isOwn = true;
    whole();
    isOwn = false;
  };
  /** Each asks for a frame once: a whole one that comes in between is another's answer. */
  let quick: object | null = null;

  return {
    liveChanged: () => {
      if (!isKept || isWholeAsked) {
        askWhole();
        return;
      }
      if (quick) return;
      const asked = {};
      quick = asked;
      nextFrame(() => {
        if (quick !== asked) return;
        quick = null;
        if (isKept && !isWholeAsked) live();
        else askWhole();
      });
    },
    /** Somebody wants the map drawn whole. */
    wholeAsked: () => {
      if (!isOwn) isWholeAsked = true;
    },
    /** A whole frame has come to the first live layer. @returns whether it is to be kept */
    begins: (): boolean => {
      isKeeping = isLiveAsked && !isWholeAsked && canKeep();
      isLiveAsked = false;
      isWholeAsked = false;
      quick = null;
      return isKeeping;
    },
    /** A whole frame is drawn. */
    ends: () => {
      isKept = isKeeping;
      isKeeping = false;
    },
  };
}
export type StillFrames = ReturnType<typeof createStillFrames>;

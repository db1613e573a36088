export interface StillFramesInput {
  /** Draws the whole map with its next frame. */
  readonly whole: () => void;
  /** Draws what was kept with the sensors of this moment, at once. */
  readonly sensors: () => void;
  /** Whether a whole frame drawn now may be kept: the map rests. */
  readonly canKeep: () => boolean;
  readonly nextFrame?: (run: () => void) => unknown;
}

/**
 * Decides how a change of sensors is drawn. Of a map that rests they are all that moves: the first change draws the whole map and has it
 * kept, those after it draw the sensors alone upon what was kept. Whatever else asks for a frame makes the map be drawn whole.
 */
export function createStillFrames({
  whole,
  sensors,
  canKeep,
  nextFrame = (run) => requestAnimationFrame(run),
}: StillFramesInput) {
  /** What is kept is the picture but for the sensors. */
  let isKept = false;
  let isKeeping = false;
  let isWholeAsked = false;
  let isSensorsAsked = false;
  let isOwn = false;

  const askWhole = () => {
    isSensorsAsked = true;
    isOwn = true;
    whole();
    isOwn = false;
  };
  /** Each asks for a frame once: a whole one that comes in between is another's answer. */
  let quick: object | null = null;

  return {
    sensorsChanged: () => {
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
        if (isKept && !isWholeAsked) sensors();
        else askWhole();
      });
    },
    /** Somebody wants the map drawn whole. */
    wholeAsked: () => {
      if (!isOwn) isWholeAsked = true;
    },
    /** A whole frame has come to the sensors. @returns whether it is to be kept */
    begins: (): boolean => {
      isKeeping = isSensorsAsked && !isWholeAsked && canKeep();
      isSensorsAsked = false;
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

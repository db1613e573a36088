import type { WarningLevel } from "#contract/gas.ts";
import { RING_TONES } from "./tones.ts";

const LOUDEST = 0.35;
/** Seconds a beep takes to come and to go: without them it clicks. */
const EDGE_S = 0.015;

export interface Sounder {
  /** Rings once. False when the browser lets no sound out yet. */
  play(level: WarningLevel): boolean;
  stop(): void;
}

/**
 * Rings by Web Audio, from no file. Browsers let no sound out before somebody has touched the page: the first press or key after that opens it.
 * @param onBlocked told whether sound is kept in, whenever that changes
 */
export function createSounder(onBlocked: (isBlocked: boolean) => void): Sounder {
  let context: AudioContext | null = null;
  const isRunning = () => context?.state === "running";

  /** A machine that slept, a call on a phone: the browser stops sound later, too. */
  const listened = (made: AudioContext): AudioContext => {
    made.onstatechange = () => {
      if (context === made) onBlocked(!isRunning());
    };
    return made;
  };
  const unlock = () => {
    context ??= listened(new AudioContext());
    void context.resume().then(() => onBlocked(!isRunning()));
  };
  const gestures = ["pointerdown", "keydown"] as const;
  for (const gesture of gestures) document.addEventListener(gesture, unlock, { capture: true, passive: true });
  // Where a press has come before us (at the sign-in), sound is free already.
  if (navigator.userActivation?.hasBeenActive) unlock();
  else onBlocked(true);

  return {
    play: (level) => {
      if (context === null || !isRunning()) return false;
      const from = context.currentTime + 0.02;
      for (const { hz, atS, forS, gain } of RING_TONES[level]) {
        const tone = new OscillatorNode(context, { type: "triangle", frequency: hz });
        const loud = new GainNode(context, { gain: 0 });
        const begins = from + atS;
        loud.gain.setValueAtTime(0, begins);
        loud.gain.linearRampToValueAtTime(gain * LOUDEST, begins + EDGE_S);
        loud.gain.setValueAtTime(gain * LOUDEST, begins + forS - EDGE_S);
        loud.gain.linearRampToValueAtTime(0, begins + forS);
        tone.connect(loud).connect(context.destination);
        tone.start(begins);
        tone.stop(begins + forS);
      }
      return true;
    },
    stop: () => {
      for (const gesture of gestures) document.removeEventListener(gesture, unlock, { capture: true });
      void context?.close();
      context = null;
    },
  };
}

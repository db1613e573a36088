import type { WarningLevel } from "#contract/gas.ts";

/** One beep: Hz, beginning and length in seconds from the ring's own beginning. */
export interface Tone {
  readonly hz: number;
  readonly atS: number;
  readonly forS: number;
  /** 0…1 of the loudest. */
  readonly gain: number;
}

const beeps = (hz: number, count: number, forS: number, pauseS: number, gain: number): readonly Tone[] =>
  Array.from({ length: count }, (_, i) => ({ hz, atS: i * (forS + pauseS), forS, gain }));

/**
 * What a level sounds like: told apart by pitch, by number and by pace, so that neither a poor loudspeaker nor a poor ear confuses them.
 * Red rises in pairs, orange calls three times, yellow twice, blue once and low (IEC 60601-1-8 orders urgency the same way).
 */
export const RING_TONES: Readonly<Record<WarningLevel, readonly Tone[]>> = {
  red: [0, 0.55, 1.1].flatMap((from) => [
    { hz: 880, atS: from, forS: 0.16, gain: 1 },
    { hz: 1320, atS: from + 0.2, forS: 0.22, gain: 1 },
  ]),
  orange: beeps(784, 3, 0.18, 0.14, 0.8),
  yellow: beeps(587, 2, 0.2, 0.2, 0.6),
  blue: beeps(392, 1, 0.3, 0, 0.5),
};

export const lengthOf = (tones: readonly Tone[]): number => Math.max(0, ...tones.map(({ atS, forS }) => atS + forS));

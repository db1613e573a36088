/** Chance that can be had again: the same seed says the same things in the same order. */
export interface Dice {
  /** In [0, 1). */
  share(): number;
  /** A whole number from 0 on, below `end`. */
  below(end: number): number;
  one<T>(of: readonly T[]): T;
  /** Chance of its own for one part, so that parts that run side by side do not disturb each other. */
  split(name: string): Dice;
}

/** 32 bits of a text (FNV-1a). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Mulberry32 over the seed's hash. */
export function dice(seed: string): Dice {
  let state = hashOf(seed);
  const share = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (end: number): number => Math.floor(share() * end);
  return {
    share,
    below,
    one: (of) => {
      if (of.length === 0) throw new Error("nothing to choose from");
      return of[below(of.length)] as (typeof of)[number];
    },
    split: (name) => dice(`${seed} ${name}`),
  };
}

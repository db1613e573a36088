/** 32-bit hash of a text and a number (FNV-1a with murmur3's finaliser). The same input gives the same number on every machine. */
export function hash32(text: string, salt = 0): number {
  let h = 0x811c9dc5 ^ salt;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix32(h);
}

/** Spreads the bits of a 32-bit integer (murmur3 finaliser). */
export function mix32(input: number): number {
  let h = input | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A number in [0, 1) from two integers, for noise that must be had at any instant without walking there. */
export const noise01 = (a: number, b: number): number => mix32(mix32(a) ^ Math.imul(b | 0, 0x9e3779b1)) / 4294967296;

/** Gives a number in [0, 1) at each call. */
export type Rng = () => number;

/** Deterministic random numbers (sfc32 by Chris Doty-Humphrey, public domain) for one purpose: a seed and a name. */
export function rng(seed: number, purpose: string): Rng {
  let a = hash32(purpose, seed);
  let b = hash32(purpose, mix32(seed + 1));
  let c = mix32(a ^ b);
  let d = 1;
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

export const between = (r: Rng, low: number, high: number): number => low + r() * (high - low);
/** Whole number in [low, high]. */
export const intBetween = (r: Rng, low: number, high: number): number => low + Math.floor(r() * (high - low + 1));
export const chance = (r: Rng, p: number): boolean => r() < p;

export function pick<T>(r: Rng, from: readonly T[]): T {
  const item = from[Math.floor(r() * from.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}

/** Picks a key by its weight. */
export function weighted<T extends string>(r: Rng, weights: Readonly<Partial<Record<T, number>>>): T {
  const entries = Object.entries(weights) as [T, number][];
  let x = r() * entries.reduce((sum, [, w]) => sum + w, 0);
  for (const [key, w] of entries) {
    x -= w;
    if (x < 0) return key;
  }
  const last = entries.at(-1);
  if (!last) throw new Error("nothing to weigh");
  return last[0];
}

/** Normal deviate, mean 0, deviation 1 (Box-Muller). */
export const normal = (r: Rng): number => Math.sqrt(-2 * Math.log(1 - r())) * Math.cos(2 * Math.PI * r());

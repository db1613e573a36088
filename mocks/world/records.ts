import { chance, rng } from "./rng.ts";
import type { Part } from "./rows.ts";

/** Drawings from before were handed over with gaps. */
const OLD = 2005;
const OLDEST = 1998;

/** Takes out of the pipes' records what enterprises do not know of their older ones: depth, wall of steel and iron, and at last the year. */
export function forget(seed: number, part: Part): void {
  const r = rng(seed, `records ${part.areaCode}`);
  for (const pipe of part.pipes) {
    const [depth, wall, year] = [chance(r, 0.35), chance(r, 0.3), chance(r, 0.15)];
    const laid = pipe.laid_year ?? OLDEST;
    if (laid >= OLD) continue;
    if (depth) pipe.depth_m = null;
    // Plastic pipes are made by their wall, and their inside is reckoned from it.
    if (wall && !pipe.material.startsWith("PE")) pipe.wall_mm = null;
    if (year && depth && laid < OLDEST) pipe.laid_year = null;
  }
}

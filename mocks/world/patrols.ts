import type { PressureLevel } from "#contract/gas.ts";
import { between, chance, type Rng, rng } from "./rng.ts";
import type { Part } from "./rows.ts";
import { DAY, dayOf } from "./time.ts";

/** Pipes laid one after the other lie side by side: so many are one walk. */
const PIPES_OF_A_WALK = 12;

/** Days from one walk to the next: high pressure daily, streets weekly to twice a month, courtyards monthly (domain.md §4). */
const EVERY_DAYS: Readonly<Record<PressureLevel, number>> = {
  UHP: 1,
  HP_A: 1,
  HP_B: 1,
  SHP_A: 1,
  SHP_B: 2,
  MP_A: 7,
  MP_B: 14,
  LP: 30,
  unknown: 30,
};

/** How late a walk is, as a multiple of what is due; null = it was never made. Most are in time, some slip by months. */
function latenessOf(r: Rng): number | null {
  if (chance(r, 0.03)) return null;
  if (chance(r, 0.04)) return between(r, 6, 20);
  return chance(r, 0.12) ? between(r, 1.2, 5) : between(r, 0, 1);
}

/** Tells of each pipe when it was last walked. A walk takes in pipes of any level along its way, each as often as its own level asks. */
export function patrol(seed: number, part: Part, asOfMs: number): void {
  const r = rng(seed, `patrols ${part.areaCode}`);
  let lateness: number | null = null;
  part.pipes.forEach((pipe, i) => {
    if (i % PIPES_OF_A_WALK === 0) lateness = latenessOf(r);
    const isWalked = lateness !== null && pipe.status !== "planned";
    pipe.last_patrolled = isWalked
      ? dayOf(asOfMs - Math.round((lateness ?? 0) * EVERY_DAYS[pipe.pressure_level]) * DAY)
      : null;
  });
}

/** Two clocks of a machine: the wall's, which people may set, and the steady one, ms. */
export interface Clocks {
  wall(): number;
  steady(): number;
}

const MACHINE: Clocks = { wall: Date.now, steady: () => performance.now() };

/**
 * A clock for spans and stamps that never goes back: while the wall's was put back, it goes at half speed until the wall has caught up, so
 * that no shelf lasts a day longer because somebody corrected the time, and no stamp is older than the one before it.
 */
export function createClock({ wall, steady }: Clocks = MACHINE): () => number {
  let last = wall();
  let at = steady();
  return () => {
    const elapsed = Math.max(0, steady() - at);
    at += elapsed;
    last = Math.max(wall(), last + elapsed / 2);
    return last;
  };
}

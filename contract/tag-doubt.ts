import { TAG_STATES } from "./gas.ts";

const [NORMAL, MAINTENANCE, SUSPECT] = (["normal", "maintenance", "suspect"] as const).map((state) =>
  TAG_STATES.indexOf(state),
) as [number, number, number];

/** What is known of a tag beside its readings; a byte in columns. */
export const NO_DOUBT = 0;
/** Detectors say that its values are not to be trusted. */
export const DOUBTED = 1;
/** Somebody works on it. */
export const MAINTAINED = 2;

/** What is shown in place of a state (index in TAG_STATES), live and in replay: work on a tag covers all it says, a doubt only what looks well. */
export function withDoubt(state: number, doubt: number): number {
  if (doubt === MAINTAINED) return MAINTENANCE;
  return doubt === DOUBTED && state === NORMAL ? SUSPECT : state;
}

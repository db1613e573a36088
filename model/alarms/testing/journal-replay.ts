import type { AlarmEventKind, AlarmHold, AlarmState } from "#contract/alarm-words.ts";

/**
 * What a reader of the journal alone believes of an alarm. Written from the words of the contract and not from the machine, so that the two
 * can be held against each other: where they differ, something happened that was not written down.
 */
export interface Believed {
  readonly state: AlarmState;
  readonly isActive: boolean;
  readonly isShelved: boolean;
  readonly isSuppressed: boolean;
  readonly isOutOfService: boolean;
  readonly isLeak: boolean;
  readonly isChattering: boolean;
  readonly occurrences: number;
}

export const BLANK: Believed = {
  state: "normal",
  isActive: false,
  isShelved: false,
  isSuppressed: false,
  isOutOfService: false,
  isLeak: false,
  isChattering: false,
  occurrences: 0,
};

/** Which hold the journal leaves; a leak is held by nothing. */
export function heldBy(b: Believed): AlarmHold | null {
  if (b.isLeak) return null;
  if (b.isShelved) return "shelved";
  if (b.isOutOfService) return "out_of_service";
  return b.isSuppressed ? "suppressed" : null;
}

const CHANGES: Readonly<Record<AlarmEventKind, (b: Believed) => Partial<Believed>>> = {
  raised: (b) => ({ state: "unacknowledged", isActive: true, isLeak: false, occurrences: b.occurrences + 1 }),
  rang_again: () => ({ state: "unacknowledged", isActive: true }),
  came_again: () => ({ state: "unacknowledged", isActive: true }),
  level_up: () => ({ state: "unacknowledged" }),
  level_down: () => ({}),
  acknowledged: () => ({ state: "acknowledged" }),
  returned: () => ({ state: "returned", isActive: false }),
  cleared: () => ({ state: "normal", isActive: false, isLeak: false }),
  shelved: () => ({ isShelved: true }),
  unshelved: () => ({ isShelved: false }),
  suppressed: () => ({ isSuppressed: true }),
  unsuppressed: () => ({ isSuppressed: false }),
  out_of_service: () => ({ isOutOfService: true }),
  in_service: () => ({ isOutOfService: false }),
  chatter_began: () => ({ isChattering: true }),
  chatter_ended: () => ({ isChattering: false }),
  leak_confirmed: () => ({ isLeak: true }),
  escalated: () => ({}),
  folded: () => ({}),
  dispatched: () => ({}),
};

export const readOn = (before: Believed, event: AlarmEventKind): Believed => ({ ...before, ...CHANGES[event](before) });

import { HOUR_MS } from "#contract/history-layout.ts";
import type { HourColumn } from "./build-hours.ts";
import { CARRIED_HOURS } from "./late-hours.ts";

export interface HeldHour {
  readonly column: Promise<HourColumn>;
  /** When its readings were read, ms since 1970. */
  readonly builtAt: number;
  /** When it was put here. */
  readonly since: number;
  /** Readings came for it since. */
  isOutdated: boolean;
  bytes: number;
}

/** What an id weighs in memory, about. */
const ID_BYTES = 24;

/** Packed hours by their beginning, at most `most` bytes: those used longest ago are forgotten first. */
export function createHourMemory(most: number, now: () => number) {
  const held = new Map<number, HeldHour>();
  let bytes = 0;

  const drop = (hour: number) => {
    bytes -= held.get(hour)?.bytes ?? 0;
    held.delete(hour);
  };
  const weigh = (hour: number, one: HeldHour, { bytes: packed, ids }: HourColumn) => {
    if (held.get(hour) !== one) return;
    one.bytes = packed.length + ids.length * ID_BYTES;
    bytes += one.bytes;
    for (const oldest of held.keys()) {
      if (bytes <= most || oldest === hour) return;
      drop(oldest);
    }
  };

  return {
    get: (hour: number) => held.get(hour),
    /** The same, and it has now been used last. */
    use: (hour: number): HeldHour => {
      const one = held.get(hour);
      if (one === undefined) throw new Error(`hour ${hour} is not held`);
      held.delete(hour);
      held.set(hour, one);
      return one;
    },
    /** Holds an hour that comes; forgets it again when it does not come. */
    hold: (hour: number, column: Promise<HourColumn>, builtAt: number): HeldHour => {
      drop(hour);
      const one: HeldHour = { column, builtAt, since: now(), isOutdated: false, bytes: 0 };
      held.set(hour, one);
      column.then(
        (packed) => weigh(hour, one, packed),
        () => held.get(hour) === one && drop(hour),
      );
      return one;
    },
    /** Readings of these times were stored: of hours that stand here, those they belong to or are carried into are outdated. */
    outdate: (times: Iterable<number>) => {
      const hours = new Set<number>();
      for (const t of times) hours.add(Math.floor(t / HOUR_MS) * HOUR_MS);
      for (const first of hours) {
        for (let i = 0; i <= CARRIED_HOURS; i++) {
          const one = held.get(first + i * HOUR_MS);
          if (one !== undefined) one.isOutdated = true;
        }
      }
    },
  };
}

import { HOUR_MS } from "#contract/history-layout.ts";
import type { Db } from "#server/db/db.ts";
import { buildHours, type HourColumn } from "./build-hours.ts";

export interface HourStore {
  /** Consecutive hours from a whole hour on, built where they are not held. */
  hours(from: number, count: number): Promise<readonly HourColumn[]>;
  /** Readings of these times (ms since 1970) have been stored: hours that should hold them are built anew when next asked for. */
  stored(times: Iterable<number>): void;
}

interface Held {
  readonly column: Promise<HourColumn>;
  /** ms since 1970; when it was begun. */
  readonly builtAt: number;
  /** Readings came later than it was begun. */
  isOutdated: boolean;
  bytes: number;
}

export interface HourStoreOptions {
  readonly db: Pick<Db, "asSystem">;
  readonly now?: () => number;
  /** Bytes of packed hours kept in memory. */
  readonly most?: number;
}

const MOST_BYTES = 256 * 1024 * 1024;
/** An hour under way, or one that late readings came into, is built anew at most this often. */
const ANEW_MS = 15_000;
/** A value stands in the hour of its own time and is carried into the day after. */
const CARRIED_HOURS = 24;
/** What an id weighs in memory, about. */
const ID_BYTES = 24;

/** Packed hours by their beginning; those asked for longest ago are forgotten first. Whoever asks meanwhile shares the building. */
export function createHourStore({ db, now = Date.now, most = MOST_BYTES }: HourStoreOptions): HourStore {
  const held = new Map<number, Held>();
  let bytes = 0;

  const drop = (hour: number) => {
    bytes -= held.get(hour)?.bytes ?? 0;
    held.delete(hour);
  };

  const weigh = (hour: number, one: Held, { bytes: packed, ids }: HourColumn) => {
    if (held.get(hour) !== one) return;
    one.bytes = packed.length + ids.length * ID_BYTES;
    bytes += one.bytes;
    for (const oldest of held.keys()) {
      if (bytes <= most || oldest === hour) return;
      drop(oldest);
    }
  };

  const isGood = (hour: number): boolean => {
    const one = held.get(hour);
    if (one === undefined) return false;
    const isPartial = one.builtAt < hour + HOUR_MS;
    return (!isPartial && !one.isOutdated) || now() - one.builtAt < ANEW_MS;
  };

  /** Hours that have to be built are built together: each tag's readings are read once for all of them. */
  const build = (run: readonly number[]) => {
    const [from] = run;
    if (from === undefined) return;
    const builtAt = now();
    const built = buildHours(db, from, run.length, builtAt);
    run.forEach((hour, i) => {
      drop(hour);
      const column = built.then((columns) => columns[i] as HourColumn);
      const one: Held = { column, builtAt, isOutdated: false, bytes: 0 };
      held.set(hour, one);
      column.then(
        (packed) => weigh(hour, one, packed),
        () => held.get(hour) === one && drop(hour),
      );
    });
  };

  return {
    async hours(from, count) {
      const wanted = Array.from({ length: count }, (_, i) => from + i * HOUR_MS);
      for (const run of runsOf(wanted, isGood)) build(run);
      const found = wanted.map((hour) => {
        const one = held.get(hour) as Held;
        held.delete(hour);
        held.set(hour, one);
        return one.column;
      });
      return await Promise.all(found);
    },
    stored(times) {
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

/** The wanted hours that are not good, those beside each other together. */
function runsOf(wanted: readonly number[], isGood: (hour: number) => boolean): number[][] {
  const runs: number[][] = [];
  for (const hour of wanted) {
    if (isGood(hour)) continue;
    const last = runs.at(-1);
    if (last?.at(-1) === hour - HOUR_MS) last.push(hour);
    else runs.push([hour]);
  }
  return runs;
}

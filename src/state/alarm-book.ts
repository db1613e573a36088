import { createStore } from "zustand/vanilla";
import type { LiveAlarms } from "#contract/alarm-live.ts";
import type { Alarm, JournalEntry } from "#contract/alarms.ts";

/** Every open alarm in the person's sight, held ones too, kept up by the live connection. */
export interface AlarmBook {
  readonly load: "loading" | "ready" | "failed";
  readonly problem: unknown;
  /** By id; written in place, `tick` counts the changes. */
  readonly open: ReadonlyMap<string, Alarm>;
  readonly tick: number;
  /** All events up to this number are in it. */
  readonly seq: number;
  /** When it was last told something, ms since 1970 by this device's clock; 0 = never. */
  readonly toldAt: number;
  readonly flood: LiveAlarms["flood"];
}

export const createAlarmBook = () =>
  createStore<AlarmBook>(() => ({
    load: "loading",
    problem: null,
    open: new Map(),
    tick: 0,
    seq: 0,
    toldAt: 0,
    flood: null,
  }));
export type AlarmBookStore = ReturnType<typeof createAlarmBook>;

/** What was just told of alarms, for who has to ring. Nothing is kept. */
export interface AlarmNews {
  readonly events: readonly JournalEntry[];
  readonly alarms: readonly Alarm[];
  readonly flood: LiveAlarms["flood"];
}

export function createAlarmNews() {
  const heard = new Set<(news: AlarmNews) => void>();
  return {
    say: (news: AlarmNews) => {
      for (const listener of heard) listener(news);
    },
    listen: (listener: (news: AlarmNews) => void) => {
      heard.add(listener);
      return () => void heard.delete(listener);
    },
  };
}
export type AlarmNewsEvents = ReturnType<typeof createAlarmNews>;

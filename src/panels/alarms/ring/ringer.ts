import type { Alarm } from "#contract/alarms.ts";
import { WARNING_LEVELS, type WarningLevel } from "#contract/gas.ts";
import { isWanting } from "#lib/alarm-list.ts";
import type { AlarmNews } from "#state/alarm-book.ts";

/** In a flood: one ring for all that came meanwhile. */
export const FLOOD_PAUSE_MS = 10_000;
/** Nobody has acknowledged: it rings again after so long. Lower levels ring once. */
export const REMIND_MS: Readonly<Partial<Record<WarningLevel, number>>> = { red: 15_000, orange: 60_000 };

const worse = (a: WarningLevel | null, b: WarningLevel): WarningLevel =>
  a === null || WARNING_LEVELS.indexOf(b) < WARNING_LEVELS.indexOf(a) ? b : a;

/** Whether an alarm rings for somebody at all. */
export type Hears = (alarm: Alarm) => boolean;
const everybody: Hears = () => true;

/** Alarms of some news that a person should hear, the worst first: those that rang, are not held and still want somebody. */
export function ringingOf(
  { events, alarms }: Pick<AlarmNews, "events" | "alarms">,
  hears: Hears = everybody,
): readonly Alarm[] {
  const rang = new Set(events.filter(({ heard }) => heard).map(({ alarmId }) => alarmId));
  return alarms
    .filter((alarm) => rang.has(alarm.id) && isWanting(alarm) && hears(alarm))
    .toSorted((a, b) => WARNING_LEVELS.indexOf(a.level) - WARNING_LEVELS.indexOf(b.level) || b.seq - a.seq);
}

export interface RingerInput {
  readonly now: () => number;
  /** False: nothing came out. */
  readonly play: (level: WarningLevel) => boolean;
  /** ms of silence that are left. */
  readonly silenceLeft: (now: number) => number;
  readonly open: () => Iterable<Alarm>;
  /** Whom it rings for: an alarm that was not brought before the person is seen, not heard. */
  readonly hears: Hears;
}

/**
 * Decides when it rings: with news, at the pace of incidents in a flood, and again while what is urgent waits for somebody. `hear` is
 * called with all news, `check` about once a second.
 */
export function createRinger({ now, play, silenceLeft, open, hears }: RingerInput) {
  let lastAt = Number.NEGATIVE_INFINITY;
  /** The worst that was not heard: kept in by silence or in a flood. */
  let owed: WarningLevel | null = null;

  /** How long it has been quiet. A clock that was set back does not keep it quiet until it has caught up. */
  const quietMs = (at: number) => (at < lastAt ? Number.POSITIVE_INFINITY : at - lastAt);

  const ring = (level: WarningLevel, at: number) => {
    if (!play(level)) return;
    lastAt = at;
    owed = null;
  };

  const worstWaiting = (): WarningLevel | null => {
    let worst: WarningLevel | null = null;
    for (const alarm of open()) if (isWanting(alarm) && hears(alarm)) worst = worse(worst, alarm.level);
    return worst;
  };

  const hear = (news: AlarmNews): void => {
    const first = ringingOf(news, hears)[0];
    if (!first) return;
    const at = now();
    owed = worse(owed, first.level);
    const waits = silenceLeft(at) > 0 || (news.flood !== null && quietMs(at) < FLOOD_PAUSE_MS);
    if (!waits) ring(owed, at);
  };

  const check = (): void => {
    const at = now();
    if (silenceLeft(at) > 0) return;
    const worst = worstWaiting();
    if (worst === null) {
      owed = null;
      return;
    }
    const pause = owed === null ? REMIND_MS[worst] : FLOOD_PAUSE_MS;
    if (pause !== undefined && quietMs(at) >= pause) ring(worst, at);
  };
  return { hear, check };
}

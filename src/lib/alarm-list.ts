import type { AlarmState } from "#contract/alarm-words.ts";
import type { Alarm } from "#contract/alarms.ts";
import { type TagKind, WARNING_LEVELS, type WarningLevel } from "#contract/gas.ts";
import type { Bbox } from "#contract/route.ts";

export type LevelCounts = Readonly<Record<WarningLevel, number>>;

/** What an alarm is judged by in lists. */
export type ListedAlarm = Pick<
  Alarm,
  | "id"
  | "seq"
  | "state"
  | "level"
  | "hold"
  | "tagKind"
  | "areaCode"
  | "enterpriseId"
  | "tagId"
  | "tagName"
  | "stationName"
  | "areaName"
  | "enterpriseName"
  | "lngLat"
>;

export interface AlarmSieve {
  readonly levels: readonly WarningLevel[];
  readonly states: readonly AlarmState[];
  readonly kinds: readonly TagKind[];
  readonly hold: "no" | "yes" | "any";
  readonly text: string;
  /** Counties looked at; null = everywhere. */
  readonly counties: ReadonlySet<string> | null;
  readonly enterprise: string | null;
  /** West, south, east, north; null = everywhere. North and west edges belong to it. */
  readonly box: Bbox | null;
}

const isIn = ([west, south, east, north]: Bbox, [lng, lat]: readonly [number, number]): boolean =>
  lng >= west && lng < east && lat > south && lat <= north;

const words = new WeakMap<ListedAlarm, string>();
function wordsOf(alarm: ListedAlarm): string {
  const known = words.get(alarm);
  if (known !== undefined) return known;
  const { id, tagId, tagName, stationName, areaName, enterpriseName } = alarm;
  const text = [tagName, stationName, areaName, enterpriseName, tagId, id].join("\n").toLowerCase();
  words.set(alarm, text);
  return text;
}

const holds = <T>(list: readonly T[], one: T): boolean => list.length === 0 || list.includes(one);

/** Whether an alarm passes; every word of the text must be in one of its names. */
export function sieveOf(sieve: AlarmSieve): (alarm: ListedAlarm) => boolean {
  const asked = sieve.text.toLowerCase().split(/\s+/).filter(Boolean);
  return (alarm) =>
    holds(sieve.levels, alarm.level) &&
    holds(sieve.states, alarm.state) &&
    holds(sieve.kinds, alarm.tagKind) &&
    (sieve.hold === "any" || (alarm.hold !== null) === (sieve.hold === "yes")) &&
    (sieve.counties === null || sieve.counties.has(alarm.areaCode)) &&
    (sieve.enterprise === null || alarm.enterpriseId === sieve.enterprise) &&
    (sieve.box === null || isIn(sieve.box, alarm.lngLat)) &&
    (asked.length === 0 || asked.every((word) => wordsOf(alarm).includes(word)));
}

const URGENCY: Readonly<Record<AlarmState, number>> = { unacknowledged: 0, returned: 1, acknowledged: 2, normal: 3 };
const GRAVITY = Object.fromEntries(WARNING_LEVELS.map((level, i) => [level, i])) as Readonly<
  Record<WarningLevel, number>
>;
const STATES = 4;
const rankOf = ({ level, state }: ListedAlarm): number => GRAVITY[level] * STATES + URGENCY[state];

const bySeq = (a: ListedAlarm, b: ListedAlarm): number => b.seq - a.seq;

/**
 * `urgency`: the worst level first, who wants an answer before who has one, then the newest; `seq`: the newest event first.
 * @param isOnTop which go before all others by urgency
 */
export function inOrder<T extends ListedAlarm>(
  alarms: readonly T[],
  order: "urgency" | "seq",
  isOnTop?: (alarm: T) => boolean,
): readonly T[] {
  if (order === "seq") return alarms.toSorted(bySeq);
  if (isOnTop !== undefined && alarms.some(isOnTop)) {
    const { top = [], rest = [] } = Object.groupBy(alarms, (alarm) => (isOnTop(alarm) ? "top" : "rest"));
    return [...inOrder(top, order), ...inOrder(rest, order)];
  }
  // A heap for each rank: they come nearly in the order of their numbers, and such heaps sort in a few steps.
  const ranks = Array.from({ length: WARNING_LEVELS.length * STATES }, (): T[] => []);
  for (const alarm of alarms) ranks[rankOf(alarm)]?.push(alarm);
  return ranks.flatMap((rank) => rank.sort(bySeq));
}

export const NO_COUNTS: LevelCounts = { red: 0, orange: 0, yellow: 0, blue: 0 };

export function countLevels(alarms: Iterable<Pick<Alarm, "level">>): LevelCounts {
  const counts = { ...NO_COUNTS };
  for (const { level } of alarms) counts[level] += 1;
  return counts;
}

export const totalOf = (counts: LevelCounts): number => counts.red + counts.orange + counts.yellow + counts.blue;

/** The worst level that there is one of. */
export const worstOf = (counts: LevelCounts): WarningLevel | null =>
  WARNING_LEVELS.find((level) => counts[level] > 0) ?? null;

/** Whether an alarm asks for somebody: not held, and nobody has said that they know. */
export const isWanting = ({ state, hold }: Pick<Alarm, "state" | "hold">): boolean =>
  hold === null && (state === "unacknowledged" || state === "returned");

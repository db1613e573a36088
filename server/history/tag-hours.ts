import { HISTORY_LEVELS, HOUR_MS, MINUTE_MS, OFFLINE_AFTER_S } from "#contract/history-layout.ts";
import { LARGEST_VALUE, type Sample, type TagHour } from "#model/history/hour.ts";

/** A stored reading. */
export interface PastReading {
  /** ms since 1970. */
  readonly t: number;
  readonly v: number;
  readonly q: number;
}

export interface TagPast {
  /** ms since 1970: a whole hour. */
  readonly from: number;
  readonly hours: number;
  readonly decimals: number;
  /** By the tag's row. */
  readonly staleAfterS: number;
  /** Level by limits and dead-band, given the level before. */
  readonly level: (v: number, before: number) => number;
  /** In the order of time, from `LEAD_MS` before `from` on; the first may be older, up to a day. */
  readonly readings: readonly PastReading[];
}

/** So much before an hour is looked at, so that the dead-band knows where it came from. */
export const LEAD_MS = 2 * HOUR_MS;

const BAD_QUALITY = 2;
const BAD = HISTORY_LEVELS.indexOf("bad");
const NORMAL = 0;
/** Of several readings of a minute the worst stands for it; one that is none yields to any. */
const rank = (level: number): number => (level === BAD ? -1 : level);

interface Judged extends PastReading {
  readonly level: number;
}

function judge({ readings, level }: TagPast): Judged[] {
  let before = NORMAL;
  return readings.flatMap((reading) => {
    if (!Number.isFinite(reading.v) || Math.abs(reading.v) > LARGEST_VALUE) return [];
    before = level(reading.v, before);
    return [{ ...reading, level: reading.q === BAD_QUALITY ? BAD : before }];
  });
}

/** How many steps of a coarse record a value counts as fresh. */
const FRESH_STEPS = 2.5;

/**
 * When a value of this hour was stale. Where no two kept readings lie closer than the tag's own limit, the record is coarser than the
 * sensor (hourly files, thinned history): then its own step counts, or every value of the past would look stale.
 */
function staleAfter(own: number, window: readonly Judged[]): number {
  const [first, last] = [window[0], window.at(-1)];
  if (!first || !last || window.length < 2) return own;
  const isCoarse = window.every((one, i) => i === 0 || one.t - (window[i - 1] as Judged).t >= own * 1000);
  if (!isCoarse) return own;
  const stepS = (last.t - first.t) / (window.length - 1) / 1000;
  return Math.max(own, Math.ceil(FRESH_STEPS * stepS));
}

function samplesOf(from: number, judged: readonly Judged[]): Sample[] {
  const samples: Sample[] = [];
  for (const { t, v, level } of judged) {
    const minute = Math.ceil((t - from) / MINUTE_MS) - 1;
    const end = from + (minute + 1) * MINUTE_MS;
    const sample = { minute, backS: Math.min(59, Math.floor((end - t) / 1000)), value: v, level };
    const last = samples.at(-1);
    if (last?.minute !== minute) samples.push(sample);
    else if (rank(level) >= rank(last.level)) samples[samples.length - 1] = sample;
  }
  return samples;
}

/** Place of the first reading later than `t`. */
function firstAfter(judged: readonly Judged[], t: number): number {
  let [low, high] = [0, judged.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((judged[middle] as Judged).t <= t) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What one tag said in each hour from `from` on. */
export function tagHours(past: TagPast): TagHour[] {
  const judged = judge(past);
  return Array.from({ length: past.hours }, (_, h) => {
    const from = past.from + h * HOUR_MS;
    const begin = firstAfter(judged, from);
    const end = firstAfter(judged, from + HOUR_MS);
    const before = judged[begin - 1];
    const ageS = before === undefined ? Number.POSITIVE_INFINITY : Math.floor((from - before.t) / 1000);
    return {
      decimals: past.decimals,
      staleAfterS: staleAfter(past.staleAfterS, judged.slice(firstAfter(judged, from - LEAD_MS), end)),
      carried: before && ageS <= OFFLINE_AFTER_S ? { ageS, value: before.v, level: before.level } : null,
      samples: samplesOf(from, judged.slice(begin, end)),
    };
  });
}

import { KPI_TARGETS } from "#contract/alarm-kpis.ts";
import type { AlarmEventKind } from "#contract/alarm-words.ts";
import type { WarningLevel } from "#contract/gas.ts";

/** An entry of the journal, as far as the measures need it. Times in ms, the server's. */
export interface KpiEvent {
  readonly at: number;
  readonly kind: AlarmEventKind;
  readonly alarmId: string;
  /** Tag and rule: what rings. */
  readonly tagId: string;
  readonly ruleId: string;
  readonly level: WarningLevel;
  readonly isHeard: boolean;
}

/** A stretch in which more rings came than a person can answer. */
export interface Flood {
  readonly from: number;
  readonly to: number;
  readonly rings: number;
}

export interface SourceCount {
  readonly tagId: string;
  readonly ruleId: string;
  readonly rings: number;
}

export const TEN_MIN_MS = 600_000;

/** Rings in each bucket of `widthMs` from `from`; the last one may be cut short by `to`. */
export function ringsByBucket(rings: readonly number[], from: number, to: number, widthMs: number): number[] {
  const counts = new Array<number>(Math.max(1, Math.ceil((to - from) / widthMs))).fill(0);
  for (const at of rings) {
    const i = Math.floor((at - from) / widthMs);
    if (i >= 0 && i < counts.length && at < to) counts[i] = (counts[i] as number) + 1;
  }
  return counts;
}

/**
 * Floods of one operator (ISA-18.2 §16.5, EEMUA 191): the stretch of ten-minute intervals that begins with one of more than ten rings and ends
 * with the first of fewer than five.
 */
export function floodsOf(perTenMin: readonly number[], from: number, operators: number): Flood[] {
  const floods: Flood[] = [];
  let begun: { at: number; rings: number } | null = null;
  perTenMin.forEach((count, i) => {
    const each = count / operators;
    const at = from + i * TEN_MIN_MS;
    if (begun === null && each > KPI_TARGETS.floodBegins) begun = { at, rings: 0 };
    if (begun === null) return;
    if (each < KPI_TARGETS.floodEnds) {
      floods.push({ from: begun.at, to: at, rings: begun.rings });
      begun = null;
    } else begun.rings += count;
  });
  const open = begun as { at: number; rings: number } | null;
  if (open !== null) floods.push({ from: open.at, to: from + perTenMin.length * TEN_MIN_MS, rings: open.rings });
  return floods;
}

/** Rings by source, most first; of equally many the lesser names first. */
export function ringsBySource(events: readonly KpiEvent[]): SourceCount[] {
  const counts = new Map<string, { tagId: string; ruleId: string; rings: number }>();
  for (const { tagId, ruleId, isHeard } of events) {
    if (!isHeard) continue;
    const key = `${tagId} ${ruleId}`;
    const count = counts.get(key) ?? { tagId, ruleId, rings: 0 };
    count.rings += 1;
    counts.set(key, count);
  }
  const byName = (a: SourceCount, b: SourceCount) => (`${a.tagId} ${a.ruleId}` < `${b.tagId} ${b.ruleId}` ? -1 : 1);
  return [...counts.values()].sort((a, b) => b.rings - a.rings || byName(a, b));
}

const BEGINS: ReadonlySet<AlarmEventKind> = new Set(["raised", "rang_again", "came_again"]);

/** Sources whose condition began three times within a minute, or that the engine itself called chattering; with all their begins. */
export function chatteringSources(events: readonly KpiEvent[]): SourceCount[] {
  const begins = new Map<string, { tagId: string; ruleId: string; at: number[]; isCalled: boolean }>();
  for (const { tagId, ruleId, kind, at } of events) {
    if (!BEGINS.has(kind) && kind !== "chatter_began") continue;
    const key = `${tagId} ${ruleId}`;
    const source = begins.get(key) ?? { tagId, ruleId, at: [], isCalled: false };
    if (kind === "chatter_began") source.isCalled = true;
    else source.at.push(at);
    begins.set(key, source);
  }
  const { chatterRings, chatterS } = KPI_TARGETS;
  const chatters = (at: readonly number[]) =>
    at.some((first, i) => (at[i + chatterRings - 1] ?? Infinity) - first <= 1000 * chatterS);
  return [...begins.values()]
    .filter(({ at, isCalled }) => isCalled || chatters(at))
    .map(({ tagId, ruleId, at }) => ({ tagId, ruleId, rings: at.length }))
    .sort((a, b) => b.rings - a.rings || (a.tagId < b.tagId ? -1 : 1));
}

/** Seconds from the first ring that nobody had answered to the answer, for each answer whose ring is known. */
export function answerTimes(events: readonly KpiEvent[]): number[] {
  const since = new Map<string, number>();
  const times: number[] = [];
  for (const { alarmId, kind, at, isHeard } of events) {
    if (isHeard && kind !== "escalated" && !since.has(alarmId)) since.set(alarmId, at);
    const rang = since.get(alarmId);
    if (kind === "acknowledged" && rang !== undefined) times.push((at - rang) / 1000);
    if (kind === "acknowledged" || kind === "cleared") since.delete(alarmId);
  }
  return times;
}

/** Nearest-rank percentile; null of nothing. */
export function percentile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

/** The measures of ISA-18.2 §16 over [from, to), its means, peaks and floods for each of `operators`. `events` in the order of the journal. */
export function measure(events: readonly KpiEvent[], from: number, to: number, operators: number) {
  const heard = events.filter(({ isHeard, kind }) => isHeard && kind !== "escalated");
  const rings = heard.map(({ at }) => at);
  const perTenMin = ringsByBucket(rings, from, to, TEN_MIN_MS);
  const floods = floodsOf(perTenMin, from, operators);
  const minutes = floods.reduce((sum, flood) => sum + (Math.min(flood.to, to) - flood.from) / 60_000, 0);
  const sources = ringsBySource(heard);
  const topTen = sources.slice(0, 10).map((source) => ({ ...source, share: source.rings / rings.length }));
  const times = answerTimes(events);
  const byLevel: Record<WarningLevel, number> = { red: 0, orange: 0, yellow: 0, blue: 0 };
  for (const { level } of heard) byLevel[level] += 1;
  return {
    rings: rings.length,
    perTenMin,
    per10Min: {
      mean: rings.length / perTenMin.length / operators,
      max: Math.max(...perTenMin) / operators,
      shareOverTwo: perTenMin.filter((n) => n / operators > KPI_TARGETS.per10MinMost).length / perTenMin.length,
    },
    flood: {
      count: floods.length,
      minutes,
      share: minutes / ((to - from) / 60_000),
      most: Math.max(0, ...floods.map((flood) => flood.rings)) / operators,
    },
    topTen,
    topTenShare: topTen.reduce((sum, { share }) => sum + share, 0),
    chattering: chatteringSources(events),
    byLevel,
    ackSeconds: { median: percentile(times, 0.5), p90: percentile(times, 0.9), count: times.length },
    shelved: events.filter(({ kind }) => kind === "shelved").length,
  };
}

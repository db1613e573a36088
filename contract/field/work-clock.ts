import type { FieldWork, WorkClock, WorkRule } from "./works.ts";
import { WORK_CLOCKS } from "./works.ts";

const DAY_MS = 86_400_000;

export type Told = Pick<FieldWork, "noticedAt" | "from" | "plan" | "guard" | "isOver">;
type Standing = Pick<FieldWork, "clock" | "noticeBy" | "lacks">;

/** The last moment at which a work is told of in time, ms since 1970. */
export const noticeBy = (from: string, { noticeDays }: Pick<WorkRule, "noticeDays">): number =>
  Date.parse(from) - noticeDays * DAY_MS;

function clockAt({ noticedAt, from, isOver }: Told, byMs: number, nowMs: number): WorkClock {
  if (isOver) return "over";
  if (noticedAt !== null) return Date.parse(noticedAt) <= byMs ? "in_time" : "late";
  if (nowMs >= Date.parse(from)) return "begun";
  return nowMs > byMs ? "overdue" : "due";
}

/** Whole days from being told to the first digging, and whether the rule asks for more. Negative: it has begun. */
export function daysOfNotice(
  from: string,
  toldMs: number,
  rule: Pick<WorkRule, "noticeDays"> | null,
): { readonly days: number; readonly isShort: boolean } {
  const days = Math.floor((Date.parse(from) - toldMs) / DAY_MS);
  return { days, isShort: rule !== null && days < rule.noticeDays };
}

/** How the clock of a work's notice stands at a moment, and what the rule asks for that it lacks. Without a rule nothing is asked. */
export function clockOf(work: Told, rule: WorkRule | null, nowMs: number): Standing {
  if (rule === null) return { clock: work.isOver ? "over" : "in_time", noticeBy: null, lacks: [] };
  const byMs = noticeBy(work.from, rule);
  const lacks = [
    work.noticedAt === null && ("notice" as const),
    rule.needsPlan && work.plan !== "agreed" && ("plan" as const),
    rule.needsGuard && work.guard === "none" && ("guard" as const),
  ].filter((lack) => lack !== false);
  return {
    clock: clockAt(work, byMs, nowMs),
    noticeBy: new Date(byMs).toISOString(),
    lacks: work.isOver ? [] : lacks,
  };
}

/** The most pressing first: by how the clock stands, then by when digging begins. */
export const byUrgency = (a: Pick<FieldWork, "clock" | "from" | "id">, b: typeof a): number =>
  WORK_CLOCKS.indexOf(a.clock) - WORK_CLOCKS.indexOf(b.clock) ||
  Date.parse(a.from) - Date.parse(b.from) ||
  (a.id < b.id ? -1 : 1);

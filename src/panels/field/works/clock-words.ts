import type { TFunction } from "i18next";
import type { FieldWork } from "#contract/field/works.ts";

const DAY_MS = 86_400_000;
const days = (ms: number): number => Math.max(0, Math.ceil(ms / DAY_MS));

type Standing = Pick<FieldWork, "clock" | "noticeBy" | "noticedAt" | "from">;

/** How the clock of a work's notice stands, in words with days. */
export function clockWords(t: TFunction, { clock, noticeBy, noticedAt, from }: Standing, nowMs: number): string {
  const by = noticeBy === null ? null : Date.parse(noticeBy);
  if (by === null) return t("fieldMore.works.noRule");
  const count = {
    due: days(by - nowMs),
    overdue: days(nowMs - by),
    begun: days(nowMs - Date.parse(from)),
    late: noticedAt === null ? 0 : days(Date.parse(noticedAt) - by),
    in_time: 0,
    over: 0,
  }[clock];
  return t(`fieldMore.works.clock.${clock}`, { count });
}

/** Whether a person must act on it. */
export const isPressing = ({ clock }: Pick<FieldWork, "clock">): boolean => clock === "overdue" || clock === "begun";

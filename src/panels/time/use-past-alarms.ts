import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { pastAlarmsQuery } from "#api/history.ts";
import type { PastAlarm } from "#contract/history.ts";
import { DAY_MS, dayOf } from "#lib/day.ts";

/** An alarm with its times as numbers, ms since 1970; `until` is infinite while it lasts. */
export interface TimedAlarm extends PastAlarm {
  readonly from: number;
  readonly until: number;
}

export const timed = (alarm: PastAlarm): TimedAlarm => ({
  ...alarm,
  from: Date.parse(alarm.raisedAt),
  until: alarm.clearedAt === null ? Number.POSITIVE_INFINITY : Date.parse(alarm.clearedAt),
});

/** The alarms up at a moment, the worst level first, then the newest. */
export function alarmsAt(alarms: readonly TimedAlarm[], at: number): TimedAlarm[] {
  const worst = { red: 0, orange: 1, yellow: 2, blue: 3 } as const;
  return alarms
    .filter(({ from, until }) => from <= at && at < until)
    .toSorted((a, b) => worst[a.level] - worst[b.level] || b.from - a.from);
}

/** Alarms of the province's day around a moment; asked for once a day that is looked at. */
export function usePastAlarms(at: number) {
  const day = dayOf(at);
  const query = useQuery(pastAlarmsQuery(day, day + DAY_MS));
  const alarms = useMemo(() => query.data?.alarms.map(timed) ?? [], [query.data]);
  return { alarms, query, day };
}

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { pastAlarmsQuery } from "#api/history.ts";
import { DAY_MS, dayOf } from "#lib/day.ts";
import { timed } from "#lib/past-alarms.ts";

/** Alarms of the province's day around a moment; asked for once a day that is looked at. */
export function usePastAlarms(at: number) {
  const day = dayOf(at);
  const query = useQuery(pastAlarmsQuery(day, day + DAY_MS));
  const alarms = useMemo(() => query.data?.alarms.map(timed) ?? [], [query.data]);
  return { alarms, query, day };
}

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { statisticsQuery } from "#api/statistics.ts";
import type { Statistics, StatisticsAsk } from "#contract/statistics.ts";
import { PLACE_DIMENSIONS, TIME_DIMENSIONS } from "#contract/statistics-dimensions.ts";
import { measureOf } from "#contract/statistics-measures.ts";
import { useWhere } from "#panels/use-where.ts";
import { askOf, statisticsOf, whereOf, yearBefore } from "#state/statistics.ts";
import { useView } from "#state/stores.tsx";
import { useMinute } from "./use-minute.ts";

/** The question of the page, as the server is asked; null while it is not sure that the place is in sight. */
export function useAsk(): StatisticsAsk | null {
  const statistics = useView((view) => view.statistics);
  const pipeFilter = useView((view) => view.pipeFilter);
  const { where, isKnown } = useWhere();
  const now = useMinute();
  const { area, enterprise } = where;
  return useMemo(() => {
    if (!isKnown) return null;
    const view = { statistics, pipeFilter };
    return askOf(view, measureOf(statisticsOf(view).measure).by, { area, enterprise }, now);
  }, [statistics, pipeFilter, area, enterprise, isKnown, now]);
}

/** What the page's own words and the map's filter leave of the measure's facts. */
export function useNarrowing() {
  const statistics = useView((view) => view.statistics);
  const pipeFilter = useView((view) => view.pipeFilter);
  const view = { statistics, pipeFilter };
  return whereOf(view, measureOf(statisticsOf(view).measure).by);
}

const NOTHING: StatisticsAsk = { measure: "pipeKm" };

export function useAnswer() {
  const ask = useAsk();
  return useQuery({ ...statisticsQuery(ask ?? NOTHING), enabled: ask !== null });
}

/** The question that an answer is compared with; null where it is compared with nothing. */
export function compareAsk(ask: StatisticsAsk | null, compare: string, since: string | null): StatisticsAsk | null {
  if (ask === null) return null;
  if (compare === "year" && ask.from && ask.to) return { ...ask, ...yearBefore({ from: ask.from, to: ask.to }) };
  return compare === "known" && since !== null ? { ...ask, known: since } : null;
}

const useCompared = () =>
  useView((view) => {
    const { compare, since } = statisticsOf(view);
    return { compare, since };
  });

export function useBefore() {
  const ask = useAsk();
  const { compare, since } = useCompared();
  const before = compareAsk(ask, compare, since);
  const query = useQuery({ ...statisticsQuery(before ?? NOTHING), enabled: before !== null });
  return before === null ? null : (query.data ?? null);
}

/** The same question by the parts of the place, for the map: whatever the table shows by. */
export function useFillAnswer(isOn: boolean): { readonly now: Statistics | null; readonly before: Statistics | null } {
  const ask = useAsk();
  const { compare, since } = useCompared();
  const isPlace = ask !== null && PLACE_DIMENSIONS.some((one) => one === ask.rows && one !== "enterprise");
  const { columns: _, ...plain } = ask ?? NOTHING;
  const byArea: StatisticsAsk = isPlace ? plain : { ...plain, rows: "area" };
  const before = compareAsk(byArea, compare, since);
  const now = useQuery({ ...statisticsQuery(byArea), enabled: isOn && ask !== null });
  const then = useQuery({ ...statisticsQuery(before ?? NOTHING), enabled: isOn && before !== null && ask !== null });
  return { now: now.data ?? null, before: before === null ? null : (then.data ?? null) };
}

export const isTimeDimension = (dimension: string | null): boolean => TIME_DIMENSIONS.some((one) => one === dimension);

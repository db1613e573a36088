import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type HexAsk, statisticsQuery } from "#api/statistics.ts";
import type { Statistics, StatisticsAsk } from "#contract/statistics.ts";
import { PLACE_DIMENSIONS, TIME_DIMENSIONS } from "#contract/statistics-dimensions.ts";
import { HEX_MEASURES, isHexMeasure } from "#contract/statistics-hexes.ts";
import { measureOf } from "#contract/statistics-measures.ts";
import { useWhere } from "#panels/use-where.ts";
import { askOf, statisticsOf, whereOf } from "#state/statistics.ts";
import { useView } from "#state/stores.tsx";
import { asLines, beforeAsk, useBeside, useCompared } from "./use-beside.ts";
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

/** The question for hexagons: the same records, whatever the table shows by. */
export function hexAskOf(ask: StatisticsAsk | null, sizeM: number): HexAsk {
  const { rows: _, columns: __, measure, ...rest } = ask ?? NOTHING;
  return { ...rest, measure: isHexMeasure(measure) ? measure : HEX_MEASURES[0], sizeM };
}

/** What the map's hexagons are compared with: they lie in one place, other areas stand beside it in table and chart. */
export function useFillBefore(): StatisticsAsk | null {
  return beforeAsk(useAsk(), useCompared());
}

/** The page's figures for the map: areas side by side where they are compared, else the parts of the place, whatever the table shows by. */
export function useFillAnswer(isOn: boolean): { readonly now: Statistics | null; readonly before: Statistics | null } {
  const ask = useAsk();
  const compared = useCompared();
  const areas = useBeside(ask, isOn && compared.compare === "area");
  const isAreas = areas.length > 0;
  const isPlace = ask !== null && PLACE_DIMENSIONS.some((one) => one === ask.rows && one !== "enterprise");
  const { columns: _, ...plain } = ask ?? NOTHING;
  const byArea: StatisticsAsk = isPlace ? plain : { ...plain, rows: "area" };
  const before = beforeAsk(byArea, compared);
  const isAsked = isOn && ask !== null;
  const now = useQuery({ ...statisticsQuery(isAreas ? (ask ?? NOTHING) : byArea), enabled: isAsked }).data ?? null;
  const then = useQuery({ ...statisticsQuery(before ?? NOTHING), enabled: isAsked && before !== null });
  const sideBySide = useMemo(() => (now === null || !isAreas ? null : asLines(now, areas)), [now, isAreas, areas]);
  return { now: sideBySide ?? now, before: before === null ? null : (then.data ?? null) };
}

export const isTimeDimension = (dimension: string | null): boolean => TIME_DIMENSIONS.some((one) => one === dimension);

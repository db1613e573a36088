import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { areasQuery } from "#api/areas.ts";
import { type HexAsk, statisticsQuery } from "#api/statistics.ts";
import type { Statistics, StatisticsAsk } from "#contract/statistics.ts";
import { type Dimension, PLACE_DIMENSIONS, TIME_DIMENSIONS } from "#contract/statistics-dimensions.ts";
import { HEX_MEASURES, isHexMeasure } from "#contract/statistics-hexes.ts";
import { measureOf } from "#contract/statistics-measures.ts";
import { useWhere } from "#panels/use-where.ts";
import { askOf, type StatisticsView, statisticsOf, whereOf, yearBefore } from "#state/statistics.ts";
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

type Compared = Pick<StatisticsView, "compare" | "since" | "against">;

/** Places beside each other are lines of the table already: with another area the same words and times are compared. */
export const comparesAreas = (rows: Dimension | undefined): boolean => !PLACE_DIMENSIONS.some((one) => one === rows);

/** The question that an answer is compared with; null where it is compared with nothing. */
export function compareAsk(ask: StatisticsAsk | null, { compare, since, against }: Compared): StatisticsAsk | null {
  if (ask === null) return null;
  if (compare === "year" && ask.from && ask.to) return { ...ask, ...yearBefore({ from: ask.from, to: ask.to }) };
  if (compare === "known" && since !== null) return { ...ask, known: since };
  if (compare !== "area" || against === null || !comparesAreas(ask.rows)) return null;
  const { enterprise: _, ...plain } = ask;
  return { ...plain, area: against };
}

/** With what is compared. An area that a link names is left out while it is not sure to be in sight. */
function useCompared(): Compared {
  const { compare, since, against } = useView((view) => {
    const s = statisticsOf(view);
    return { compare: s.compare, since: s.since, against: s.against };
  });
  const areas = useQuery({ ...areasQuery, enabled: against !== null });
  const isInSight = areas.data?.areas.some(({ code }) => code === against) === true;
  return { compare, since, against: isInSight ? against : null };
}

/** What the figures of the page and those beside them are called; null where nothing is compared with another area. */
export function useAreaNames(): { readonly now: string; readonly before: string } | null {
  const { compare, against } = useCompared();
  const { where } = useWhere();
  const areas = useQuery({ ...areasQuery, enabled: compare === "area" }).data?.areas ?? [];
  const nameOf = (code: string | null | undefined) => areas.find((area) => area.code === code)?.name;
  const before = nameOf(against);
  if (compare !== "area" || before === undefined) return null;
  return { now: nameOf(where.area) ?? areas.find(({ parent }) => parent === null)?.name ?? "", before };
}

export function useBefore() {
  const ask = useAsk();
  const before = compareAsk(ask, useCompared());
  const query = useQuery({ ...statisticsQuery(before ?? NOTHING), enabled: before !== null });
  return before === null ? null : (query.data ?? null);
}

/** The question for hexagons: the same records, whatever the table shows by. */
export function hexAskOf(ask: StatisticsAsk | null, sizeM: number): HexAsk {
  const { rows: _, columns: __, measure, ...rest } = ask ?? NOTHING;
  return { ...rest, measure: isHexMeasure(measure) ? measure : HEX_MEASURES[0], sizeM };
}

/** What the map's figures are compared with. It shows one place: another area stands beside it in table and chart. */
export function useFillBefore(): StatisticsAsk | null {
  const compared = useCompared();
  const ask = useAsk();
  return compared.compare === "area" ? null : compareAsk(ask, compared);
}

/** The same question by the parts of the place, for the map: whatever the table shows by. */
export function useFillAnswer(isOn: boolean): { readonly now: Statistics | null; readonly before: Statistics | null } {
  const ask = useAsk();
  const compared = useCompared();
  const isPlace = ask !== null && PLACE_DIMENSIONS.some((one) => one === ask.rows && one !== "enterprise");
  const { columns: _, ...plain } = ask ?? NOTHING;
  const byArea: StatisticsAsk = isPlace ? plain : { ...plain, rows: "area" };
  // The map shows one place: another area stands beside it in table and chart.
  const before = compared.compare === "area" ? null : compareAsk(byArea, compared);
  const now = useQuery({ ...statisticsQuery(byArea), enabled: isOn && ask !== null });
  const then = useQuery({ ...statisticsQuery(before ?? NOTHING), enabled: isOn && before !== null && ask !== null });
  return { now: now.data ?? null, before: before === null ? null : (then.data ?? null) };
}

export const isTimeDimension = (dimension: string | null): boolean => TIME_DIMENSIONS.some((one) => one === dimension);

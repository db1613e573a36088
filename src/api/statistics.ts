import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { getStatistics, type StatisticsAsk } from "#contract/statistics.ts";
import { getStatisticsHexes, type HexMeasure } from "#contract/statistics-hexes.ts";
import { call } from "./client.ts";

const REFRESH_MS = 60_000;

/** An answer; asked anew each minute while somebody looks, so that what comes late is seen. */
export const statisticsQuery = (ask: StatisticsAsk) =>
  queryOptions({
    queryKey: ["statistics", ask],
    queryFn: ({ signal }) => call(getStatistics, { query: ask, signal }),
    staleTime: REFRESH_MS / 2,
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });

export interface HexAsk extends Omit<StatisticsAsk, "measure" | "rows" | "columns"> {
  readonly measure: HexMeasure;
  /** Side of a hexagon, m. */
  readonly sizeM: number;
}

/** Records by hexagons of a grid. */
export const hexesQuery = (ask: HexAsk) =>
  queryOptions({
    queryKey: ["statistics-hexes", ask],
    queryFn: ({ signal }) => call(getStatisticsHexes, { query: ask, signal }),
    staleTime: REFRESH_MS / 2,
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });

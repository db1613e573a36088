import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { StatisticsAsk } from "#contract/statistics.ts";
import { listRevisions, listStatisticsRows } from "#contract/statistics-routes.ts";
import { call } from "./client.ts";

const REFRESH_MS = 60_000;

export interface CellAsk {
  readonly row?: string | undefined;
  readonly column?: string | undefined;
}

/** The records behind a cell, in pages. */
export const statisticsRowsQuery = (ask: StatisticsAsk, { row, column }: CellAsk) =>
  infiniteQueryOptions({
    queryKey: ["statistics-rows", ask, row, column],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      call(listStatisticsRows, {
        query: {
          ...ask,
          ...(row ? { row } : {}),
          ...(column ? { column } : {}),
          ...(pageParam ? { cursor: pageParam } : {}),
        },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: REFRESH_MS,
  });

/** Why a figure moved since a time. */
export const revisionsQuery = (ask: StatisticsAsk, since: string, row: string | null) =>
  queryOptions({
    queryKey: ["statistics-revisions", ask, since, row],
    queryFn: ({ signal }) => call(listRevisions, { query: { ...ask, since, ...(row ? { row } : {}) }, signal }),
    staleTime: REFRESH_MS,
  });

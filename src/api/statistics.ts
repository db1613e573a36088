import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { MeasureId } from "#contract/statistics-measures.ts";
import type { StatisticsAsk } from "#contract/statistics.ts";
import {
  freezeStatistics,
  getStatistics,
  getStatisticsReport,
  listRevisions,
  listStatisticsNotes,
  listStatisticsReports,
  listStatisticsRows,
  listStatisticsViews,
  removeStatisticsNote,
  removeStatisticsView,
  saveStatisticsView,
  verifyStatisticsReport,
  writeStatisticsNote,
} from "#contract/statistics-routes.ts";
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

export const statisticsViewsQuery = queryOptions({
  queryKey: ["statistics-views"],
  queryFn: ({ signal }) => call(listStatisticsViews, { signal }),
  staleTime: REFRESH_MS,
});

export const statisticsReportsQuery = queryOptions({
  queryKey: ["statistics-reports"],
  queryFn: ({ signal }) => call(listStatisticsReports, { query: { limit: 50 }, signal }),
  staleTime: REFRESH_MS,
});

export const statisticsReportQuery = (id: string) =>
  queryOptions({
    queryKey: ["statistics-report", id],
    queryFn: ({ signal }) => call(getStatisticsReport, { params: { id }, signal }),
    // It never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });

export const statisticsNotesQuery = (measure: MeasureId) =>
  queryOptions({
    queryKey: ["statistics-notes", measure],
    queryFn: ({ signal }) => call(listStatisticsNotes, { query: { measure }, signal }),
    staleTime: REFRESH_MS,
  });

export interface ViewDraft {
  readonly id: string;
  readonly name: string;
  readonly search: string;
  readonly query: StatisticsAsk;
  readonly every: "day" | "week" | "month" | null;
}

export const saveView = ({ id, ...body }: ViewDraft) => call(saveStatisticsView, { params: { id }, body });
export const removeView = (id: string) => call(removeStatisticsView, { params: { id } });
export const freezeReport = (body: { id: string; name: string; query: StatisticsAsk }) =>
  call(freezeStatistics, { body });
export const verifyReport = (id: string) => call(verifyStatisticsReport, { params: { id } });
export const writeNote = (body: { id: string; measure: MeasureId; line: string; note: string }) =>
  call(writeStatisticsNote, { body });
export const removeNote = (id: string) => call(removeStatisticsNote, { params: { id } });

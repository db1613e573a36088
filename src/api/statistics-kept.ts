import { queryOptions } from "@tanstack/react-query";
import type { MeasureId } from "#contract/statistics-measures.ts";
import type { StatisticsAsk } from "#contract/statistics.ts";
import {
  freezeStatistics,
  getStatisticsReport,
  listStatisticsNotes,
  listStatisticsReports,
  listStatisticsViews,
  removeStatisticsNote,
  removeStatisticsView,
  saveStatisticsView,
  verifyStatisticsReport,
  writeStatisticsNote,
} from "#contract/statistics-routes.ts";
import { call } from "./client.ts";

const REFRESH_MS = 60_000;

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

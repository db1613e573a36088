import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { listFieldWays } from "#contract/field/coverage.ts";
import {
  findPastAlarm,
  listAnnotations,
  listHistoryTags,
  listPastAlarms,
  removeAnnotation,
  writeAnnotation,
} from "#contract/history.ts";
import type { Body } from "#contract/route.ts";
import { getSeries } from "#contract/series.ts";
import { call } from "./client.ts";

const iso = (at: number) => new Date(at).toISOString();
const RECENT_MS = 60_000;

/** Names, units and limits of tags; of those out of sight nothing. */
export const historyTagsQuery = (tags: readonly string[]) =>
  queryOptions({
    queryKey: ["history-tags", tags],
    queryFn: ({ signal }) => call(listHistoryTags, { query: { tags: tags.join(",") }, signal }),
    enabled: tags.length > 0,
    staleTime: 10 * RECENT_MS,
  });

const SERIES_REFRESH_MS = 60_000;

export interface SeriesAsk {
  readonly tag: string;
  /** ms since 1970. */
  readonly from: number;
  readonly to: number;
  readonly points: number;
}

/** A range of one tag as minimum, maximum and mean of at most so many spans, reduced by the server. */
export const seriesQuery = ({ tag, from, to, points }: SeriesAsk) =>
  queryOptions({
    queryKey: ["series", tag, from, to, points],
    queryFn: async ({ signal }) => {
      const query = { from: iso(from), to: iso(to), points, method: "buckets" as const };
      const series = await call(getSeries, { params: { id: tag }, query, signal });
      if (series.method !== "buckets") throw new Error(`buckets were asked for, ${series.method} came`);
      return series;
    },
    staleTime: SERIES_REFRESH_MS,
    placeholderData: (before, query) => (query?.queryKey[1] === tag ? keepPreviousData(before) : undefined),
  });

/** Alarms of some tags that were up within a span of any length. */
export const tagAlarmsQuery = (tags: readonly string[], from: number, to: number) =>
  queryOptions({
    queryKey: ["tag-alarms", tags, from, to],
    queryFn: ({ signal }) =>
      call(listPastAlarms, { query: { from: iso(from), to: iso(to), tags: tags.join(",") }, signal }),
    enabled: tags.length > 0,
    staleTime: RECENT_MS,
    placeholderData: keepPreviousData,
  });

/** Alarms that were up within a span (ms since 1970). One that has not ended is asked for again: what has rung since belongs to it. */
export const pastAlarmsQuery = (from: number, to: number) =>
  queryOptions({
    queryKey: ["past-alarms", from, to],
    queryFn: ({ signal }) => call(listPastAlarms, { query: { from: iso(from), to: iso(to) }, signal }),
    staleTime: RECENT_MS,
    refetchInterval: () => to > Date.now() && RECENT_MS,
  });

/** Ways of everybody who was on a patrol within a span (ms since 1970). Asked once: reading them is audited. */
export const pastWaysQuery = (from: number, to: number) =>
  queryOptions({
    queryKey: ["past-ways", from, to],
    queryFn: ({ signal }) => call(listFieldWays, { query: { from: iso(from), to: iso(to) }, signal }),
    staleTime: 5 * RECENT_MS,
  });

/** The alarm that rang next after an instant, or last before it; null when there is none. */
export const askPastAlarm = async (at: number, direction: "after" | "before") =>
  (await call(findPastAlarm, { query: { at: iso(at), direction } })).alarm;

export const annotationsQuery = (tags: readonly string[], from: number, to: number) =>
  queryOptions({
    queryKey: ["annotations", tags, from, to],
    queryFn: ({ signal }) =>
      call(listAnnotations, { query: { tags: tags.join(","), from: iso(from), to: iso(to) }, signal }),
    enabled: tags.length > 0,
    staleTime: RECENT_MS,
    placeholderData: keepPreviousData,
  });

export const sendAnnotation = (body: Body<typeof writeAnnotation>) => call(writeAnnotation, { body });
export const takeAnnotationBack = (id: string) => call(removeAnnotation, { params: { id } });

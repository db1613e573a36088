import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { getPipe, getReadings, getStation } from "#contract/station.ts";
import { call } from "./client.ts";

const STATION_REFRESH_MS = 15_000;

/**
 * One station with equipment, cameras and tags. Live values come by the stream; this is what it falls back to, and all there is of a
 * station that the map does not show: the stream is of what it does.
 */
export const stationQuery = (id: string) =>
  queryOptions({
    queryKey: ["station", id],
    queryFn: ({ signal }) => call(getStation, { params: { id }, signal }),
    staleTime: 10_000,
    refetchInterval: STATION_REFRESH_MS,
  });

export const pipeQuery = (id: string) =>
  queryOptions({
    queryKey: ["pipe", id],
    queryFn: ({ signal }) => call(getPipe, { params: { id }, signal }),
    staleTime: 60_000,
  });

/** Hours back from now that a trend may show. */
export const TREND_HOURS = { day: 24, week: 7 * 24, month: 30 * 24 } as const;
export type TrendRange = keyof typeof TREND_HOURS;

const TREND_REFRESH_MS = 60_000;
const TREND_POINTS = 400;

/** Readings of one tag up to now, in at most 400 buckets. */
export const trendQuery = (tagId: string, range: TrendRange) =>
  queryOptions({
    queryKey: ["trend", tagId, range],
    queryFn: async ({ signal }) => {
      const to = Date.now();
      const from = to - TREND_HOURS[range] * 3_600_000;
      const query = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), points: TREND_POINTS };
      return { ...(await call(getReadings, { params: { id: tagId }, query, signal })), from, to };
    },
    staleTime: TREND_REFRESH_MS,
    refetchInterval: TREND_REFRESH_MS,
    placeholderData: (before, query) => (query?.queryKey[1] === tagId ? keepPreviousData(before) : undefined),
  });

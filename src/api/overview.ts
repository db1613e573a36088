import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { getOverview, type OverviewQuery } from "#contract/overview.ts";
import { call } from "./client.ts";

const REFRESH_MS = 30_000;

/** The key numbers of an area or enterprise. Read anew twice a minute while somebody looks. */
export const overviewQuery = (query: OverviewQuery) =>
  queryOptions({
    queryKey: ["overview", query],
    queryFn: ({ signal }) => call(getOverview, { query, signal }),
    staleTime: REFRESH_MS / 2,
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });

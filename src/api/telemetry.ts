import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { listOutcomes, type ReadingOutcome } from "#contract/readings.ts";
import { listTagQuality, type Quality } from "#contract/telemetry.ts";
import { call } from "./client.ts";

const first = null as string | null;
/** What is read again while the page is open: readings come all the time. */
const AGAIN_MS = 30_000;

export interface OutcomesAsk {
  readonly area: string | null;
  readonly enterprise: string | null;
  readonly outcome: ReadingOutcome | null;
}

/** Readings that were late, doubled or not kept, newest hour first, page by page; their sums with each. */
export const outcomesQuery = ({ area, enterprise, outcome }: OutcomesAsk) =>
  infiniteQueryOptions({
    queryKey: ["reading-outcomes", area, enterprise, outcome],
    queryFn: ({ pageParam, signal }) =>
      call(listOutcomes, {
        query: {
          ...(area === null ? {} : { area }),
          ...(enterprise === null ? {} : { enterprise }),
          ...(outcome === null ? {} : { outcome }),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
        signal,
      }),
    initialPageParam: first,
    getNextPageParam: (page) => page.next,
    refetchInterval: AGAIN_MS,
    staleTime: 10_000,
  });

/** Tags of one station that are not simply good now, with what speaks against them. */
export const stationQualityQuery = (station: string) =>
  queryOptions({
    queryKey: ["station-quality", station],
    queryFn: async ({ signal }) => (await call(listTagQuality, { query: { station, limit: 500 }, signal })).tags,
    refetchInterval: AGAIN_MS / 2,
    staleTime: 5000,
  });

export type Doubt = Exclude<Quality, "good">;

/** Tags that are not simply good, page by page; how many there are of each quality with each. */
export const tagQualityQuery = (area: string | null, quality: Doubt | null) =>
  infiniteQueryOptions({
    queryKey: ["tag-quality", area, quality],
    queryFn: ({ pageParam, signal }) =>
      call(listTagQuality, {
        query: {
          ...(area === null ? {} : { area }),
          ...(quality === null ? {} : { quality }),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
        signal,
      }),
    initialPageParam: first,
    getNextPageParam: (page) => page.next,
    refetchInterval: AGAIN_MS,
    staleTime: 10_000,
  });

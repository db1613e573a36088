import { infiniteQueryOptions } from "@tanstack/react-query";
import { listAreaGaps } from "#contract/gaps.ts";
import { call } from "./client.ts";

const first = null as string | null;
const iso = (ms: number) => new Date(ms).toISOString();

export interface GapsAsk {
  readonly area: string | null;
  /** ms since 1970. */
  readonly from: number;
  readonly to: number;
}

/** Tags of an area that sent less than they should, with their silences, most missing first, page by page. */
export const gapsQuery = ({ area, from, to }: GapsAsk) =>
  infiniteQueryOptions({
    queryKey: ["gaps", area, from, to],
    queryFn: ({ pageParam, signal }) =>
      call(listAreaGaps, {
        query: {
          from: iso(from),
          to: iso(to),
          ...(area === null ? {} : { area }),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
        signal,
      }),
    initialPageParam: first,
    getNextPageParam: (page) => page.next,
    staleTime: 60_000,
  });

import { infiniteQueryOptions } from "@tanstack/react-query";
import { listRecords } from "#contract/field/records.ts";
import type { FlagKind, RecordKind } from "#contract/field/words.ts";
import { call } from "./client.ts";

const MINUTE = 60_000;

/** Which records are listed; null = whatever it is. */
export interface RecordsAsk {
  readonly area: string | null;
  readonly enterprise: string | null;
  readonly author: string | null;
  readonly kind: RecordKind | null;
  readonly flag: FlagKind | null;
}

/** Field records in sight, newest arrivals first, in pages. */
export const recordsQuery = (ask: RecordsAsk) =>
  infiniteQueryOptions({
    queryKey: ["field-records", ask],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      call(listRecords, {
        query: {
          limit: 50,
          ...(ask.area === null ? {} : { area: ask.area }),
          ...(ask.enterprise === null ? {} : { enterprise: ask.enterprise }),
          ...(ask.author === null ? {} : { author: ask.author }),
          ...(ask.kind === null ? {} : { kind: ask.kind }),
          ...(ask.flag === null ? {} : { flag: ask.flag }),
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: MINUTE / 2,
    refetchInterval: MINUTE,
  });

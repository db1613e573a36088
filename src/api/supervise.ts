import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { listFieldConsents } from "#contract/field/consent.ts";
import { getCoverage, listFieldPeople, listFieldPositions, listFieldTracks } from "#contract/field/coverage.ts";
import { getRecord, listRecords } from "#contract/field/records.ts";
import type { FlagKind, RecordKind, VisitOutcome } from "#contract/field/words.ts";
import { listFieldWorks } from "#contract/field/works.ts";
import { call } from "./client.ts";

const MINUTE = 60_000;

/** Which records are listed; null = whatever it is. */
export interface RecordsAsk {
  readonly area: string | null;
  readonly enterprise: string | null;
  readonly author: string | null;
  readonly kind: RecordKind | null;
  readonly flag: FlagKind | null;
  readonly outcome?: VisitOutcome;
  /** Finished from this instant on, and before that. */
  readonly from?: string;
  readonly to?: string;
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
          ...(ask.outcome && { outcome: ask.outcome }),
          ...(ask.from && { from: ask.from }),
          ...(ask.to && { to: ask.to }),
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: MINUTE / 2,
    refetchInterval: MINUTE,
  });

/** Whose figures are asked for; null = all in sight. */
export interface FieldWhere {
  readonly area: string | null;
  readonly enterprise: string | null;
}
const placeOf = ({ area, enterprise }: FieldWhere) => ({
  ...(area === null ? {} : { area }),
  ...(enterprise === null ? {} : { enterprise }),
});

/** Metres really walked, and doors. */
export const coverageQuery = (where: FieldWhere) =>
  queryOptions({
    queryKey: ["field-coverage", where],
    queryFn: ({ signal }) => call(getCoverage, { query: placeOf(where), signal }),
    staleTime: MINUTE / 2,
    refetchInterval: MINUTE,
    placeholderData: keepPreviousData,
  });

/** Who was out in the last thirty days. */
export const peopleQuery = (where: FieldWhere) =>
  queryOptions({
    queryKey: ["field-people", where],
    queryFn: ({ signal }) => call(listFieldPeople, { query: placeOf(where), signal }),
    staleTime: MINUTE / 2,
    refetchInterval: MINUTE,
    placeholderData: keepPreviousData,
  });

/** Who of them agreed to being seen on patrols. */
export const consentsQuery = (where: FieldWhere) =>
  queryOptions({
    queryKey: ["field-consents", where],
    queryFn: ({ signal }) => call(listFieldConsents, { query: placeOf(where), signal }),
    staleTime: MINUTE / 2,
    refetchInterval: MINUTE,
    placeholderData: keepPreviousData,
  });

/** Third-party works near pipes, with the clock of their notice. */
export const worksQuery = (where: FieldWhere) =>
  queryOptions({
    queryKey: ["field-works", where],
    queryFn: ({ signal }) => call(listFieldWorks, { query: placeOf(where), signal }),
    staleTime: MINUTE / 2,
    refetchInterval: MINUTE,
    placeholderData: keepPreviousData,
  });

/** Where people on a patrol were last. */
export const positionsQuery = (where: FieldWhere) =>
  queryOptions({
    queryKey: ["field-positions", where],
    queryFn: ({ signal }) => call(listFieldPositions, { query: placeOf(where), signal }),
    staleTime: 10_000,
    refetchInterval: 20_000,
  });

const WEEK_MS = 7 * 86_400_000;

/** Ways of one person of the week before an instant. Asked once: reading them is audited. */
export const tracksQuery = (author: string, now: number) =>
  queryOptions({
    queryKey: ["field-tracks", author],
    queryFn: ({ signal }) =>
      call(listFieldTracks, {
        query: { author, from: new Date(now - WEEK_MS).toISOString(), to: new Date(now).toISOString() },
        signal,
      }),
    staleTime: 5 * MINUTE,
  });

/** Ways of one person on the day that begins at `from`, ms since 1970. Asked once: reading them is audited. */
export const dayTracksQuery = (author: string, from: number) =>
  queryOptions({
    queryKey: ["field-tracks", author, from],
    queryFn: ({ signal }) =>
      call(listFieldTracks, {
        query: { author, from: new Date(from).toISOString(), to: new Date(from + WEEK_MS / 7).toISOString() },
        signal,
      }),
    staleTime: 5 * MINUTE,
  });

/** One record as evidence. */
export const recordQuery = (id: string) =>
  queryOptions({
    queryKey: ["field-record", id],
    queryFn: ({ signal }) => call(getRecord, { params: { id }, signal }),
    staleTime: MINUTE / 2,
  });

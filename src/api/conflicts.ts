import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { listChecklists } from "#contract/field/checklists.ts";
import {
  type ConflictState,
  getConflict,
  listConflicts,
  reopenConflict,
  resolveConflict,
} from "#contract/field/conflicts.ts";
import type { RecordKind } from "#contract/field/words.ts";
import type { Body } from "#contract/route.ts";
import { call } from "./client.ts";

const MINUTE = 60_000;
const CONFLICTS = "field-conflicts";

/** Which conflicts are listed; null = whatever it is. */
export interface ConflictsAsk {
  readonly area: string | null;
  readonly enterprise: string | null;
  readonly author: string | null;
  readonly kind: RecordKind | null;
  readonly state: ConflictState;
}

const placeOf = ({ area, enterprise }: Pick<ConflictsAsk, "area" | "enterprise">) => ({
  ...(area === null ? {} : { area }),
  ...(enterprise === null ? {} : { enterprise }),
});

/** Conflicts in sight, the newest first, in pages. */
export const conflictsQuery = (ask: ConflictsAsk) =>
  infiniteQueryOptions({
    queryKey: [CONFLICTS, "list", ask],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      call(listConflicts, {
        query: {
          limit: 50,
          state: ask.state,
          ...placeOf(ask),
          ...(ask.author === null ? {} : { author: ask.author }),
          ...(ask.kind === null ? {} : { kind: ask.kind }),
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: MINUTE / 2,
    refetchInterval: MINUTE,
  });

/** How many wait for a decision. */
export const openConflictsQuery = (area: string | null, enterprise: string | null) =>
  queryOptions({
    queryKey: [CONFLICTS, "open", area, enterprise],
    queryFn: async ({ signal }) =>
      (await call(listConflicts, { query: { limit: 1, ...placeOf({ area, enterprise }) }, signal })).open,
    staleTime: MINUTE / 2,
    refetchInterval: MINUTE,
  });

/** One conflict with both contents and its journal. */
export const conflictQuery = (id: string) =>
  queryOptions({
    queryKey: [CONFLICTS, "one", id],
    queryFn: ({ signal }) => call(getConflict, { params: { id }, signal }),
    staleTime: 5000,
  });

/** Decides which content counts. The id in the body makes a decision sent twice one. */
export const decideConflict = (id: string, body: Body<typeof resolveConflict>) =>
  call(resolveConflict, { params: { id }, body });

/** Takes a decision back. */
export const takeDecisionBack = (id: string, body: Body<typeof reopenConflict>) =>
  call(reopenConflict, { params: { id }, body });

export const forgetConflicts = (queries: QueryClient): Promise<void> =>
  queries.invalidateQueries({ queryKey: [CONFLICTS] });

/** Every version of the checklists: what the items of a check are called. */
export const deskChecklistsQuery = queryOptions({
  queryKey: ["desk-checklists"],
  queryFn: async ({ signal }) => (await call(listChecklists, { query: {}, signal })).checklists,
  staleTime: 60 * MINUTE,
});

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { listDatasets, listRejected } from "#contract/dataset.ts";
import { listAccounts, listAudit, revokeSessions } from "#contract/session.ts";
import { call } from "./client.ts";

export const accountsQuery = queryOptions({
  queryKey: ["accounts"],
  queryFn: ({ signal }) => call(listAccounts, { signal }),
  staleTime: 10_000,
});

/** Signs an account out everywhere and lifts its lock; answers how many sessions ended. */
export const revoke = (account: string) => call(revokeSessions, { params: { account } });

const first = null as string | null;

/** The audit trail, newest first, page by page. */
export const auditQuery = infiniteQueryOptions({
  queryKey: ["audit"],
  queryFn: ({ pageParam, signal }) => call(listAudit, { query: pageParam ? { cursor: pageParam } : {}, signal }),
  initialPageParam: first,
  getNextPageParam: (page) => page.next,
  staleTime: 10_000,
});

export const datasetsQuery = queryOptions({
  queryKey: ["datasets"],
  queryFn: ({ signal }) => call(listDatasets, { signal }),
  staleTime: 30_000,
});

/** Rows of a dataset's newest import that were not taken, page by page. */
export const rejectedQuery = (name: string) =>
  infiniteQueryOptions({
    queryKey: ["rejected", name],
    queryFn: ({ pageParam, signal }) =>
      call(listRejected, { params: { name }, query: pageParam ? { cursor: pageParam } : {}, signal }),
    initialPageParam: first,
    getNextPageParam: (page) => page.next,
    staleTime: 30_000,
  });

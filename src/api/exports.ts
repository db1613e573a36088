import { queryOptions } from "@tanstack/react-query";
import { createAccessToken, listAccessTokens, removeAccessToken } from "#contract/access-tokens.ts";
import {
  type ExportJob,
  type ExportState,
  listExports,
  removeExport,
  startExport,
  type Taken,
  tellTaken,
} from "#contract/exports.ts";
import type { Body } from "#contract/route.ts";
import { call } from "./client.ts";

const OPEN: ReadonlySet<ExportState> = new Set(["queued", "running"]);
export const isOpenExport = ({ state }: Pick<ExportJob, "state">): boolean => OPEN.has(state);

const LOOK_MS = 1_000;

/** The person's own exports, asked for again while one is on its way. */
export const exportsQuery = queryOptions({
  queryKey: ["exports"],
  queryFn: async ({ signal }) => (await call(listExports, { signal })).exports,
  staleTime: 5_000,
  refetchInterval: ({ state }) => (state.data?.some(isOpenExport) ? LOOK_MS : false),
});

export const beginExport = (wish: Body<typeof startExport>) => call(startExport, { body: wish });

/** Calls off one that is on its way, takes away one that has ended. */
export const endExport = (id: string) => call(removeExport, { params: { id } });

/** Has it written down that a file which this page makes is taken away. Throws ApiError where it was not: then nothing may be saved. */
export const writeDownTaken = async (taken: Taken): Promise<void> => void (await call(tellTaken, { body: taken }));

export const tokensQuery = queryOptions({
  queryKey: ["access-tokens"],
  queryFn: async ({ signal }) => (await call(listAccessTokens, { signal })).tokens,
  staleTime: 30_000,
});

export const makeToken = (name: string) => call(createAccessToken, { body: { name } });
export const endToken = (id: string) => call(removeAccessToken, { params: { id } });

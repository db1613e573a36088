import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { getHazardBoard, listHazardAssignees } from "#contract/field/hazard-board.ts";
import { getHazard, listHazards, stepHazard } from "#contract/field/hazards.ts";
import type { Body, Query } from "#contract/route.ts";
import { call } from "./client.ts";
import { AGAIN_MS, HAZARDS } from "./hazard-news.ts";

/** Open hazards counted by all that the board tells apart. */
export const hazardBoardQuery = (area: string | null, enterprise: string | null) =>
  queryOptions({
    queryKey: [HAZARDS, "board", area, enterprise],
    queryFn: ({ signal }) =>
      call(getHazardBoard, { query: { ...(area && { area }), ...(enterprise && { enterprise }) }, signal }),
    staleTime: 10_000,
    refetchInterval: AGAIN_MS,
  });

/** Hazards of a filter, the most pressing first. */
export const deskHazardsQuery = (query: Query<typeof listHazards>) =>
  queryOptions({
    queryKey: [HAZARDS, "list", query],
    queryFn: ({ signal }) => call(listHazards, { query, signal }),
    staleTime: 10_000,
    refetchInterval: AGAIN_MS,
    placeholderData: keepPreviousData,
    // Without a line that is said, in place of waiting for it.
    networkMode: "always",
    refetchOnReconnect: true,
  });

/** One hazard with its way so far and the steps that the caller may take now. */
export const deskHazardQuery = (id: string) =>
  queryOptions({
    queryKey: [HAZARDS, "one", id],
    queryFn: ({ signal }) => call(getHazard, { params: { id }, signal }),
    staleTime: 5000,
  });

/** Takes a step at the desk. The id makes a step sent twice one. */
export const takeHazardStep = (id: string, body: Body<typeof stepHazard>) => call(stepHazard, { params: { id }, body });

/** Whom a hazard can be given to. */
export const hazardAssigneesQuery = (id: string) =>
  queryOptions({
    queryKey: [HAZARDS, "assignees", id],
    queryFn: async ({ signal }) => (await call(listHazardAssignees, { params: { id }, signal })).assignees,
    staleTime: 30_000,
  });

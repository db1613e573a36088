import { queryOptions } from "@tanstack/react-query";
import { countNetwork, selectPipes } from "#contract/network.ts";
import type { ColorBy, PipeFilter } from "#contract/pipe-classes.ts";
import type { Bbox, Body, LngLat } from "#contract/route.ts";
import { plainFilter } from "#lib/pipe-filter.ts";
import { unpackSteps } from "#lib/seq-steps.ts";
import { call } from "./client.ts";

export interface CountAsk {
  readonly snapshot: string;
  readonly bbox: Bbox;
  readonly zoom: number;
  readonly by: ColorBy;
  readonly filter: PipeFilter;
}

type FilterBody = Body<typeof countNetwork>["filter"];
const bodyOf = (filter: PipeFilter) => plainFilter(filter) as unknown as FilterBody;

/** Pressure is live: its classes change while nothing else does. */
const LIVE_MS = 15_000;

/** What a map shows of the pipes in a box, by class of one attribute. While the next box is asked for, the numbers of the one before stand. */
export const networkCountQuery = ({ snapshot, bbox, zoom, by, filter }: CountAsk) => {
  const isLive = by === "pressure" || filter.only.pressure !== undefined;
  return queryOptions({
    queryKey: ["network", "count", by, snapshot, bbox, zoom, plainFilter(filter)],
    queryFn: ({ signal }) => call(countNetwork, { body: { bbox, zoom, by, filter: bodyOf(filter) }, signal }),
    staleTime: isLive ? LIVE_MS : Number.POSITIVE_INFINITY,
    refetchInterval: isLive ? LIVE_MS : false,
    // Classes of another attribute have other names: their numbers must not stand under these.
    placeholderData: (before, query) => (query?.queryKey[2] === by ? before : undefined),
  });
};

export interface SelectAsk {
  readonly snapshot: string;
  readonly polygon: readonly LngLat[];
  readonly filter: PipeFilter;
}

/** Every pipe of the network that meets a polygon and passes the filter; the dense numbers are those of the reply's own snapshot. */
export const selectPipesQuery = ({ snapshot, polygon, filter }: SelectAsk) =>
  queryOptions({
    queryKey: ["network", "select", snapshot, polygon, plainFilter(filter)],
    queryFn: async ({ signal }) => {
      const { seqs, ...sums } = await call(selectPipes, {
        body: { polygon: polygon.map(([lng, lat]): LngLat => [lng, lat]), filter: bodyOf(filter) },
        signal,
      });
      return { ...sums, seqs: unpackSteps(seqs, sums.count) };
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });

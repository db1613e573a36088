import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { listHazardPlaces } from "#contract/field/hazard-places.ts";
import type { HazardGrade } from "#contract/gas.ts";
import type { Bbox } from "#contract/route.ts";
import { call } from "./client.ts";
import { AGAIN_MS, HAZARDS } from "./hazard-news.ts";

export interface PlacesAsk {
  readonly grade?: HazardGrade;
  readonly bbox?: Bbox;
}

/** Where open hazards lie: the gravest of everywhere, or all of a box. */
export const hazardPlacesQuery = ({ grade, bbox }: PlacesAsk) =>
  queryOptions({
    queryKey: [HAZARDS, "places", grade ?? null, bbox ?? null],
    queryFn: async ({ signal }) => {
      const query = { ...(grade && { grade }), ...(bbox && { bbox: bbox.join(",") }) };
      return (await call(listHazardPlaces, { query, signal })).places;
    },
    staleTime: AGAIN_MS,
    refetchInterval: AGAIN_MS,
    placeholderData: keepPreviousData,
  });

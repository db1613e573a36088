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

/** Where open hazards lie, and whether these are all: the gravest of everywhere, or those of a box. */
export const hazardPlacesQuery = ({ grade, bbox }: PlacesAsk) =>
  queryOptions({
    queryKey: [HAZARDS, "places", grade ?? null, bbox ?? null],
    queryFn: ({ signal }) => {
      const query = { ...(grade && { grade }), ...(bbox && { bbox: bbox.join(",") }) };
      return call(listHazardPlaces, { query, signal });
    },
    staleTime: AGAIN_MS,
    refetchInterval: AGAIN_MS,
    placeholderData: keepPreviousData,
  });

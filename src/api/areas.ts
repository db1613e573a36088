import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { getEnterprise, listAreas, listEnterprises, search } from "#contract/area.ts";
import { listAreaOutlines } from "#contract/area-outlines.ts";
import { call } from "./client.ts";

/** The caller's area, everything below it and its ancestors. Areas change only with an import of boundaries. */
export const areasQuery = queryOptions({
  queryKey: ["areas"],
  queryFn: ({ signal }) => call(listAreas, { signal }),
  staleTime: 30 * 60_000,
});

/** Enterprises that work in an area; in everything the caller may see when none is named. */
export const enterprisesQuery = (area: string | null) =>
  queryOptions({
    queryKey: ["enterprises", area],
    queryFn: ({ signal }) => call(listEnterprises, { query: area === null ? {} : { area }, signal }),
    staleTime: 5 * 60_000,
  });

export const enterpriseQuery = (id: string) =>
  queryOptions({
    queryKey: ["enterprise", id],
    queryFn: ({ signal }) => call(getEnterprise, { params: { id }, signal }),
    staleTime: 5 * 60_000,
  });

/** Areas, enterprises and stations by name, code, pinyin or initials. The hits before stay while the next are fetched. */
export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ["search", q],
    queryFn: ({ signal }) => call(search, { query: { q, limit: 20 }, signal }),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });

/** Outlines of areas for a picture. */
export const outlinesQuery = (codes: readonly string[]) =>
  queryOptions({
    queryKey: ["outlines", codes],
    queryFn: ({ signal }) => call(listAreaOutlines, { query: { codes: codes.join(",") }, signal }),
    staleTime: 30 * 60_000,
  });

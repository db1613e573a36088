import { useQuery } from "@tanstack/react-query";
import { areasQuery } from "#api/areas.ts";
import type { Statistics } from "#contract/statistics.ts";

/** What the place of an answer is called; its code until areas are known. */
export const useOwnName = ({ area }: Pick<Statistics, "area">): string =>
  useQuery(areasQuery).data?.areas.find(({ code }) => code === area)?.name ?? area;

import { useQuery } from "@tanstack/react-query";
import { overviewQuery } from "#api/overview.ts";
import type { OverviewQuery } from "#contract/overview.ts";
import { useView } from "#state/stores.tsx";

/** The numbers of where the person stands, narrowed by what they clicked. */
export function useOverview() {
  const query = useView(
    ({ area, enterprise, filters }): OverviewQuery => ({
      ...(area === null ? {} : { area }),
      ...(enterprise === null ? {} : { enterprise }),
      ...filters,
    }),
  );
  return useQuery(overviewQuery(query));
}

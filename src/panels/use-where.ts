import { useQuery } from "@tanstack/react-query";
import { areasQuery } from "#api/areas.ts";
import type { OverviewQuery } from "#contract/overview.ts";
import { useView } from "#state/stores.tsx";

/**
 * Where the person stands, as a question to the server. `isKnown` is false while it is not sure that a place named by a link is in their
 * sight: nothing is asked about it before. A place out of sight is ignored, as any unknown part of a link is: they stand at their top.
 */
export function useWhere(): { readonly where: Pick<OverviewQuery, "area" | "enterprise">; readonly isKnown: boolean } {
  const { area, enterprise } = useView((view) => ({ area: view.area, enterprise: view.enterprise }));
  const areas = useQuery({ ...areasQuery, enabled: area !== null });
  const isForeign = area !== null && areas.data?.areas.every(({ code }) => code !== area) === true;
  if (isForeign) return { where: {}, isKnown: true };
  const where = { ...(area === null ? {} : { area }), ...(enterprise === null ? {} : { enterprise }) };
  return { where, isKnown: area === null || !areas.isPending };
}

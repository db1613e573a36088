import { useQuery } from "@tanstack/react-query";
import { networkCountQuery } from "#api/network.ts";
import { mapConfigQuery } from "#api/session.ts";
import { roundBox } from "#lib/pipe-rows.ts";
import { useInView, useView } from "#state/stores.tsx";
import { useSettled } from "#ui/use-settled.ts";

const REST_MS = 200;
const NOWHERE = { bounds: [0, 0, 0, 0], zoom: 0 } as const;

/** What the map shows, counted over the whole network whenever the map rests: the numbers of every legend. */
export function useCounts() {
  const inView = useSettled(
    useInView(({ at }) => at),
    REST_MS,
  );
  const { by, filter } = useView(({ colorBy, pipeFilter }) => ({ by: colorBy, filter: pipeFilter }));
  const snapshot = useQuery(mapConfigQuery).data?.snapshot ?? null;
  const { bounds, zoom } = inView ?? NOWHERE;
  const [west, south, east, north] = bounds;
  const query = useQuery({
    ...networkCountQuery({
      snapshot: snapshot ?? "",
      bbox: roundBox([west, south, east, north], zoom),
      zoom: Math.floor(zoom),
      by,
      filter,
    }),
    enabled: inView !== null && snapshot !== null,
  });
  return { query, by, filter, zoom: inView?.zoom ?? null };
}

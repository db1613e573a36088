import { useQuery } from "@tanstack/react-query";
import { useEffect, useLayoutEffect } from "react";
import { selectPipesQuery } from "#api/network.ts";
import { mapConfigQuery } from "#api/session.ts";
import { SELECT_MOST_POINTS } from "#contract/network.ts";
import { tellChosen } from "#state/chosen-pipes.ts";
import { useChosenPipes, useStores, useView } from "#state/stores.tsx";
import { openPanel } from "#state/view.ts";

/** The pipes that meet the region drawn last and pass the filter: asked anew when the region, the filter or the network changes. */
export function useRegion() {
  const polygon = useChosenPipes((chosen) => chosen.polygon);
  const filter = useView((view) => view.pipeFilter);
  const snapshot = useQuery(mapConfigQuery).data?.snapshot ?? null;
  const isTooComplex = (polygon?.length ?? 0) > SELECT_MOST_POINTS;
  const query = useQuery({
    ...selectPipesQuery({ snapshot: snapshot ?? "", polygon: polygon ?? [], filter }),
    enabled: polygon !== null && snapshot !== null && !isTooComplex,
  });
  return { polygon, query, filter, isTooComplex };
}

/** While there is a map: a region that was drawn opens its panel, and the map is told which pipes it chose, to paint them. */
export function useRegionOnMap(): void {
  const { view, chosenPipes } = useStores();
  const { polygon, query } = useRegion();
  const { data } = query;
  // Before anything can be drawn on what has just been shown.
  useLayoutEffect(
    () =>
      chosenPipes.subscribe((now, before) => {
        if (now.polygon !== null && now.polygon !== before.polygon) openPanel(view, "region");
      }),
    [view, chosenPipes],
  );
  useEffect(() => {
    if (polygon !== null && data) tellChosen(chosenPipes, data.snapshot, data.seqs);
  }, [chosenPipes, polygon, data]);
}

import { type UseQueryResult, useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { createStore } from "zustand/vanilla";
import { overviewQuery } from "#api/overview.ts";
import type { Overview } from "#contract/overview.ts";
import { type AreaSum, areaSums, sumsAskedFor } from "#lib/area-sums.ts";
import { areaTree } from "#lib/area-tree.ts";
import { choicesOf } from "#state/view.ts";
import type { PlaceStore } from "./keepers.ts";
import type { MapInput } from "./map-input.ts";

/** Nobody reads twenty numbers at once: they are asked for less often than the panel's. */
const REFRESH_MS = 60_000;
const NO_PLACE: PlaceStore = createStore(() => ({ at: null }));

const dataOf = (results: readonly UseQueryResult<Overview>[]): readonly Overview[] =>
  results.flatMap(({ data }) => data ?? []);

/**
 * Sums of the areas in view, asked with the overview panel's own question, so that both show the same numbers. null while there are none:
 * nearer than counties, when put away, and when one enterprise's numbers are looked at, which are not the area's.
 */
export function useAreaSums({ view, areas, root }: MapInput, place: PlaceStore | null): readonly AreaSum[] | null {
  const tree = useMemo(() => areaTree(areas, root), [areas, root]);
  const codes = useStore(
    place ?? NO_PLACE,
    useShallow(({ at }) => (at ? sumsAskedFor(tree, at.zoom, at.bounds) : [])),
  );
  const choices = useStore(view, useShallow(choicesOf));
  const isShown = useStore(view, (v) => v.visible.has("area-sums") && v.enterprise === null);
  const overviews = useQueries({
    queries: (isShown ? codes : []).map((code) => ({
      ...overviewQuery({ ...(code === root ? {} : { area: code }), ...choices }),
      refetchInterval: REFRESH_MS,
      staleTime: REFRESH_MS / 2,
    })),
    combine: dataOf,
  });
  // Alarms are counted of now: beside a moment of the past they would be taken for its own.
  const isPast = useStore(view, (v) => v.time !== null);
  return useMemo(() => {
    if (overviews.length === 0) return null;
    const sums = areaSums(overviews, tree);
    return isPast ? sums.map((sum) => ({ ...sum, alarms: 0, warnings: 0 })) : sums;
  }, [overviews, tree, isPast]);
}

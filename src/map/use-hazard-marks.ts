import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useStore } from "zustand";
import { hazardPlacesQuery } from "#api/hazard-places.ts";
import type { Bbox } from "#contract/route.ts";
import { HAZARDS_FROM, HAZARDS_LAYER } from "#layers/hazards.ts";
import type { HazardMark } from "#layers/layer.ts";
import { createInViewStore } from "#state/in-view.ts";
import type { MapInput } from "./map-input.ts";

const NOWHERE = createInViewStore();
/** Boxes asked for lie on a grid of this many degrees: a short way may be gone without asking anew. */
const GRID = 0.1;

/** The view widened to the grid: the same box for all views within it. */
export const boxAbout = ([west, south, east, north]: Bbox): Bbox => {
  const on = (value: number, round: (n: number) => number) => Math.round(round(value / GRID) * GRID * 10) / 10;
  return [on(west, Math.floor), on(south, Math.floor), on(east, Math.ceil), on(north, Math.ceil)];
};

/** One list of two, each hazard once. */
export function mergeHazards(majors: readonly HazardMark[], near: readonly HazardMark[]): readonly HazardMark[] {
  const known = new Set(majors.map(({ id }) => id));
  return [...majors, ...near.filter(({ id }) => !known.has(id))];
}

/**
 * Open hazards for the map: those of the first grade everywhere in sight, all of them from near; null in the past and where the layer is put
 * away. Whether some are missing is told to the legend.
 */
export function useHazardMarks({ view, inView = NOWHERE }: MapInput): readonly HazardMark[] | null {
  const at = useStore(inView, (state) => state.at);
  // What is open is known of now alone.
  const isShown = useStore(view, (v) => v.visible.has(HAZARDS_LAYER) && v.time === null);
  const bbox = isShown && at !== null && at.zoom >= HAZARDS_FROM ? boxAbout(at.bounds) : null;
  const majors = useQuery({ ...hazardPlacesQuery({ grade: "major" }), enabled: isShown });
  const near = useQuery({ ...hazardPlacesQuery(bbox ? { bbox } : {}), enabled: bbox !== null });
  const asked = isShown ? (bbox ? [majors, near] : [majors]) : [];
  const told = asked.some(({ isError }) => isError)
    ? "unknown"
    : asked.some(({ data }) => data?.isCut)
      ? "cut"
      : "whole";
  useEffect(() => inView.setState({ hazards: told }), [inView, told]);
  const isNear = bbox !== null;
  const [far, close] = [majors.data?.places, near.data?.places];
  return useMemo(
    () => (isShown && far !== undefined ? mergeHazards(far, (isNear && close) || []) : null),
    [isShown, isNear, far, close],
  );
}

import type { Hover } from "#state/hover.ts";
import { clickInMode, type ModelStore } from "#state/model.ts";
import type { PointAt } from "../engine-types.ts";

/**
 * Hands clicks to the mode in hand; areas and clusters keep theirs, so that a person still gets to where they want to work. What is asked of
 * pipes is asked of the one beneath a station's symbol or name too.
 */
export const diverted =
  (model: ModelStore) =>
  ({ lng, lat }: PointAt, feature: Hover["feature"], pipeUnder: () => Hover["feature"]): boolean => {
    const { mode } = model.getState();
    // These ask for nothing on the map.
    if (mode === null || mode === "winter" || mode === "criticality") return false;
    if (mode !== "measure" && (feature?.kind === "area" || feature?.kind === "cluster" || feature?.kind === "alarms"))
      return false;
    const pipe = feature === null || feature.kind === "pipe" ? feature : pipeUnder();
    const pick = pipe?.kind === "pipe" ? { seq: pipe.seq, lngLat: [lng, lat] as [number, number] } : null;
    clickInMode(model, pick, [lng, lat]);
    return true;
  };

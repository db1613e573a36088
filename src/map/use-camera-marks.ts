import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useStore } from "zustand";
import { camerasQuery, cameraStatesQuery, isHeard } from "#api/cameras.ts";
import type { Camera } from "#contract/cameras.ts";
import type { Bbox } from "#contract/route.ts";
import { CAMERAS_FROM, CAMERAS_LAYER } from "#layers/cameras.ts";
import type { CameraMark } from "#layers/layer.ts";
import { createInViewStore } from "#state/in-view.ts";
import type { MapInput } from "./map-input.ts";

const NOWHERE = createInViewStore();

/** The box and as much again at each side: a short way may be gone without asking anew. */
const around = ([west, south, east, north]: Bbox): Bbox => [
  2 * west - east,
  2 * south - north,
  2 * east - west,
  2 * north - south,
];

const within = ([west, south, east, north]: Bbox, { lngLat: [lng, lat] }: Camera) =>
  lng >= west && lng <= east && lat >= south && lat <= north;

/** Cameras about the view with the states of their pictures; null from afar, in the past, where the layer is put away, and until they have come. */
export function useCameraMarks({ view, inView }: MapInput): readonly CameraMark[] | null {
  const at = useStore(inView ?? NOWHERE, (state) => state.at);
  // Of the past no pictures are known.
  const isShown = useStore(view, (v) => v.visible.has(CAMERAS_LAYER) && v.time === null);
  const isNear = isShown && at !== null && at.zoom >= CAMERAS_FROM;
  const cameras = useQuery({ ...camerasQuery(null), enabled: isNear }).data;
  const states = useQuery({ ...cameraStatesQuery, enabled: isNear });
  const bounds = at?.bounds ?? null;
  const near = useMemo(() => {
    if (!isNear || !cameras || !bounds) return null;
    const box = around(bounds);
    return cameras.filter((camera) => within(box, camera));
  }, [isNear, cameras, bounds]);
  const isNow = isHeard(states);
  const known = states.data?.states;
  return useMemo(
    () =>
      near?.map(({ id, name, lngLat, headingDeg, fovDeg, rangeM, state }) => ({
        id,
        name,
        lngLat,
        headingDeg,
        fovDeg,
        rangeM,
        state: isNow ? (known?.get(id) ?? state) : ("unknown" as const),
      })) ?? null,
    [near, known, isNow],
  );
}

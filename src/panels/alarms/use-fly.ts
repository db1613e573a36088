import { useCallback } from "react";
import type { LngLat } from "#contract/route.ts";
import { useStores } from "#state/stores.tsx";

const ZOOM = 16;

/** Brings a place on the map before the person. */
export function useFly(): (to: { readonly lngLat: LngLat }) => void {
  const { camera } = useStores();
  return useCallback(({ lngLat: [lng, lat] }) => camera.say({ kind: "fly", lng, lat, zoom: ZOOM }), [camera]);
}

import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useState } from "react";
import { searchQuery } from "#api/areas.ts";
import type { SearchHit } from "#contract/area.ts";
import { useStores } from "#state/stores.tsx";
import { drillTo, type Selection, select } from "#state/view.ts";

const PAUSE_MS = 150;

/** Hits for what was typed, once the typing pauses. `q` empty asks nothing. */
export function useSearch(typed: string) {
  const q = usePaused(useDeferredValue(typed.trim()));
  const query = useQuery({ ...searchQuery(q), enabled: q !== "" });
  return { q, query, hits: q === "" ? [] : (query.data?.hits ?? []) };
}

function usePaused(value: string): string {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), value === "" ? 0 : PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return paused;
}

const STATION_ZOOM = 15;

/** Goes to a hit: drills to an area, or selects the thing and flies there. */
export function useGoTo(): (hit: SearchHit) => void {
  const { view, camera } = useStores();
  return (hit) => {
    if (hit.kind === "area") {
      drillTo(view, hit.id);
      return;
    }
    if (hit.kind === "enterprise") {
      drillTo(view, hit.areaCode, hit.id);
      return;
    }
    const selection: Selection = { kind: hit.kind, id: hit.id };
    select(view, selection);
    if (hit.lngLat) camera.say({ kind: "fly", lng: hit.lngLat[0], lat: hit.lngLat[1], zoom: STATION_ZOOM });
  };
}

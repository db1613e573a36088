import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useStore } from "zustand";
import { pastWaysQuery } from "#api/history.ts";
import { meQuery } from "#api/session.ts";
import { seesWays } from "#contract/field/coverage.ts";
import { DAY_MS, dayOf } from "#lib/day.ts";
import { type WayThen, waysAt } from "#lib/ways-then.ts";
import type { MapInput } from "./map-input.ts";

/** Where inspectors had been by the moment of the past that is shown; null live, unless a person asked, and for who may not know. */
export function usePastWays({ view }: MapInput): readonly WayThen[] | null {
  const at = useStore(view, ({ time, ways }) => (ways ? time : null));
  const me = useQuery({ ...meQuery, enabled: false }).data;
  const day = dayOf(at ?? 0);
  const isAsked = at !== null && me !== undefined && seesWays(me.role);
  const { data } = useQuery({ ...pastWaysQuery(day, day + DAY_MS), enabled: isAsked });
  return useMemo(
    () => (at === null || !isAsked || data === undefined ? null : waysAt(data.tracks, at)),
    [at, isAsked, data],
  );
}

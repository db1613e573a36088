import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { meQuery } from "#api/session.ts";
import { dayTracksQuery, recordQuery, tracksQuery } from "#api/supervise.ts";
import { seesWays } from "#contract/field/coverage.ts";
import { dayOf } from "#lib/day.ts";
import { newestDay, wayOfDay } from "#lib/way-of-day.ts";
import type { WayThen } from "#lib/ways-then.ts";
import { superviseOf } from "#state/supervise.ts";
import type { MapInput } from "./map-input.ts";

/** Whom the panel of field work has open, and the record if one is; nobody in the past, which shows everybody's ways. */
function useFollowed({ view }: MapInput) {
  return useStore(
    view,
    useShallow((state) => {
      const { page, person, record, day } = superviseOf(state);
      const isShut = state.panel !== "supervise" || state.time !== null;
      return { person: isShut || page !== "people" ? null : person, record: isShut ? null : record, day };
    }),
  );
}

/**
 * The way of the person who is open in the panel of field work, on the day chosen or their newest; of a record's author on the day of the record.
 * null for who may not know, and of whom no way is told.
 */
export function useFollowedWay(input: MapInput): readonly WayThen[] | null {
  const { person, record, day } = useFollowed(input);
  const me = useQuery({ ...meQuery, enabled: false }).data;
  const mayKnow = me !== undefined && seesWays(me.role);
  const [now] = useState(() => Date.now());
  const line = useQuery({ ...recordQuery(record ?? ""), enabled: mayKnow && record !== null }).data?.line;
  const author = record === null ? person : (line?.author ?? null);
  const on = line && record !== null ? dayOf(Date.parse(line.finishedAt)) : day === null ? null : Date.parse(day);
  // A person's page asks the same of the week: it is read, and audited, once.
  const week = useQuery({ ...tracksQuery(author ?? "", now), enabled: mayKnow && author !== null && record === null });
  const ofDay = useQuery({
    ...dayTracksQuery(author ?? "", on ?? 0),
    enabled: mayKnow && author !== null && record !== null && on !== null,
  });
  const tracks = (record === null ? week : ofDay).data?.tracks;
  return useMemo(() => {
    const at = on ?? (tracks ? newestDay(tracks) : null);
    // What somebody else who was signed in here may have asked for is nobody's who may not know.
    if (!mayKnow || author === null || tracks === undefined || at === null) return null;
    const way = wayOfDay(tracks, at);
    return way && [way];
  }, [mayKnow, author, tracks, on]);
}

import { useEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { ALARM_BADGES_LAYER } from "#layers/alarm-badges.ts";
import { type AlarmBadge, alarmBadges, type BadgeLevel, badgeLevel, sameBadges } from "#lib/alarm-badges.ts";
import { areaTree } from "#lib/area-tree.ts";
import { createAlarmBook } from "#state/alarm-book.ts";
import type { PlaceStore } from "./keepers.ts";
import type { MapInput } from "./map-input.ts";

/** Badges that change faster are not read, and each change is laid out anew by the map. */
const PACE_MS = 500;
const NO_PLACE: PlaceStore = createStore(() => ({ at: null }));
const NO_BOOK = createAlarmBook();

/** A count that follows `tick`, at most once per pace and never behind for longer than that. */
function usePaced(tick: number): number {
  const [paced, setPaced] = useState(tick);
  const newest = useRef(tick);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  newest.current = tick;
  useEffect(() => {
    if (tick === paced || timer.current !== null) return;
    timer.current = setTimeout(() => {
      timer.current = null;
      setPaced(newest.current);
    }, PACE_MS);
  }, [tick, paced]);
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);
  return paced;
}

/** Open alarms gathered for the zoom; the same list as before when none looks different. null where they are put away, or are of another time. */
export function useAlarmBadges(
  { view, alarms = NO_BOOK, areas, root }: MapInput,
  place: PlaceStore | null,
): readonly AlarmBadge[] | null {
  const tree = useMemo(() => areaTree(areas, root), [areas, root]);
  const level = useStore(place ?? NO_PLACE, ({ at }): BadgeLevel | null => at && badgeLevel(at.zoom));
  const isShown = useStore(view, (v) => v.visible.has(ALARM_BADGES_LAYER) && v.time === null);
  const isKnown = useStore(alarms, (book) => book.toldAt > 0);
  const tick = usePaced(useStore(alarms, (book) => book.tick));
  const before = useRef<readonly AlarmBadge[]>([]);
  return useMemo(() => {
    if (!isShown || !isKnown || level === null) return null;
    // The map of alarms is written in place: `tick` says when.
    const next = tick >= 0 ? alarmBadges(alarms.getState().open.values(), level, tree) : [];
    if (!sameBadges(before.current, next)) before.current = next;
    return before.current;
  }, [isShown, isKnown, level, tick, alarms, tree]);
}

import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { pastAlarmsQuery } from "#api/history.ts";
import { ALARM_BADGES_LAYER } from "#layers/alarm-badges.ts";
import {
  type AlarmBadge,
  alarmBadges,
  type BadgeAlarm,
  type BadgeLevel,
  badgeLevel,
  sameBadges,
} from "#lib/alarm-badges.ts";
import { areaTree } from "#lib/area-tree.ts";
import { DAY_MS, dayOf } from "#lib/day.ts";
import { type AlarmThen, alarmsAt, timed } from "#lib/past-alarms.ts";
import { createTimeStore } from "#state/time.ts";
import type { PlaceStore } from "./keepers.ts";
import type { MapInput } from "./map-input.ts";

const NO_MOMENT = createTimeStore();
const NO_PLACE: PlaceStore = createStore(() => ({ at: null }));

/** As a badge counted it then. Of what nobody wrote down it is not said that it waited for somebody. */
const asBadgeAlarm = ({ id, stand, areaCode, lngLat }: AlarmThen): BadgeAlarm[] => {
  if (lngLat === null || stand.hold !== null) return [];
  return [{ id, level: stand.level, areaCode, lngLat, state: stand.state ?? "acknowledged", hold: null }];
};

/** Badges of the alarms that were up at the moment of the past that is shown, the same list as before when none looks different; null while live, or while they are not known. */
export function usePastBadges(
  { view, moment, areas, root }: MapInput,
  place: PlaceStore | null,
): readonly AlarmBadge[] | null {
  const tree = useMemo(() => areaTree(areas, root), [areas, root]);
  const level = useStore(place ?? NO_PLACE, ({ at }): BadgeLevel | null => at && badgeLevel(at.zoom));
  const wanted = useStore(view, ({ time, visible }) => (visible.has(ALARM_BADGES_LAYER) ? time : null));
  // With the sensors of the same minute, in one frame; before they have come, of the minute that was asked for.
  const shownAt = useStore(moment ?? NO_MOMENT, (time) => time.shownAt);
  const at = wanted === null ? null : (shownAt ?? wanted);
  const day = dayOf(at ?? 0);
  const { data } = useQuery({ ...pastAlarmsQuery(day, day + DAY_MS), enabled: at !== null });
  const alarms = useMemo(() => data?.alarms.map(timed) ?? null, [data]);
  const before = useRef<readonly AlarmBadge[]>([]);
  return useMemo(() => {
    if (at === null || alarms === null || level === null) return null;
    const next = alarmBadges(alarmsAt(alarms, at).flatMap(asBadgeAlarm), level, tree);
    if (!sameBadges(before.current, next)) before.current = next;
    return before.current;
  }, [at, alarms, level, tree]);
}

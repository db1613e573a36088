import type { AlarmState } from "#contract/alarm-words.ts";
import type { TagKind, WarningLevel } from "#contract/gas.ts";
import type { Bbox } from "#contract/route.ts";
import type { ViewStore } from "./view.ts";

/** Pages of the alarm panel. */
export const ALARM_PAGES = ["list", "incidents", "tasks", "windows", "past", "kpis", "rules"] as const;
export type AlarmPage = (typeof ALARM_PAGES)[number];

export const ALARM_HOLD_FILTERS = ["no", "yes", "any"] as const;
export type AlarmHoldFilter = (typeof ALARM_HOLD_FILTERS)[number];

export const ALARM_ORDERS = ["urgency", "seq"] as const;
export type AlarmOrder = (typeof ALARM_ORDERS)[number];

/** What is seen of alarms, beside the area and the enterprise drilled to: part of the view, so that a link opens the same list. */
export interface AlarmView {
  readonly page: AlarmPage;
  /** The alarm that is open in detail. */
  readonly alarm: string | null;
  readonly incident: string | null;
  /** Empty = all. */
  readonly levels: readonly WarningLevel[];
  readonly states: readonly AlarmState[];
  readonly kinds: readonly TagKind[];
  readonly hold: AlarmHoldFilter;
  readonly order: AlarmOrder;
  /** Words that names must hold. */
  readonly text: string;
  /** A place on the map that alarms must lie in: what a badge there stands for. */
  readonly box: Bbox | null;
}

export const NO_ALARM_VIEW: AlarmView = {
  page: "list",
  alarm: null,
  incident: null,
  levels: [],
  states: [],
  kinds: [],
  hold: "no",
  order: "urgency",
  text: "",
  box: null,
};

export const LONGEST_ALARM_TEXT = 60;

const change = (store: ViewStore, to: Partial<AlarmView>) =>
  store.setState(({ alarms }) => ({ panel: "alarms", alarms: { ...alarms, ...to } }));

export const openAlarm = (store: ViewStore, alarm: string | null) => change(store, { alarm });
export const openAlarmPage = (store: ViewStore, page: AlarmPage) =>
  change(store, { page, alarm: null, incident: null });

/** Opens what belongs to an incident; null folds it again. */
export const openIncident = (store: ViewStore, incident: string | null) =>
  change(store, { page: "incidents", alarm: null, incident });

export const filterAlarms = (store: ViewStore, to: Partial<Omit<AlarmView, "page" | "alarm" | "incident">>) =>
  change(store, to);

/** Lists what a badge of the map counts: the alarms of an area, or those of a place. Where the map stands is left as it is. */
export function listAlarmsOf(store: ViewStore, badge: { readonly area: string } | { readonly box: Bbox }): void {
  const { levels, states, kinds, hold, text } = NO_ALARM_VIEW;
  const list = { page: "list" as const, alarm: null, incident: null, levels, states, kinds, hold, text };
  if ("area" in badge) store.setState({ area: badge.area, enterprise: null });
  change(store, { ...list, box: "box" in badge ? badge.box : null });
}

export const clearAlarmFilters = (store: ViewStore) => {
  const { levels, states, kinds, hold, text, box } = NO_ALARM_VIEW;
  change(store, { levels, states, kinds, hold, text, box });
};

export const hasAlarmFilters = ({ levels, states, kinds, hold, text, box }: AlarmView): boolean =>
  levels.length + states.length + kinds.length > 0 || hold !== NO_ALARM_VIEW.hold || text !== "" || box !== null;

/** Adds a word to a list of choices, or takes it out. */
export const toggled = <T>(list: readonly T[], one: T): readonly T[] =>
  list.includes(one) ? list.filter((other) => other !== one) : [...list, one];

import { ALARM_STATES } from "#contract/alarm-words.ts";
import { TAG_KINDS, WARNING_LEVELS } from "#contract/gas.ts";
import {
  ALARM_HOLD_FILTERS,
  ALARM_ORDERS,
  ALARM_PAGES,
  type AlarmView,
  LONGEST_ALARM_TEXT,
  NO_ALARM_VIEW,
} from "./alarm-view.ts";

type Part = readonly [string, string | null];

const listText = (list: readonly string[]): string | null => (list.length === 0 ? null : list.join(","));
const unusual = (value: string, usual: string): string | null => (value === usual ? null : value);

/** What is seen of alarms as parts of an address; what is as usual is left out. */
export const alarmParts = (view: AlarmView): readonly Part[] => [
  ["ap", unusual(view.page, NO_ALARM_VIEW.page)],
  ["alarm", view.alarm],
  ["incident", view.incident],
  ["alv", listText(view.levels)],
  ["ast", listText(view.states)],
  ["akd", listText(view.kinds)],
  ["ahd", unusual(view.hold, NO_ALARM_VIEW.hold)],
  ["aor", unusual(view.order, NO_ALARM_VIEW.order)],
  ["aq", view.text === "" ? null : view.text],
  ["abx", view.box?.map((degrees) => Number(degrees.toFixed(BOX_DIGITS))).join(",") ?? null],
];

/** Digits of a degree: a tenth of a metre. */
const BOX_DIGITS = 6;

/** West, south, east, north; null when the text names no box on earth. */
function boxOf(text: string | null): AlarmView["box"] {
  const [west, south, east, north, ...more] = (text ?? "")
    .split(",")
    .map((part) => (part === "" ? Number.NaN : Number(part)));
  if (west === undefined || south === undefined || east === undefined || north === undefined || more.length > 0)
    return null;
  const isOnEarth = west >= -180 && west < east && east <= 180 && south >= -90 && south < north && north <= 90;
  return isOnEarth ? [west, south, east, north] : null;
}

/** Members of a closed list, each once, in the list's order. */
const listOf = <T extends string>(all: readonly T[], text: string | null): readonly T[] => {
  const named = new Set((text ?? "").split(","));
  return all.filter((one) => named.has(one));
};

const oneOf = <T extends string>(all: readonly T[], text: string | null, usual: T): T =>
  all.find((one) => one === text) ?? usual;

const idOf = (text: string | null): string | null => (text !== null && text !== "" && text.length <= 80 ? text : null);

/** Reads what it understands and leaves the rest as usual. */
export function readAlarms(search: URLSearchParams): AlarmView {
  return {
    page: oneOf(ALARM_PAGES, search.get("ap"), NO_ALARM_VIEW.page),
    alarm: idOf(search.get("alarm")),
    incident: idOf(search.get("incident")),
    levels: listOf(WARNING_LEVELS, search.get("alv")),
    states: listOf(ALARM_STATES, search.get("ast")),
    kinds: listOf(TAG_KINDS, search.get("akd")),
    hold: oneOf(ALARM_HOLD_FILTERS, search.get("ahd"), NO_ALARM_VIEW.hold),
    order: oneOf(ALARM_ORDERS, search.get("aor"), NO_ALARM_VIEW.order),
    text: (search.get("aq") ?? "").slice(0, LONGEST_ALARM_TEXT),
    box: boxOf(search.get("abx")),
  };
}

import type { Language } from "./i18n/i18n.ts";

/** Everybody reads the province's own time, wherever the browser stands. */
const TIME_ZONE = "Asia/Shanghai";

const made = new Map<string, unknown>();
/** Intl formatters are slow to make: one per language and shape. */
function once<T>(key: string, make: () => T): T {
  let format = made.get(key) as T | undefined;
  if (!format) {
    format = make();
    made.set(key, format);
  }
  return format;
}

/** A number with at most `digits` decimals and grouped thousands. */
export const formatNumber = (value: number, language: Language, digits = 0): string =>
  isPlain(value) ? String(value) : anyNumber(value, language, digits);

/** Written the same in every language, without the browser's formatter, whose first use takes a slow phone a tenth of a second. */
const isPlain = (value: number): boolean =>
  Number.isInteger(value) && value > -1000 && value < 1000 && !Object.is(value, -0);

const anyNumber = (value: number, language: Language, digits: number): string =>
  once(`n${language}${digits}`, () => new Intl.NumberFormat(language, { maximumFractionDigits: digits })).format(value);

/** A number with exactly `digits` decimals, for columns that line up. */
export const formatFixed = (value: number, language: Language, digits: number): string =>
  once(
    `f${language}${digits}`,
    () => new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  ).format(value);

/** Three significant digits with 万/亿 or K/M, for big figures. */
export const formatCompact = (value: number, language: Language): string =>
  once(
    `c${language}`,
    () => new Intl.NumberFormat(language, { notation: "compact", maximumSignificantDigits: 3 }),
  ).format(value);

export const formatPercent = (share: number, language: Language): string =>
  once(`p${language}`, () => new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 })).format(
    share,
  );

/** Words beside each other as a language writes them: 流量、温度 or Flow, Temperature. */
export const formatList = (words: readonly string[], language: Language): string =>
  words.join(language === "en" ? ", " : "、");

type Unit = "second" | "minute" | "hour" | "day";
const STEPS: readonly [Unit, number, number][] = [
  ["second", 1, 120],
  ["minute", 60, 120 * 60],
  ["hour", 3600, 48 * 3600],
  ["day", 86_400, Number.POSITIVE_INFINITY],
];

// What the first screen of a slow phone shows is written as the browser's own formatters write it, which take a twentieth of a second each to make.
const CHINESE_UNITS: Readonly<Record<Unit, string>> = { second: "秒", minute: "分钟", hour: "小时", day: "天" };

/** An age in one unit, rounded down: 2秒, 5分钟, 3小时, 4天. Negative ages (a clock ahead of ours) are 0. */
export function formatAge(seconds: number, language: Language): string {
  const age = Math.max(0, seconds);
  const [unit, size] = STEPS.find(([, , below]) => age < below) ?? ["day", 86_400];
  const count = Math.floor(age / size);
  if (language === "zh-CN" && count < 1000) return `${count}${CHINESE_UNITS[unit]}`;
  const format = once(
    `u${language}${unit}`,
    () => new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: language === "en" ? "narrow" : "short" }),
  );
  return format.format(count);
}

type Moment = string | number;
const at = (moment: Moment) => new Date(moment);

const CHINA_MS = 8 * 3_600_000;
/** China last put its clocks forward in 1991. */
const ONE_CLOCK_FROM = Date.UTC(1992, 0, 1);
const two = (n: number): string => String(n).padStart(2, "0");

function chineseInstant(moment: Date): string {
  const local = new Date(moment.getTime() + CHINA_MS);
  const [y, m, d] = [local.getUTCFullYear(), local.getUTCMonth() + 1, local.getUTCDate()];
  return `${y}年${m}月${d}日 ${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())}`;
}

/** Date and time to the second. */
export function formatInstant(moment: Moment, language: Language): string {
  const when = at(moment);
  return language === "zh-CN" && when.getTime() >= ONE_CLOCK_FROM
    ? chineseInstant(when)
    : anyInstant(language).format(when);
}

const anyInstant = (language: Language) =>
  once(
    `i${language}`,
    () =>
      new Intl.DateTimeFormat(language, {
        timeZone: TIME_ZONE,
        dateStyle: "medium",
        timeStyle: "medium",
        hourCycle: "h23",
      }),
  );

/** Time of day, to the second. */
export const formatClock = (moment: Moment, language: Language): string =>
  once(
    `t${language}`,
    () => new Intl.DateTimeFormat(language, { timeZone: TIME_ZONE, timeStyle: "medium", hourCycle: "h23" }),
  ).format(at(moment));

/** Month, day and minute: for axes and tables of readings. */
export const formatMinute = (moment: Moment, language: Language): string =>
  once(
    `m${language}`,
    () =>
      new Intl.DateTimeFormat(language, {
        timeZone: TIME_ZONE,
        month: "2-digit",
        day: "2-digit",
        hour: "2-digit",
        minute: "2-digit",
        hourCycle: "h23",
      }),
  ).format(at(moment));

/** A calendar day given as `YYYY-MM-DD`, which belongs to no time zone. */
export const formatDay = (day: string, language: Language): string =>
  once(`d${language}`, () => new Intl.DateTimeFormat(language, { timeZone: "UTC", dateStyle: "medium" })).format(
    new Date(`${day.slice(0, 10)}T00:00:00Z`),
  );

/** A day of every year given as `MM-DD`, in words. */
export const formatMonthDay = (monthDay: string, language: Language): string =>
  once(
    `e${language}`,
    () => new Intl.DateTimeFormat(language, { timeZone: "UTC", month: "short", day: "numeric" }),
  ).format(new Date(`2000-${monthDay}T00:00:00Z`));

/** Month and day of a calendar day, for axes. */
export const formatShortDay = (day: string, language: Language): string =>
  language === "zh-CN" ? `${Number(day.slice(5, 7))}/${Number(day.slice(8, 10))}` : anyShortDay(day, language);

const anyShortDay = (day: string, language: Language): string =>
  once(
    `s${language}`,
    () => new Intl.DateTimeFormat(language, { timeZone: "UTC", month: "numeric", day: "numeric" }),
  ).format(new Date(`${day.slice(0, 10)}T00:00:00Z`));

import { useTranslation } from "react-i18next";
import type { Alarm } from "#contract/alarms.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";

export interface AlarmText {
  /** A value of the alarm's tag with its unit. */
  readonly amount: (alarm: Pick<Alarm, "unit">, value: number | null) => string;
  /** The newest value and its limit: `415 kPa > 400`, or `380 kPa（限 > 400）` when it is inside again. */
  readonly value: (alarm: Alarm) => string;
  /** The whole alarm in a line, for tooltips, walls and readers. */
  readonly sentence: (alarm: Alarm) => string;
}

/** Words for what an alarm says. */
export function useAlarmText(): AlarmText {
  const { t } = useTranslation();
  const language = languageNow();
  const number = (value: number) => formatNumber(value, language, 2);
  const amount: AlarmText["amount"] = ({ unit }, value) => (value === null ? "–" : `${number(value)} ${unit}`);
  const value: AlarmText["value"] = (alarm) => {
    if (alarm.condition === "no_data") return t("alarm.condition.no_data");
    const now = amount(alarm, alarm.lastValue ?? alarm.value);
    const value = alarm.lastValue ?? alarm.value;
    if (alarm.limit === null || alarm.side === null || value === null) return now;
    const beyond = `${alarm.side === "high" ? ">" : "<"} ${number(alarm.limit)}`;
    // Inside again, or judged by its slope: the limit is told beside the value, not as a comparison that does not hold.
    const isBeyond = alarm.side === "high" ? value > alarm.limit : value < alarm.limit;
    return isBeyond && alarm.condition !== "rate" ? `${now} ${beyond}` : t("alarm.list.limit", { now, beyond });
  };
  const sentence: AlarmText["sentence"] = (alarm) =>
    t("alarm.wall.line", {
      level: t(`gas.warningLevel.${alarm.level}`),
      name: alarm.tagName,
      value: value(alarm),
      station: alarm.stationName,
      area: alarm.areaName,
      state: t(`alarm.state.${alarm.state}`),
    });
  return { amount, value, sentence };
}

import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Overview } from "#contract/overview.ts";
import { useAlarmText } from "#panels/alarms/alarm-text.ts";
import { useOpenAlarms } from "#panels/alarms/use-book.ts";
import { useAlarmBook, useLive } from "#state/stores.tsx";
import { StateMark, WarningMark } from "#ui/mark.tsx";
import { useNow } from "#ui/use-now.ts";
import { type TickerLine, tickerLines } from "./ticker-lines.ts";
import { createTickerTurn } from "./ticker-turn.ts";

/** One line at a time; a new alarm is the next. */
export function Ticker({ overview }: { readonly overview: Overview }) {
  const { t } = useTranslation();
  const now = useNow();
  const [turn] = useState(createTickerTurn);
  const alarms = useOpenAlarms();
  const flood = useAlarmBook((book) => book.flood);
  const isLost = useLive(({ status }) => status === "offline" || status === "silent");
  const lines = tickerLines({ overview, alarms, flood, isLost });
  const line = turn(lines, now);
  if (!line) return null;
  return (
    <section className="wall-ticker" aria-label={t("shell.wall.ticker")}>
      <Line line={line} />
    </section>
  );
}

function Line({ line }: { readonly line: TickerLine }) {
  const { t } = useTranslation();
  const text = useAlarmText();
  switch (line.kind) {
    case "one":
      return (
        <>
          <WarningMark level={line.alarm.level} />
          <span key={line.alarm.id}>{text.sentence(line.alarm)}</span>
        </>
      );
    case "alarm":
      return (
        <>
          <WarningMark level={line.level} />
          <span>{t("shell.wall.alarm", { level: t(`gas.warningLevel.${line.level}`), count: line.count })}</span>
        </>
      );
    case "flood":
      return (
        <>
          <WarningMark level={line.level} />
          <span>{t("shell.wall.flood", { alarms: line.alarms, incidents: line.incidents })}</span>
        </>
      );
    case "lost":
      return (
        <>
          <StateMark state="offline" />
          <span>{t("shell.wall.lost")}</span>
        </>
      );
    case "calm":
      return <span>{t("shell.wall.calm")}</span>;
    default:
      return (
        <>
          <StateMark state={line.kind} />
          <span>{t(`shell.wall.${line.kind}`, { count: line.count })}</span>
        </>
      );
  }
}

import { useTranslation } from "react-i18next";
import { WARNING_LEVELS, type WarningLevel } from "#contract/gas.ts";
import type { Overview } from "#contract/overview.ts";
import { tagsIn } from "#lib/overview-sums.ts";
import { StateMark, WarningMark } from "#ui/mark.tsx";
import { useNow } from "#ui/use-now.ts";

export type TickerLine =
  | { readonly kind: "alarm"; readonly level: WarningLevel; readonly count: number }
  | { readonly kind: "stale" | "offline"; readonly count: number }
  | { readonly kind: "calm" };

/** What a wall has to say, worst first; when there is nothing, it says that. */
export function tickerLines(overview: Overview): readonly TickerLine[] {
  const alarms = WARNING_LEVELS.flatMap((level): TickerLine[] => {
    const count = overview.alarms.find((alarm) => alarm.level === level)?.count ?? 0;
    return count > 0 ? [{ kind: "alarm", level, count }] : [];
  });
  const states = (["stale", "offline"] as const).flatMap((kind): TickerLine[] => {
    const count = tagsIn(overview, kind);
    return count > 0 ? [{ kind, count }] : [];
  });
  const lines = [...alarms, ...states];
  return lines.length > 0 ? lines : [{ kind: "calm" }];
}

const LINE_MS = 6000;

/** One line at a time, long enough to read from afar. */
export function Ticker({ overview }: { readonly overview: Overview }) {
  const { t } = useTranslation();
  const now = useNow();
  const lines = tickerLines(overview);
  const line = lines[Math.floor(now / LINE_MS) % lines.length];
  if (!line) return null;
  return (
    <section className="wall-ticker" aria-label={t("shell.wall.ticker")}>
      {line.kind === "alarm" && <WarningMark level={line.level} />}
      {(line.kind === "stale" || line.kind === "offline") && <StateMark state={line.kind} />}
      <span key={JSON.stringify(line)}>
        {line.kind === "calm" && t("shell.wall.calm")}
        {line.kind === "alarm" &&
          t("shell.wall.alarm", { level: t(`gas.warningLevel.${line.level}`), count: line.count })}
        {line.kind === "stale" && t("shell.wall.stale", { count: line.count })}
        {line.kind === "offline" && t("shell.wall.offline", { count: line.count })}
      </span>
    </section>
  );
}

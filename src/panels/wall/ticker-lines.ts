import type { Alarm } from "#contract/alarms.ts";
import { WARNING_LEVELS, type WarningLevel } from "#contract/gas.ts";
import type { Overview } from "#contract/overview.ts";
import { inOrder } from "#lib/alarm-list.ts";
import { tagsIn } from "#lib/overview-sums.ts";
import type { AlarmBook } from "#state/alarm-book.ts";

export type TickerLine =
  | { readonly kind: "lost" }
  | { readonly kind: "flood"; readonly alarms: number; readonly incidents: number; readonly level: WarningLevel }
  | { readonly kind: "one"; readonly alarm: Alarm }
  | { readonly kind: "alarm"; readonly level: WarningLevel; readonly count: number }
  | { readonly kind: "stale" | "offline"; readonly count: number }
  | { readonly kind: "calm" };

/** More alarms than this, told one by one, are too old when the last has been read. */
const MOST_SINGLE = 12;

export interface TickerInput {
  readonly overview: Overview;
  /** Open alarms; null while they are not known: then the overview's counts are told. */
  readonly alarms: readonly Alarm[] | null;
  readonly flood: AlarmBook["flood"];
  /** No live data come: what is told is old, and nothing is called calm. */
  readonly isLost: boolean;
}

function alarmLines({ overview, alarms }: TickerInput): readonly TickerLine[] {
  if (alarms !== null) {
    const ringing = inOrder(
      alarms.filter(({ hold }) => hold === null),
      "urgency",
    );
    const rest = ringing.slice(MOST_SINGLE);
    const counted = WARNING_LEVELS.flatMap((level): TickerLine[] => {
      const count = rest.filter((alarm) => alarm.level === level).length;
      return count > 0 ? [{ kind: "alarm", level, count }] : [];
    });
    return [...ringing.slice(0, MOST_SINGLE).map((alarm): TickerLine => ({ kind: "one", alarm })), ...counted];
  }
  return WARNING_LEVELS.flatMap((level): TickerLine[] => {
    const count = overview.alarms.find((alarm) => alarm.level === level)?.count ?? 0;
    return count > 0 ? [{ kind: "alarm", level, count }] : [];
  });
}

/** What a wall has to say, worst first; when there is nothing, it says that, but never when it cannot know. */
export function tickerLines(input: TickerInput): readonly TickerLine[] {
  const { overview, flood, isLost } = input;
  const states = (["stale", "offline"] as const).flatMap((kind): TickerLine[] => {
    const count = tagsIn(overview, kind);
    return count > 0 ? [{ kind, count }] : [];
  });
  const lines: readonly TickerLine[] = [
    ...(isLost ? [{ kind: "lost" } as const] : []),
    ...(flood
      ? [{ kind: "flood", alarms: flood.alarms, incidents: flood.incidents, level: flood.worst } as const]
      : []),
    ...alarmLines(input),
    ...states,
  ];
  return lines.length > 0 ? lines : [{ kind: "calm" }];
}

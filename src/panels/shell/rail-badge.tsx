import { useTranslation } from "react-i18next";
import { totalOf, worstOf } from "#lib/alarm-list.ts";
import { useBookCounts } from "#panels/alarms/use-book.ts";
import { WarningMark } from "#ui/mark.tsx";

const MOST_SHOWN = 999;

/** How many alarms want somebody, with the worst level's shape; nothing when none does. */
export function RailBadge() {
  const { t } = useTranslation();
  const { wanting } = useBookCounts();
  const [count, worst] = [totalOf(wanting), worstOf(wanting)];
  if (worst === null) return null;
  return (
    <span className="rail-badge" role="status" aria-label={t("alarm.rail", { count })}>
      <WarningMark level={worst} />
      {count > MOST_SHOWN ? `${MOST_SHOWN}+` : count}
    </span>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { overviewQuery } from "#api/overview.ts";
import { totalOf, worstOf } from "#lib/alarm-list.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { useBookCounts } from "#panels/alarms/use-book.ts";
import { useStores } from "#state/stores.tsx";
import { openPanel } from "#state/view.ts";
import { Icon } from "#ui/icon.tsx";
import { WarningMark } from "#ui/mark.tsx";

/** Open alarms in everything the person may see, wherever they look at the moment; the overview's count until they have been read. */
export function AlarmCount() {
  const { t } = useTranslation();
  const { view } = useStores();
  const { open, wanting } = useBookCounts();
  const overview = useQuery({ ...overviewQuery({}), enabled: open === null });
  const count = open === null ? overview.data?.alarms.reduce((sum, alarm) => sum + alarm.count, 0) : totalOf(open);
  const worst = worstOf(wanting);
  const label = count === undefined ? t("shell.alarmsUnknown") : t("shell.alarms", { count });
  return (
    <button
      type="button"
      className={`button alarm-count ${count ? "ringing" : ""}`}
      aria-label={label}
      title={label}
      onClick={() => openPanel(view, "alarms")}
    >
      {worst === null ? <Icon name="alarm" size={16} /> : <WarningMark level={worst} />}
      {count === undefined ? "–" : formatNumber(count, languageNow())}
    </button>
  );
}

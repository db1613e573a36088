import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { overviewQuery } from "#api/overview.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { useStores } from "#state/stores.tsx";
import { openPanel } from "#state/view.ts";
import { Icon } from "#ui/icon.tsx";

/** Open alarms in everything the person may see, wherever they look at the moment. */
export function AlarmCount() {
  const { t } = useTranslation();
  const { view } = useStores();
  const overview = useQuery(overviewQuery({}));
  const count = overview.data?.alarms.reduce((sum, alarm) => sum + alarm.count, 0);
  const label = count === undefined ? t("shell.alarmsUnknown") : t("shell.alarms", { count });
  return (
    <button
      type="button"
      className={`button alarm-count ${count ? "ringing" : ""}`}
      aria-label={label}
      title={label}
      onClick={() => openPanel(view, "overview")}
    >
      <Icon name="alarm" size={16} />
      {count === undefined ? "–" : formatNumber(count, languageNow())}
    </button>
  );
}

import { useTranslation } from "react-i18next";
import { totalOf } from "#lib/alarm-list.ts";
import { LevelCounts } from "#panels/alarms/level-counts.tsx";
import { useBookCounts } from "#panels/alarms/use-book.ts";
import { useStores } from "#state/stores.tsx";
import { openPanel } from "#state/view.ts";
import { Icon } from "#ui/icon.tsx";

/** The way to the list of alarms from a phone's first page, with what waits there. */
export function AlarmsButton() {
  const { t } = useTranslation();
  const { view } = useStores();
  const { open, wanting } = useBookCounts();
  return (
    <button type="button" className="phone-alarms" onClick={() => openPanel(view, "alarms")}>
      <Icon name="alarm" />
      <span>{t("alarm.rail", { count: totalOf(wanting) })}</span>
      {open && <LevelCounts counts={open} />}
      <Icon name="right" size={16} />
    </button>
  );
}

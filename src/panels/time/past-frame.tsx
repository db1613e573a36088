import { useTranslation } from "react-i18next";
import { formatMinute } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { useTime, useView } from "#state/stores.tsx";
import "./past.css";

/** A striped frame around the map with the moment in it: no picture of the past can be taken for live, on a wall or a screenshot either. */
export function PastFrame() {
  const { t } = useTranslation();
  const at = useView((view) => view.time);
  const isShown = useTime(({ shownAt }) => shownAt !== null && shownAt === at);
  if (at === null) return null;
  const time = formatMinute(at, languageNow());
  return (
    <div className="past-frame" data-shown={isShown}>
      <span aria-hidden="true">{`${t("history.time.flagTime", { time })} · ${t("history.time.notLive")}`}</span>
      <span className="seen-by-readers-only" aria-live="polite">
        {t("history.time.saidPast", { time })}
      </span>
    </div>
  );
}

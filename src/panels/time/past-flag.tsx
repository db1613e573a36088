import { useTranslation } from "react-i18next";
import { formatInstant } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { useStores } from "#state/stores.tsx";
import { showLive } from "#state/time.ts";
import "./past.css";

/** Stands where the age of live data stands otherwise: what is shown is the past, when, and the way out. */
export function PastFlag({ at }: { readonly at: number }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const time = formatInstant(at, languageNow());
  return (
    <span className="past-flag">
      <span aria-hidden="true">◀◀</span>
      <strong>{t("history.time.flagTime", { time })}</strong>
      <span>{t("history.time.notLive")}</span>
      <button type="button" className="button" title={t("history.time.leaveHint")} onClick={() => showLive(view)}>
        {t("history.time.leave")}
      </button>
    </span>
  );
}

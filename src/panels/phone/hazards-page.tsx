import { useTranslation } from "react-i18next";
import { formatClock, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { sumOf } from "#lib/overview-sums.ts";
import { Answer } from "#panels/answer.tsx";
import { HazardsSection } from "#panels/overview/state-sections.tsx";
import { useOverview } from "#panels/overview/use-overview.ts";
import { OpenPanel } from "#panels/shell/open-panel.tsx";
import { useStores, useView } from "#state/stores.tsx";
import { openSupervise } from "#state/supervise.ts";
import "#ui/button.css";

/** Open and overdue hazards of the area, by grade; and from here their board and all that supervisors see of field work. */
export function HazardsPage() {
  const { t } = useTranslation();
  const language = languageNow();
  const overview = useOverview();
  const { view } = useStores();
  const isOpen = useView(({ panel }) => panel === "supervise");
  if (isOpen)
    return (
      <div className="phone-panel">
        <OpenPanel id="supervise" />
      </div>
    );
  return (
    <Answer query={overview} lines={6}>
      {(data) => (
        <>
          <dl className="phone-big">
            <dt>{t("shell.phone.hazardsOpen")}</dt>
            <dd>
              {formatNumber(sumOf(data.hazards.map(({ open }) => open)), language)}
              <small>
                {`${t("shell.phone.hazardsOverdue")} ${formatNumber(sumOf(data.hazards.map(({ overdue }) => overdue)), language)}`}
              </small>
            </dd>
          </dl>
          <button type="button" className="button main phone-wide" onClick={() => openSupervise(view, "hazards")}>
            {t("shell.phone.board")}
          </button>
          <HazardsSection overview={data} />
          <p className="notice">{t("shell.state.asOf", { time: formatClock(data.at, language) })}</p>
        </>
      )}
    </Answer>
  );
}

import { useTranslation } from "react-i18next";
import { formatClock } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { Figures } from "#panels/overview/figures.tsx";
import { AlarmsSection, TagsSection } from "#panels/overview/state-sections.tsx";
import { AlarmsButton } from "./alarms-button.tsx";
import { useOverview } from "#panels/overview/use-overview.ts";
import { OpenPanel } from "#panels/shell/open-panel.tsx";
import { useView } from "#state/stores.tsx";

/** What rings in the area now, whether the sensors report, and the area in figures. */
export function TodayPage() {
  const { t } = useTranslation();
  const overview = useOverview();
  const isAlarms = useView((view) => view.panel === "alarms");
  if (isAlarms)
    return (
      <div className="phone-panel">
        <OpenPanel id="alarms" />
      </div>
    );
  return (
    <Answer query={overview} lines={9}>
      {(data) => (
        <>
          <AlarmsButton />
          <AlarmsSection overview={data} />
          <TagsSection overview={data} />
          <h3 className="seen-by-readers-only">{t("shell.phone.figures")}</h3>
          <Figures overview={data} />
          <p className="notice">{t("shell.state.asOf", { time: formatClock(data.at, languageNow()) })}</p>
        </>
      )}
    </Answer>
  );
}

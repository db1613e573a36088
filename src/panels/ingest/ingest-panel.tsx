import { useTranslation } from "react-i18next";
import { PanelFrame } from "#panels/shell/panel-frame.tsx";
import { useView } from "#state/stores.tsx";
import { GapsSection } from "./gaps-section.tsx";
import "./ingest.css";
import { OutcomesSection } from "./outcomes-section.tsx";
import { QualitySection } from "./quality-section.tsx";

/** What came of the readings of the area on the map, and which of its sensors are not to be trusted. */
export function IngestPanel() {
  const { t } = useTranslation();
  const area = useView((view) => view.area);
  const enterprise = useView((view) => view.enterprise);
  return (
    <PanelFrame title={t("shell.panels.ingest")}>
      <p className="ingest-intro">{t("ingest.intro")}</p>
      <QualitySection area={area} />
      <GapsSection area={area} />
      <OutcomesSection area={area} enterprise={enterprise} />
    </PanelFrame>
  );
}

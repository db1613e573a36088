import { useTranslation } from "react-i18next";
import { PanelFrame } from "#panels/shell/panel-frame.tsx";
import "./exports.css";
import { DoorsSection } from "./doors-section.tsx";
import { ExportForm } from "./export-form.tsx";
import { ExportList } from "./export-list.tsx";

/** What a person takes out of the house: new files, the earlier ones, and keys for other programs. */
export function ExportsPanel() {
  const { t } = useTranslation();
  return (
    <PanelFrame title={t("shell.panels.exports")}>
      <p className="exports-intro">{t("exports.intro")}</p>
      <ExportForm />
      <ExportList />
      <DoorsSection />
    </PanelFrame>
  );
}

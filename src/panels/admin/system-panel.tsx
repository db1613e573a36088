import { useTranslation } from "react-i18next";
import { PanelFrame } from "#panels/shell/panel-frame.tsx";
import { Empty } from "#ui/notice.tsx";

/** A system administrator keeps the machine and sees no business data: this says so, and where the machine's state is. */
export function SystemPanel() {
  const { t } = useTranslation();
  return (
    <PanelFrame title={t("gas.role.system_admin")}>
      <Empty>{t("admin.systemHome")}</Empty>
    </PanelFrame>
  );
}

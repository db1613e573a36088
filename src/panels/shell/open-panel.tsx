import { type ComponentType, lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "#panels/me.ts";
import { lazyOffice } from "#panels/office-words.ts";
import { homePanel, PANEL_IDS, type PanelId } from "#panels/panel-ids.ts";
import { useView } from "#state/stores.tsx";
import { ErrorBoundary } from "#ui/error-boundary.tsx";
import { Skeleton } from "#ui/notice.tsx";
import { PanelFrame } from "./panel-frame.tsx";

const named = <K extends string>(load: () => Promise<Record<K, ComponentType>>, name: K) =>
  lazy(async () => ({ default: (await load())[name] }));

/** Each panel is fetched when it is first opened. */
const PANELS: Readonly<Record<PanelId, ComponentType>> = {
  overview: named(() => import("#panels/overview/overview-panel.tsx"), "OverviewPanel"),
  statistics: lazyOffice(() => import("#panels/statistics/statistics-panel.tsx"), "StatisticsPanel"),
  alarms: named(() => import("#panels/alarms/alarms-panel.tsx"), "AlarmsPanel"),
  layers: named(() => import("#panels/layers/layers-panel.tsx"), "LayersPanel"),
  datasets: lazyOffice(() => import("#panels/admin/datasets-panel.tsx"), "DatasetsPanel"),
  ingest: lazyOffice(() => import("#panels/ingest/ingest-panel.tsx"), "IngestPanel"),
  exports: lazyOffice(() => import("#panels/exports/exports-panel.tsx"), "ExportsPanel"),
  supervise: lazyOffice(() => import("#panels/supervise/supervise-panel.tsx"), "SupervisePanel"),
  station: named(() => import("#panels/asset/station-panel.tsx"), "StationPanel"),
  pipe: named(() => import("#panels/asset/pipe-panel.tsx"), "PipePanel"),
  enterprise: named(() => import("#panels/asset/enterprise-panel.tsx"), "EnterprisePanel"),
  video: named(() => import("#panels/video/video-panel.tsx"), "VideoPanel"),
  model: lazyOffice(() => import("#panels/model/model-panel.tsx"), "ModelPanel"),
  region: named(() => import("#panels/region/region-panel.tsx"), "RegionPanel"),
  history: named(() => import("#panels/history/history-panel.tsx"), "HistoryPanel"),
  accounts: lazyOffice(() => import("#panels/admin/accounts-panel.tsx"), "AccountsPanel"),
  audit: lazyOffice(() => import("#panels/admin/audit-panel.tsx"), "AuditPanel"),
  system: lazyOffice(() => import("#panels/admin/system-panel.tsx"), "SystemPanel"),
};

const isPanel = (id: string): id is PanelId => (PANEL_IDS as readonly string[]).includes(id);

/** The panel a view names. One that needs a selection and has none, or is not there, gives way to the person's home. */
export function OpenPanel({ id }: { readonly id: string }) {
  const me = useMe();
  const selection = useView((view) => view.selection);
  const needsSelection = id === "station" || id === "pipe" || id === "enterprise";
  const panel = isPanel(id) && !(needsSelection && selection?.kind !== id) ? id : homePanel(me.role);
  const Panel = PANELS[panel];
  return (
    <ErrorBoundary
      key={`${panel}:${selection?.id ?? ""}`}
      fallback={(retry) => <Crashed panel={panel} onRetry={retry} />}
    >
      <Suspense fallback={<Waiting panel={panel} />}>
        <Panel />
      </Suspense>
    </ErrorBoundary>
  );
}

type Titled = Exclude<PanelId, "system">;
const useTitle = (panel: PanelId) => {
  const { t } = useTranslation();
  return panel === "system" ? t("gas.role.system_admin") : t(`shell.panels.${panel satisfies Titled}`);
};

const Waiting = ({ panel }: { readonly panel: PanelId }) => (
  <PanelFrame title={useTitle(panel)}>
    <Skeleton />
  </PanelFrame>
);

function Crashed({ panel, onRetry }: { readonly panel: PanelId; readonly onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <PanelFrame title={useTitle(panel)}>
      <div className="notice failed" role="alert">
        <strong>{t("shell.state.crashed")}</strong>
        <p>{t("shell.state.crashedHint")}</p>
        <button type="button" className="button outlined" onClick={onRetry}>
          {t("shell.state.retry")}
        </button>
      </div>
    </PanelFrame>
  );
}

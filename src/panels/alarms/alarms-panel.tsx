import { type ComponentType, lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "#panels/me.ts";
import { PanelFrame } from "#panels/shell/panel-frame.tsx";
import { usePlace } from "#panels/shell/place.ts";
import { ALARM_PAGES, type AlarmPage, openAlarmPage } from "#state/alarm-view.ts";
import { useStores, useView } from "#state/stores.tsx";
import { Skeleton } from "#ui/notice.tsx";
import { answersAlarms } from "./answers.ts";
import { AlarmList } from "./list/alarm-list.tsx";
import { NotifyButton, SoundMenu } from "./ring/sound-menu.tsx";
import "#panels/asset/asset.css";
import "./alarms.css";
import "./parts.css";

const named = <K extends string>(load: () => Promise<Record<K, ComponentType>>, name: K) =>
  lazy(async () => ({ default: (await load())[name] }));

/** The list is what the panel opens with; the rest is fetched when it is first opened. */
const PAGES: Readonly<Record<AlarmPage, ComponentType>> = {
  list: AlarmList,
  incidents: named(() => import("./incidents/incidents-page.tsx"), "IncidentsPage"),
  tasks: named(() => import("./tasks/tasks-page.tsx"), "TasksPage"),
  windows: named(() => import("./maintenance/maintenance-page.tsx"), "MaintenancePage"),
  past: named(() => import("./past-page.tsx"), "PastPage"),
  kpis: named(() => import("./kpis/kpis-page.tsx"), "KpisPage"),
  rules: named(() => import("./rules/rules-page.tsx"), "RulesPage"),
};
const AlarmDetail = lazy(async () => ({ default: (await import("./detail/alarm-detail.tsx")).AlarmDetail }));

/** What rings, what it belongs to, who goes there, and how well the alarms themselves do. */
export function AlarmsPanel() {
  const { t } = useTranslation();
  const { page, alarm } = useView((view) => ({ page: view.alarms.page, alarm: view.alarms.alarm }));
  const { crumbs } = usePlace();
  if (alarm !== null)
    return (
      <Suspense fallback={<Waiting />}>
        <AlarmDetail id={alarm} />
      </Suspense>
    );
  const Page = PAGES[page];
  return (
    <PanelFrame title={t("alarm.title")} subtitle={crumbs.at(-1)?.name} tools={<Tools />}>
      <div className="alarms">
        <PageTabs />
        <Suspense fallback={<Skeleton lines={9} />}>
          <Page />
        </Suspense>
      </div>
    </PanelFrame>
  );
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <PanelFrame title={t("alarm.title")} hasBack>
      <Skeleton lines={9} />
    </PanelFrame>
  );
}

function Tools() {
  const me = useMe();
  if (!answersAlarms(me.role)) return null;
  return (
    <>
      <NotifyButton />
      <SoundMenu />
    </>
  );
}

function PageTabs() {
  const { t } = useTranslation();
  const { view } = useStores();
  const page = useView((v) => v.alarms.page);
  return (
    <nav className="alarm-pages" aria-label={t("alarm.pagesLabel")}>
      {ALARM_PAGES.map((name) => (
        <button
          key={name}
          type="button"
          aria-current={page === name ? "page" : undefined}
          onClick={() => openAlarmPage(view, name)}
        >
          {t(`alarm.pages.${name}`)}
        </button>
      ))}
    </nav>
  );
}

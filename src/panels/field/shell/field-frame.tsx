import { type ComponentType, lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { FieldAppProps } from "#panels/field/field-app.tsx";
import { useField } from "#panels/field/field-context.tsx";
import { useTrack } from "#panels/field/patrol/use-track.ts";
import { FIELD_TABS, type Open } from "#panels/field/place.ts";
import { TodayPage } from "#panels/field/today/today-page.tsx";
import { useProvisions } from "#panels/field/use-field-data.ts";
import { lazyOffice } from "#panels/office-words.ts";
import { MapPage } from "#panels/phone/map-page.tsx";
import { PanelFrame } from "#panels/shell/panel-frame.tsx";
import { TAB_ICONS } from "#panels/phone/tabs.ts";
import { Icon } from "#ui/icon.tsx";
import { IconButton } from "#ui/icon-button.tsx";
import { Skeleton } from "#ui/notice.tsx";
import { Guarded } from "./guarded.tsx";
import { StateLine, UnsentBadge } from "./state-line.tsx";

const named = <K extends string, P>(load: () => Promise<Record<K, ComponentType<P>>>, name: K) =>
  lazy(async () => ({ default: (await load())[name] }));

const CheckPage = named(() => import("#panels/field/check/check-page.tsx"), "CheckPage");
const PatrolPage = named(() => import("#panels/field/patrol/patrol-page.tsx"), "PatrolPage");
const FindingPage = named(() => import("#panels/field/patrol/finding-page.tsx"), "FindingPage");
const LeakPage = lazyOffice(() => import("#panels/field/leak/leak-page.tsx"), "LeakPage");
const WorksPage = lazyOffice(() => import("#panels/field/works/works-page.tsx"), "WorksPage");
const TaskPage = named(() => import("#panels/field/today/task-page.tsx"), "TaskPage");
const RecordPage = named(() => import("#panels/field/records/record-page.tsx"), "RecordPage");
const NoticePage = named(() => import("#panels/field/check/notice-page.tsx"), "NoticePage");
const HazardsPage = named(() => import("#panels/field/hazards/hazards-page.tsx"), "HazardsPage");
const HazardPage = named(() => import("#panels/field/hazards/hazard-page.tsx"), "HazardPage");
const MinePage = named(() => import("#panels/field/records/mine-page.tsx"), "MinePage");

function Opened({ open }: { readonly open: Open }) {
  if (open.is === "task") return <TaskPage id={open.task} />;
  if (open.is === "check") return <CheckPage draft={open.draft} />;
  if (open.is === "patrol") return <PatrolPage draft={open.draft} />;
  if (open.is === "finding") return <FindingPage draft={open.draft} />;
  if (open.is === "leak") return <LeakPage draft={open.draft} />;
  if (open.is === "works") return <WorksPage />;
  if (open.is === "hazard") return <HazardPage id={open.hazard} />;
  if (open.is === "record") return <RecordPage id={open.record} />;
  return <NoticePage id={open.record} />;
}

/** Title, state and tabs around whatever is open. */
export function FieldFrame({ map, hasEnded, onSignedOut, onSignInAgain }: FieldAppProps) {
  const { t } = useTranslation();
  const { place, go, open } = useField();
  const { tab } = place;
  useProvisions();
  useTrack();
  const title = place.open === null ? t(`shell.phone.${tab}`) : t(`field.title.${place.open.is}`);
  const isMap = place.open === null && tab === "map";
  return (
    <div className="phone field">
      <header className="phone-top">
        {place.open === null ? (
          <img src="/icon.svg" alt="" width="24" height="24" />
        ) : (
          <IconButton icon="back" label={t("shell.back")} onClick={() => open(null)} />
        )}
        <h1>{title}</h1>
        <UnsentBadge />
      </header>
      <main className={`phone-body ${isMap ? "is-map" : ""}`}>
        <StateLine hasEnded={hasEnded} onSignInAgain={onSignInAgain} />
        <Guarded key={JSON.stringify(place)}>
          <Suspense fallback={<Skeleton lines={8} />}>
            {place.open !== null && <Opened open={place.open} />}
            {place.open === null && tab === "today" && <TodayPage />}
            {isMap && (
              <MapPage
                map={map}
                drawHazard={(id) => (
                  <PanelFrame title={t("field.title.hazard")}>
                    <HazardPage id={id} />
                  </PanelFrame>
                )}
              />
            )}
            {place.open === null && tab === "hazards" && <HazardsPage />}
            {place.open === null && tab === "mine" && <MinePage onSignedOut={onSignedOut} />}
          </Suspense>
        </Guarded>
      </main>
      <nav className="phone-tabs" aria-label={t("shell.phone.tabs")}>
        {FIELD_TABS.map((name) => (
          <button
            key={name}
            type="button"
            aria-current={tab === name ? "page" : undefined}
            onClick={() => go({ tab: name, open: null })}
          >
            <Icon name={TAB_ICONS[name]} size={24} />
            {t(`shell.phone.${name}`)}
          </button>
        ))}
      </nav>
    </div>
  );
}

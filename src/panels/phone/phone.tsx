import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { i18n } from "#lib/i18n/i18n.ts";
import { TaskNotice } from "#panels/alarms/tasks/task-notice.tsx";
import { useMe, worksWithMap } from "#panels/me.ts";
import { homePanel } from "#panels/panel-ids.ts";
import { LiveAge } from "#panels/shell/live-age.tsx";
import { OpenPanel } from "#panels/shell/open-panel.tsx";
import { usePlace } from "#panels/shell/place.ts";
import { useView } from "#state/stores.tsx";
import { Icon } from "#ui/icon.tsx";
import "#panels/shell/shell.css";
import { HazardsPage } from "./hazards-page.tsx";
import { MapPage } from "./map-page.tsx";
import { MinePage } from "./mine-page.tsx";
import "./phone.css";
import { TAB_ICONS, TABS, type Tab } from "./tabs.ts";
import { TodayPage } from "./today-page.tsx";

export interface PhoneProps {
  readonly map: ReactNode;
  readonly onSignedOut: () => void;
}

/** One column and four tabs. The map engine is fetched only when its tab is opened. */
export function Phone({ map, onSignedOut }: PhoneProps) {
  const { t } = useTranslation();
  const me = useMe();
  const hasMap = worksWithMap(me.role);
  // A link to a place or a thing is a link to the map.
  const isLinked = useView(
    ({ selection, camera, panel }) => selection !== null || camera !== null || panel === "video" || panel === "model",
  );
  const isWork = useView(({ panel }) => panel === "supervise");
  const [tab, setTab] = useState<Tab>(hasMap ? (isLinked ? "map" : isWork ? "hazards" : "today") : "mine");
  const { crumbs } = usePlace();
  const tabs = hasMap ? TABS : (["mine"] as const);

  return (
    <div className="phone">
      <header className="phone-top">
        <img src="/icon.svg" alt="" width="24" height="24" />
        <h1>{hasMap ? crumbs.at(-1)?.name : i18n.t("door:product")}</h1>
        {hasMap && <LiveAge />}
      </header>
      {hasMap && <TaskNotice onOpen={() => setTab("today")} />}
      <main className={`phone-body ${tab === "map" ? "is-map" : ""}`}>
        <h2 className="seen-by-readers-only">{t(`shell.phone.${tab}`)}</h2>
        {tab === "today" && <TodayPage />}
        {tab === "map" && <MapPage map={map} />}
        {tab === "hazards" && <HazardsPage />}
        {tab === "mine" && <MinePage onSignedOut={onSignedOut} />}
        {!hasMap && <OpenPanel id={homePanel(me.role)} />}
      </main>
      <nav className="phone-tabs" aria-label={t("shell.phone.tabs")}>
        {tabs.map((name) => (
          <button
            key={name}
            type="button"
            aria-current={tab === name ? "page" : undefined}
            onClick={() => setTab(name)}
          >
            <Icon name={TAB_ICONS[name]} size={24} />
            {t(`shell.phone.${name}`)}
          </button>
        ))}
      </nav>
    </div>
  );
}

import { lazy, type ReactNode, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { i18n } from "#lib/i18n/i18n.ts";
import { useMe, worksWithMap } from "#panels/me.ts";
import { homePanel, railOf } from "#panels/panel-ids.ts";
import { HazardNews } from "#panels/supervise/hazards/hazard-news.tsx";
import { PastFrame } from "#panels/time/past-frame.tsx";
import { usePreferences, useStores, useView } from "#state/stores.tsx";
import { openPanel } from "#state/view.ts";
import { ErrorBoundary } from "#ui/error-boundary.tsx";
import { Icon } from "#ui/icon.tsx";
import { AlarmCount } from "./alarm-count.tsx";
import { Breadcrumb } from "./breadcrumb.tsx";
import { KeysHelp } from "./keys-help.tsx";
import { LiveAge } from "./live-age.tsx";
import { OpenPanel } from "./open-panel.tsx";
import { PanelGrip } from "./panel-frame.tsx";
import { usePlace } from "./place.ts";
import { RailBadge } from "./rail-badge.tsx";
import { SearchBox } from "./search-box.tsx";
import "./shell.css";
import { LanguageButton, ThemeButton, UserMenu } from "./tools.tsx";
import { useKeys } from "./use-keys.ts";

export interface DeskProps {
  readonly map: ReactNode;
  readonly onSignedOut: () => void;
}

const TimePlace = lazy(async () => ({ default: (await import("#panels/time/time-place.tsx")).TimePlace }));
const MapOver = lazy(async () => ({ default: (await import("#panels/legend/map-over.tsx")).DeskMapOver }));

/** The frame of the control room: header, rail, map under a panel. */
export function Desk({ map, onSignedOut }: DeskProps) {
  const { t } = useTranslation();
  const me = useMe();
  const [isHelpShown, setHelpShown] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const { root, area, crumbs, enterpriseId } = usePlace();
  const parent = enterpriseId !== null ? area : crumbs.filter((crumb) => crumb.isOpen).at(-2);
  useKeys({ search, root, up: parent ? { code: parent.code } : null, onHelp: () => setHelpShown(true) });
  const hasMap = worksWithMap(me.role);

  return (
    <div className="desk">
      <a className="skip" href="#panel">
        {t("shell.skipToPanel")}
      </a>
      <header className="desk-header">
        <div className="desk-name">
          <img src="/icon.svg" alt="" width="24" height="24" />
          <span>{i18n.t("door:product")}</span>
        </div>
        {hasMap && <Breadcrumb />}
        <div className="desk-space" />
        {hasMap && <SearchBox input={search} />}
        {hasMap && <LiveAge />}
        <div className="desk-tools">
          {hasMap && <AlarmCount />}
          <ThemeButton />
          <LanguageButton />
          <UserMenu onSignedOut={onSignedOut} onKeys={() => setHelpShown(true)} />
        </div>
      </header>
      <Rail />
      {hasMap ? <MapStage map={map} /> : <PageStage />}
      {isHelpShown && <KeysHelp onClose={() => setHelpShown(false)} />}
    </div>
  );
}

function Rail() {
  const { t } = useTranslation();
  const { view } = useStores();
  const me = useMe();
  const open = useView((v) => v.panel);
  return (
    <nav className="desk-rail" aria-label={t("shell.rail")}>
      {railOf(me.role).map(({ id, icon }) => (
        <button
          key={id}
          type="button"
          className="rail-button"
          aria-pressed={open === id}
          onClick={() => openPanel(view, open === id ? null : id)}
        >
          <Icon name={icon} />
          {t(`shell.panels.${id}`)}
          {id === "alarms" && <RailBadge />}
        </button>
      ))}
    </nav>
  );
}

function MapStage({ map }: { readonly map: ReactNode }) {
  const { t } = useTranslation();
  const panel = useView((v) => v.panel);
  const width = usePreferences((p) => p.panelWidth);
  return (
    <div className="desk-stage">
      <main className="desk-map" aria-label={t("shell.map")}>
        {map}
      </main>
      <ErrorBoundary fallback={() => null}>
        <Suspense>
          <MapOver />
        </Suspense>
      </ErrorBoundary>
      <PastFrame />
      <HazardNews />
      <ErrorBoundary fallback={() => null}>
        <Suspense>
          <TimePlace />
        </Suspense>
      </ErrorBoundary>
      {panel !== null && (
        <aside className="panel-frame" style={{ width }} aria-label={t("shell.panel")}>
          <PanelGrip />
          <OpenPanel id={panel} />
        </aside>
      )}
    </div>
  );
}

/** Administrators have no map: their work fills the page. */
function PageStage() {
  const me = useMe();
  const panel = useView((v) => v.panel) ?? homePanel(me.role);
  return (
    <main className="desk-stage">
      <div className="desk-page">
        <div className="panel-frame page">
          <OpenPanel id={panel} />
        </div>
      </div>
    </main>
  );
}

import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { areasQuery, enterpriseQuery } from "#api/areas.ts";
import { mapConfigQuery } from "#api/session.ts";
import { useFill } from "#panels/overview/use-fill.ts";
import { useStatisticsOnMap } from "#panels/statistics/use-statistics-fill.ts";
import { useTheme } from "#panels/use-theme.ts";
import { usePreferences, useStores, useView } from "#state/stores.tsx";
import "#ui/button.css";
import { ErrorBoundary } from "#ui/error-boundary.tsx";
import { Failed } from "#ui/notice.tsx";
import { useMedia } from "#ui/use-media.ts";
import "./map-slot.css";
import { PHONE } from "./screens.ts";

const MapView = lazy(async () => ({ default: (await import("#map/map-view.tsx")).MapView }));

type Problem = "no_webgl" | "tiles" | "columns" | "stations" | "base" | "draw" | "resolve";
type AnyWords = (key: string, holes?: Readonly<Record<string, string | number>>) => string;

/** The one place that hands the map what it is given: data, words, theme, room. Fetched when it is first shown. */
export function MapSlot() {
  return (
    <ErrorBoundary fallback={(retry) => <NoMap onRetry={retry} />}>
      <FilledMap />
    </ErrorBoundary>
  );
}

function FilledMap() {
  const { t } = useTranslation();
  const { view, hover, highlight, inView, chosenPipes, model, shown, camera, alarms, time } = useStores();
  const areas = useQuery(areasQuery);
  const mapConfig = useQuery(mapConfigQuery);
  const enterprise = useEnterprise();
  const onMap = useStatisticsOnMap();
  const overviewFill = useFill();
  // Two numbers at once on one area could not be told apart.
  const { circles = null, hexes = null } = onMap ?? {};
  const fill = circles || hexes ? null : (onMap?.fill ?? overviewFill);
  const padding = usePadding();
  const theme = useTheme();
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const onProblem = useCallback(
    (kind: Problem, problem: unknown) =>
      setProblems((before) => {
        const others = before.filter((one) => one !== kind);
        return problem ? [...others, kind] : others;
      }),
    [],
  );

  const failed = areas.error ?? mapConfig.error;
  if (!areas.data || !mapConfig.data) {
    if (!failed) return null;
    return (
      <Failed
        error={failed}
        onRetry={() => {
          void areas.refetch();
          void mapConfig.refetch();
        }}
      />
    );
  }
  if (problems.includes("no_webgl")) return <NoMap onRetry={() => setProblems([])} />;
  return (
    <Suspense>
      <MapView
        {...{
          view,
          hover,
          highlight,
          inView,
          chosenPipes,
          model,
          camera,
          alarms,
          fill,
          circles,
          hexes,
          padding,
          enterprise,
          onProblem,
        }}
        live={shown}
        moment={time}
        areas={areas.data.areas}
        root={areas.data.root}
        mapConfig={mapConfig.data}
        theme={theme.id}
        words={t as unknown as AnyWords}
      />
      <div className="map-problems" role="status">
        {problems.map((kind) => (
          <p key={kind}>{t(`shell.mapProblem.${kind}`)}</p>
        ))}
      </div>
    </Suspense>
  );
}

function useEnterprise() {
  const id = useView((v) => v.enterprise);
  const enterprise = useQuery({ ...enterpriseQuery(id ?? ""), enabled: id !== null });
  return id === null ? null : (enterprise.data ?? null);
}

const GAP = 12;
/** The panel stands this far from the edge of the window. */
const PANEL_EDGE = 8;
/** As in legend.css. */
const LEGEND_WIDTH = 288;
const PHONE_SHEET_SHARE = 0.5;

/** Room that panels take from the map, so that what is fitted stands beside them. */
function usePadding() {
  const { panel, wall, isChosen } = useView((v) => ({
    panel: v.panel,
    wall: v.wall,
    isChosen: v.selection !== null,
  }));
  const { width, isLegendOpen } = usePreferences((p) => ({ width: p.panelWidth, isLegendOpen: p.isLegendOpen }));
  const isPhone = useMedia(PHONE);
  if (wall) {
    const side = Math.round(window.innerWidth * 0.2);
    return { top: GAP, bottom: GAP * 4, left: side, right: side };
  }
  if (isPhone) {
    const hasSheet = panel === "model" || (isChosen && panel !== null);
    const sheet = hasSheet ? window.innerHeight * PHONE_SHEET_SHARE : 0;
    return { top: GAP, left: GAP, right: GAP, bottom: GAP + sheet };
  }
  const left = GAP + (isLegendOpen ? LEGEND_WIDTH + GAP : 0);
  return { top: GAP, bottom: GAP * 4, left, right: panel === null ? GAP : width + PANEL_EDGE + GAP };
}

function NoMap({ onRetry }: { readonly onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="notice" role="alert">
      <strong>{t("shell.unsupported.noMap")}</strong>
      <p>{t("shell.unsupported.noMapHint")}</p>
      <button type="button" className="button outlined" onClick={onRetry}>
        {t("shell.state.retry")}
      </button>
    </div>
  );
}

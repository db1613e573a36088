import { lazy, type ReactNode, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { WARNING_LEVELS } from "#contract/gas.ts";
import type { Overview } from "#contract/overview.ts";
import { formatClock, formatCompact, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { countOf, sumOf } from "#lib/overview-sums.ts";
import { Answer } from "#panels/answer.tsx";
import { useBookCounts } from "#panels/alarms/use-book.ts";
import { lazyOffice } from "#panels/office-words.ts";
import { useOverview } from "#panels/overview/use-overview.ts";
import { LiveAge } from "#panels/shell/live-age.tsx";
import { usePlace } from "#panels/shell/place.ts";
import { HazardNews } from "#panels/supervise/hazards/hazard-news.tsx";
import { PastFrame } from "#panels/time/past-frame.tsx";
import { useLive, useStores, useView } from "#state/stores.tsx";
import { IconButton } from "#ui/icon-button.tsx";
import { StateMark, WarningMark } from "#ui/mark.tsx";
import { useNow } from "#ui/use-now.ts";
import "#panels/shell/shell.css";
import { Ticker } from "./ticker.tsx";
import { useWallTurn } from "./use-wall-turn.ts";
import "./wall.css";

const StatisticsWall = lazyOffice(() => import("#panels/statistics/statistics-wall.tsx"), "StatisticsWall");
const WallLegend = lazy(async () => ({ default: (await import("#panels/legend/wall-legend.tsx")).WallLegend }));

/** The map for a room: no chrome, big figures, a line of what rings. Nobody has to touch it: it asks and connects again by itself. */
export function Wall({ map }: { readonly map: ReactNode }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const { crumbs } = usePlace();
  const overview = useOverview();
  useWallTurn();
  const isStatistics = useView((v) => v.panel === "statistics");
  const leave = () => view.setState({ wall: false });

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Escape") view.setState({ wall: false });
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [view]);

  return (
    <div className="wall">
      <header className="wall-top">
        <LiveAge />
        <h1>{t("shell.wall.title", { area: crumbs.at(-1)?.name ?? "" })}</h1>
        <Clock />
      </header>
      <main className="wall-map" aria-label={t("shell.map")}>
        {map}
        <PastFrame />
        <HazardNews />
      </main>
      <Answer query={overview}>
        {(data) => (
          <>
            {isStatistics ? (
              <Suspense>
                <StatisticsWall />
              </Suspense>
            ) : (
              <>
                <Amounts overview={data} />
                <States overview={data} />
              </>
            )}
            <Ticker overview={data} />
          </>
        )}
      </Answer>
      <IconButton className="wall-leave" icon="close" label={t("shell.wall.leave")} onClick={leave} />
    </div>
  );
}

/** The server's time of day, so that a wrong clock in the room's computer shows nobody a wrong time. */
function Clock() {
  const skew = useLive((live) => live.clockSkewMs);
  return <time className="wall-clock">{formatClock(useNow() + skew, languageNow())}</time>;
}

function Amounts({ overview }: { readonly overview: Overview }) {
  const { t } = useTranslation();
  const language = languageNow();
  const yesterday = overview.supply.at(-1);
  const cards = [
    [t("overview.pipes"), formatNumber(overview.pipes.totalKm, language), "km"],
    [t("overview.customers"), formatCompact(countOf(overview.customers), language), t("overview.unitHouseholds")],
    [t("overview.stations"), formatNumber(countOf(overview.stations), language), t("overview.unitStations")],
    [t("overview.enterprises"), formatNumber(overview.enterprises.total, language), t("overview.unitEnterprises")],
    ...(yesterday
      ? [[`${t("overview.supply")} ${yesterday.day.slice(5)}`, formatCompact(yesterday.m3, language), "m³"]]
      : []),
  ];
  return (
    <section className="wall-side left" aria-label={t("shell.phone.figures")}>
      {cards.map(([name, value, unit]) => (
        <dl className="wall-card" key={name}>
          <dt>{name}</dt>
          <dd>
            {value}
            <small>{unit}</small>
          </dd>
        </dl>
      ))}
      <Suspense>
        <WallLegend />
      </Suspense>
    </section>
  );
}

function States({ overview }: { readonly overview: Overview }) {
  const { t } = useTranslation();
  const language = languageNow();
  const { open } = useBookCounts();
  const alarms = new Map(overview.alarms.map(({ level, count }) => [level, count]));
  return (
    <aside className="wall-side right" aria-label={t("shell.wall.ticker")}>
      <section className="wall-card">
        <h2>{t("overview.alarms")}</h2>
        <ul>
          {WARNING_LEVELS.map((level) => (
            <li key={level}>
              <WarningMark level={level} />
              {t(`gas.warningLevel.${level}`)}
              <b>{formatNumber(open?.[level] ?? alarms.get(level) ?? 0, language)}</b>
            </li>
          ))}
        </ul>
      </section>
      <section className="wall-card">
        <h2>{t("overview.tags")}</h2>
        <ul>
          {overview.tags.map(({ state, count }) => (
            <li key={state}>
              <StateMark state={state} />
              {t(`gas.tagState.${state}`)}
              <b>{formatNumber(count, language)}</b>
            </li>
          ))}
        </ul>
      </section>
      <dl className="wall-card">
        <dt>{t("overview.hazardsOpen")}</dt>
        <dd>
          {formatNumber(sumOf(overview.hazards.map(({ open }) => open)), language)}
          <small>
            {`${t("overview.overdue")} ${formatNumber(sumOf(overview.hazards.map(({ overdue }) => overdue)), language)}`}
          </small>
        </dd>
      </dl>
    </aside>
  );
}

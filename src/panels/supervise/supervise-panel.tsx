import { useQuery } from "@tanstack/react-query";
import { type ComponentType, lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { openConflictsQuery } from "#api/conflicts.ts";
import { PanelFrame } from "#panels/shell/panel-frame.tsx";
import { usePlace } from "#panels/shell/place.ts";
import { useStores, useView } from "#state/stores.tsx";
import { openSupervise, SUPERVISE_PAGES, type SupervisePage, superviseOf } from "#state/supervise.ts";
import { Skeleton } from "#ui/notice.tsx";
import "#panels/alarms/alarms.css";
import "./supervise.css";

const named = <K extends string>(load: () => Promise<Record<K, ComponentType>>, name: K) =>
  lazy(async () => ({ default: (await load())[name] }));

/** Each page is fetched when it is first opened. */
const PAGES: Readonly<Record<SupervisePage, ComponentType>> = {
  coverage: named(() => import("./coverage-page.tsx"), "CoveragePage"),
  plans: named(() => import("./plans/plans-page.tsx"), "PlansPage"),
  works: named(() => import("./works/works-page.tsx"), "WorksPage"),
  hazards: named(() => import("./hazards/hazards-page.tsx"), "HazardsPage"),
  figures: named(() => import("./figures/figures-page.tsx"), "FiguresPage"),
  sampling: named(() => import("./sampling/sampling-page.tsx"), "SamplingPage"),
  rules: named(() => import("./rules/rules-page.tsx"), "RulesPage"),
  people: named(() => import("./people-page.tsx"), "PeoplePage"),
  records: named(() => import("./records-page.tsx"), "RecordsPage"),
  conflicts: named(() => import("./conflicts/conflicts-page.tsx"), "ConflictsPage"),
};

const EvidencePage = lazy(async () => ({ default: (await import("./evidence-page.tsx")).EvidencePage }));

/** What supervisors see of field work. */
export function SupervisePanel() {
  const { t } = useTranslation();
  const { page, record } = useView((view) => superviseOf(view));
  const { crumbs } = usePlace();
  const Page = PAGES[page];
  return (
    <PanelFrame title={t("supervise.title")} subtitle={crumbs.at(-1)?.name}>
      <div className="supervise">
        <Tabs open={page} />
        <Suspense fallback={<Skeleton lines={9} />}>
          {record === null ? <Page /> : <EvidencePage key={record} id={record} />}
        </Suspense>
      </div>
    </PanelFrame>
  );
}

function Tabs({ open }: { readonly open: SupervisePage }) {
  const { t } = useTranslation();
  const { view } = useStores();
  return (
    <nav className="alarm-pages" aria-label={t("supervise.pagesLabel")}>
      {SUPERVISE_PAGES.map((name) => (
        <button
          key={name}
          type="button"
          aria-current={open === name ? "page" : undefined}
          onClick={() => openSupervise(view, name)}
        >
          {t(`supervise.pages.${name}`)}
          {name === "conflicts" && <OpenConflicts />}
        </button>
      ))}
    </nav>
  );
}

/** How many conflicts wait for a decision; nothing where none does. */
function OpenConflicts() {
  const { area, enterprise } = useView(({ area, enterprise }) => ({ area, enterprise }));
  const open = useQuery(openConflictsQuery(area, enterprise)).data ?? 0;
  return open > 0 && <b className="supervise-open"> {open}</b>;
}

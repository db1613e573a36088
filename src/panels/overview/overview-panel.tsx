import { useTranslation } from "react-i18next";
import { formatClock } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { PanelFrame } from "#panels/shell/panel-frame.tsx";
import { usePlace } from "#panels/shell/place.ts";
import { useView } from "#state/stores.tsx";
import { CompareSection } from "./compare-section.tsx";
import { CustomersSection } from "./customers-section.tsx";
import { EnterprisesSection } from "./enterprises-section.tsx";
import { Figures } from "./figures.tsx";
import { OverviewFilters } from "./overview-filters.tsx";
import "./overview.css";
import { PipesSection } from "./pipes-section.tsx";
import { AlarmsSection, HazardsSection, StationsSection, TagsSection } from "./state-sections.tsx";
import { SupplySection } from "./supply-section.tsx";
import { useOverview } from "./use-overview.ts";

/** The key numbers of where the person stands: what rings first, then what there is. */
export function OverviewPanel() {
  const { t } = useTranslation();
  const overview = useOverview();
  const { crumbs } = usePlace();
  const name = crumbs.at(-1)?.name ?? t("overview.title");
  const at = overview.data?.at;
  return (
    <PanelFrame
      title={name}
      subtitle={`${t("overview.title")}${at ? ` · ${t("shell.state.asOf", { time: formatClock(at, languageNow()) })}` : ""}`}
    >
      <PastNote />
      <OverviewFilters />
      <Answer query={overview} lines={12}>
        {(data) => (
          <div className={overview.isPlaceholderData ? "waiting" : ""}>
            <Figures overview={data} />
            <AlarmsSection overview={data} />
            <CompareSection overview={data} />
            <PipesSection overview={data} />
            <SupplySection overview={data} />
            <CustomersSection overview={data} />
            <StationsSection overview={data} />
            <TagsSection overview={data} />
            <EnterprisesSection overview={data} />
            <HazardsSection overview={data} />
          </div>
        )}
      </Answer>
    </PanelFrame>
  );
}

/** In the time machine these numbers stay those of now, and say so. */
function PastNote() {
  const { t } = useTranslation();
  const isPast = useView((view) => view.time !== null);
  if (!isPast) return null;
  return (
    <p className="notice slim" role="status">
      {t("history.time.overviewNow")}
    </p>
  );
}

import { useTranslation } from "react-i18next";
import type { Overview } from "#contract/overview.ts";
import { formatCompact, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { countOf, sumOf, tagsIn } from "#lib/overview-sums.ts";
import "./overview.css";

/** The half-dozen numbers a supervisor looks for first. */
export function Figures({ overview }: { readonly overview: Overview }) {
  const { t } = useTranslation();
  const language = languageNow();
  const figure = (label: string, value: string, unit: string, exact?: string) => (
    <div className="figure" key={label}>
      <dt>{label}</dt>
      <dd title={exact}>
        {value}
        <small>{unit}</small>
      </dd>
    </div>
  );
  const customers = countOf(overview.customers);
  const tags = countOf(overview.tags);
  const fresh = tags - tagsIn(overview, "stale", "offline");
  return (
    <dl className="figures">
      {figure(
        t("overview.pipes"),
        formatNumber(overview.pipes.totalKm, language, overview.pipes.totalKm < 100 ? 1 : 0),
        "km",
      )}
      {figure(
        t("overview.customers"),
        formatCompact(customers, language),
        t("overview.unitHouseholds"),
        formatNumber(customers, language),
      )}
      {figure(t("overview.stations"), formatNumber(countOf(overview.stations), language), t("overview.unitStations"))}
      {figure(
        t("overview.enterprises"),
        formatNumber(overview.enterprises.total, language),
        t("overview.unitEnterprises"),
      )}
      {figure(t("overview.tagsFresh"), formatNumber(fresh, language), `/ ${formatNumber(tags, language)}`)}
      {figure(
        t("overview.hazardsOpen"),
        formatNumber(sumOf(overview.hazards.map((hazard) => hazard.open)), language),
        "",
      )}
    </dl>
  );
}

import { useTranslation } from "react-i18next";
import type { ColorBy } from "#contract/pipe-classes.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { type FilterPart, partsOf } from "#lib/pipe-filter.ts";
import { FilterChips } from "#panels/legend/filter-chips.tsx";
import { useView } from "#state/stores.tsx";

/** Attributes that the overview's numbers can be narrowed by, one class each. */
const NARROWING: readonly ColorBy[] = ["level", "material", "gas"];

/** What narrows these numbers, and what narrows the map alone. */
export function OverviewFilters() {
  const { t } = useTranslation();
  const filter = useView((view) => view.pipeFilter);
  const several = NARROWING.filter((by) => (filter.only[by]?.length ?? 0) > 1);
  const isTold = (part: FilterPart) =>
    part.kind === "class" && NARROWING.includes(part.by) && !several.includes(part.by);
  const others = partsOf(filter).filter((part) => part.kind !== "class" || !NARROWING.includes(part.by)).length;
  const names = several.map((by) => t(`legend.by.${by}`)).join(languageNow() === "en" ? ", " : "、");
  return (
    <div className="overview-filters">
      <FilterChips isTold={isTold} />
      {several.length > 0 && <p>{t("legend.severalFilters", { names })}</p>}
      {others > 0 && <p>{t("legend.mapFilters", { count: others })}</p>}
    </div>
  );
}

import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { AREA_MEASURES, type AreaMeasure, type Overview } from "#contract/overview.ts";
import { useStores, useView } from "#state/stores.tsx";
import { drillTo, fillAreasBy } from "#state/view.ts";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { CompareTable } from "./compare-table.tsx";
import "#ui/select.css";

const USUAL: readonly AreaMeasure[] = ["pipeKm", "customers", "openAlarms"];

/** The next level down, compared by what fills the map and three usual measures. */
export function CompareSection({ overview }: { readonly overview: Overview }) {
  const { t } = useTranslation();
  const { view, hover, highlight } = useStores();
  const fill = useView((v) => v.fill);
  const pointed = useStore(hover, ({ hover: at }) => (at?.feature?.kind === "area" ? at.feature.code : null));
  const measures = fill === null || USUAL.includes(fill) ? USUAL : [fill, ...USUAL.slice(0, 2)];
  const { children } = overview;
  const title = children[0]?.kind === "enterprise" ? t("overview.compareEnterprises") : t("overview.compare");

  return (
    <Section
      title={title}
      tools={
        <label className="quiet">
          {t("overview.fill")}{" "}
          <select
            className="select"
            value={fill ?? ""}
            onChange={({ target }) => fillAreasBy(view, AREA_MEASURES.find((m) => m === target.value) ?? null)}
          >
            <option value="">{t("overview.noFill")}</option>
            {AREA_MEASURES.map((measure) => (
              <option key={measure} value={measure}>
                {t(`gas.measure.${measure}`)}
              </option>
            ))}
          </select>
        </label>
      }
    >
      {children.length === 0 ? (
        <Empty>{t("overview.empty.children")}</Empty>
      ) : (
        <CompareTable
          key={measures.join()}
          caption={title}
          rows={children}
          measures={measures}
          hovered={pointed}
          onEnter={(row) =>
            row.kind === "area" ? drillTo(view, row.code) : drillTo(view, view.getState().area, row.code)
          }
          onHover={(row) => highlight.setState({ area: row?.kind === "area" ? row.code : null })}
        />
      )}
    </Section>
  );
}

import { useTranslation } from "react-i18next";
import { classOf, colorIndex } from "#lib/fill-scale.ts";
import { statisticsOf } from "#state/statistics.ts";
import { useView } from "#state/stores.tsx";
import { useTheme } from "#panels/use-theme.ts";
import { Section } from "#ui/section.tsx";
import { useStatisticsFill } from "./use-statistics-fill.ts";
import { figureText, measureUnit } from "./words.ts";

/** What the colours of areas on the map say: the bounds of each class, how it was made, and how many areas are in it. */
export function FillLegend() {
  const { t } = useTranslation();
  const theme = useTheme();
  const fill = useStatisticsFill();
  const measure = useView((view) => statisticsOf(view).measure);
  if (fill === null) return null;
  const { scale, values } = fill;
  const bounds = [scale.min, ...scale.breaks, scale.max];
  const counts = new Array<number>(scale.breaks.length + 1).fill(0);
  for (const value of Object.values(values)) {
    const at = classOf(scale, value);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return (
    <Section title={t("statistics.fill")} unit={measureUnit(measure)}>
      <ul className="statistics-legend">
        {counts.map((count, at) => (
          <li key={bounds[at]}>
            <svg width="24" height="14" aria-hidden="true">
              <rect
                x="0.5"
                y="0.5"
                width="23"
                height="13"
                fill={theme.sequential[colorIndex(scale, at)]}
                stroke={theme.outlineMiddle}
              />
            </svg>
            <span>
              {t("statistics.fillRange", {
                from: figureText(measure, bounds[at]),
                to: figureText(measure, bounds[at + 1]),
              })}
            </span>
            <span className="quiet">{t("statistics.fillCount", { count })}</span>
          </li>
        ))}
      </ul>
      <p className="quiet">{t("statistics.fillMethod", { method: t(`statistics.methods.${scale.method}`) })}</p>
    </Section>
  );
}

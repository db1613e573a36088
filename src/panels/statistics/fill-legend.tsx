import { useTranslation } from "react-i18next";
import { measureOf } from "#contract/statistics-measures.ts";
import { type AreaCircles, circleRadius, LARGEST_RADIUS } from "#lib/area-circles.ts";
import { type AreaFill, classOf, colorIndex } from "#lib/fill-scale.ts";
import { MAP_AS, setStatistics, statisticsOf } from "#state/statistics.ts";
import { useStores, useView } from "#state/stores.tsx";
import { useTheme } from "#panels/use-theme.ts";
import { Section } from "#ui/section.tsx";
import { circleSteps } from "./circle-steps.ts";
import { isAmount } from "./statistics-fill.ts";
import { useStatisticsOnMap } from "./use-statistics-fill.ts";
import { figureText, measureUnit } from "./words.ts";

/** What areas on the map say: by colours or by circles, and what these mean. */
export function FillLegend() {
  const { t } = useTranslation();
  const onMap = useStatisticsOnMap();
  const measure = useView((view) => statisticsOf(view).measure);
  if (!onMap?.fill && !onMap?.circles) return null;
  return (
    <Section title={t("statistics.fill")} unit={measureUnit(measure)}>
      {isAmount(measure) && <MapAsSwitch />}
      {onMap.circles && <Circles circles={onMap.circles} />}
      {onMap.fill && <Classes fill={onMap.fill} />}
    </Section>
  );
}

function MapAsSwitch() {
  const { t } = useTranslation();
  const { view } = useStores();
  const { mapAs, cell } = useView((v) => {
    const s = statisticsOf(v);
    return { mapAs: s.mapAs, cell: s.cell };
  });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of switches, not of fields
    <div className="statistics-kinds" role="group" aria-label={t("statistics.mapAs")}>
      {MAP_AS.map((one) => (
        <button
          key={one}
          type="button"
          className="button"
          aria-pressed={one === mapAs}
          onClick={() => setStatistics(view, { mapAs: one, cell })}
        >
          {t(`statistics.mapAsOne.${one}`)}
        </button>
      ))}
    </div>
  );
}

/** Circles as large as on the map. */
function Circles({ circles: { values, max } }: { readonly circles: AreaCircles }) {
  const { t } = useTranslation();
  const theme = useTheme();
  const measure = useView((view) => statisticsOf(view).measure);
  const box = 2 * LARGEST_RADIUS + 2;
  return (
    <>
      <ul className="statistics-legend">
        {circleSteps(max, measureOf(measure).digits).map((value) => (
          <li key={value}>
            <svg width={box} height={2 * circleRadius(max, value) + 2} aria-hidden="true">
              <circle
                cx={box / 2}
                cy={circleRadius(max, value) + 1}
                r={circleRadius(max, value)}
                fill={theme.accent}
                fillOpacity="0.45"
                stroke={theme.accent}
              />
            </svg>
            <span>{figureText(measure, value)}</span>
          </li>
        ))}
      </ul>
      <p className="quiet">{t("statistics.circleMethod", { count: Object.keys(values).length })}</p>
    </>
  );
}

/** The bounds of each class, how it was made, and how many areas are in it. */
function Classes({ fill: { scale, values } }: { readonly fill: AreaFill }) {
  const { t } = useTranslation();
  const theme = useTheme();
  const measure = useView((view) => statisticsOf(view).measure);
  const bounds = [scale.min, ...scale.breaks, scale.max];
  const counts = new Array<number>(scale.breaks.length + 1).fill(0);
  for (const value of Object.values(values)) {
    const at = classOf(scale, value);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return (
    <>
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
    </>
  );
}

import { useTranslation } from "react-i18next";
import { isHexMeasure } from "#contract/statistics-hexes.ts";
import { measureOf } from "#contract/statistics-measures.ts";
import { type AreaCircles, circleRadius, LARGEST_RADIUS } from "#lib/area-circles.ts";
import { classOf, colorIndex, type FillScale } from "#lib/fill-scale.ts";
import { MAP_AS, setStatistics, statisticsOf } from "#state/statistics.ts";
import { useStores, useView } from "#state/stores.tsx";
import { useTheme } from "#panels/use-theme.ts";
import { Section } from "#ui/section.tsx";
import { PictureFile } from "./chart-file.tsx";
import { circleSteps } from "./circle-steps.ts";
import { mapSvg } from "./map-svg.ts";
import { isAmount } from "./statistics-fill.ts";
import { useMapPicture } from "./use-map-sheet.ts";
import { useFillAnswer } from "./use-statistics.ts";
import { type AreasOnMap, useMapAs, useStatisticsOnMap } from "./use-statistics-fill.ts";
import { figureText, measureUnit } from "./words.ts";

type HexesOnMap = NonNullable<AreasOnMap["hexes"]>;

/** What areas on the map say: by colours or by circles, and what these mean. */
export function FillLegend() {
  const { t } = useTranslation();
  const onMap = useStatisticsOnMap();
  const measure = useView((view) => statisticsOf(view).measure);
  const mapAs = useMapAs();
  // Hexagons may be none where areas are some: the way back stays.
  if (!onMap || !(onMap.fill || onMap.circles || mapAs === "hexes")) return null;
  return (
    <Section title={t("statistics.fill")} unit={measureUnit(measure)}>
      {isAmount(measure) && <MapAsSwitch />}
      <FillClasses />
      {onMap.fill && <MapFile />}
    </Section>
  );
}

/** The colours, circles or hexagons of the map and what they mean, without anything to press. */
export function FillClasses() {
  const { t } = useTranslation();
  const onMap = useStatisticsOnMap();
  if (onMap?.circles) return <Circles circles={onMap.circles} />;
  if (onMap?.hexes) return <Hexes hexes={onMap.hexes} />;
  if (!onMap?.fill) return null;
  const { scale, values } = onMap.fill;
  return (
    <>
      <Classes scale={scale} values={Object.values(values)} />
      <p className="quiet">{t("statistics.fillMethod", { method: t(`statistics.methods.${scale.method}`) })}</p>
    </>
  );
}

/** The areas as they are coloured, for a document. */
function MapFile() {
  const { t } = useTranslation();
  const { now, before } = useFillAnswer(true);
  const picture = useMapPicture(now, before, useTheme());
  const draw = async (width: number) => {
    const drawn = picture && mapSvg(picture.sheet, width);
    if (!drawn) throw new Error("no area has an outline");
    return drawn;
  };
  return (
    now &&
    picture && <PictureFile kind="map" draw={draw} answer={now} notes={picture.notes} of={t("statistics.mapFile")} />
  );
}

function Hexes({ hexes: { scale, hexes, sizeM, isLaterState } }: { readonly hexes: HexesOnMap }) {
  const { t } = useTranslation();
  const method = t(`statistics.methods.${scale.method}`);
  return (
    <>
      <Classes scale={scale} values={hexes.map(({ count }) => count)} />
      <p className="quiet">{t("statistics.hexMethod", { side: sizeM / 1000, count: hexes.length })}</p>
      <p className="quiet">{t("statistics.fillMethod", { method })}</p>
      {isLaterState && <p className="quiet">{t("statistics.hexLater")}</p>}
    </>
  );
}

function MapAsSwitch() {
  const { t } = useTranslation();
  const { view } = useStores();
  const { measure, cell } = useView((v) => {
    const s = statisticsOf(v);
    return { measure: s.measure, cell: s.cell };
  });
  const mapAs = useMapAs();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of switches, not of fields
    <div className="statistics-kinds" role="group" aria-label={t("statistics.mapAs")}>
      {MAP_AS.filter((one) => one !== "hexes" || isHexMeasure(measure)).map((one) => (
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

/** The bounds of each class, and how many areas or hexagons are in it. */
function Classes({ scale, values }: { readonly scale: FillScale; readonly values: readonly number[] }) {
  const { t } = useTranslation();
  const theme = useTheme();
  const measure = useView((view) => statisticsOf(view).measure);
  const bounds = [scale.min, ...scale.breaks, scale.max];
  const counts = new Array<number>(scale.breaks.length + 1).fill(0);
  for (const value of values) {
    const at = classOf(scale, value);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return (
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
  );
}

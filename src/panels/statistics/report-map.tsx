import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Statistics } from "#contract/statistics.ts";
import { useTheme } from "#panels/use-theme.ts";
import { mapSvg } from "./map-svg.ts";
import { useMapPicture } from "./use-map-sheet.ts";
import { measureName } from "./words.ts";

/** CSS pixels; the page lets it shrink to A4. */
const WIDTH = 680;

/** The figures of a frozen report on a map, where its lines are areas: today's outlines, the report's own figures. */
export function ReportMap({ answer }: { readonly answer: Statistics }) {
  const { t } = useTranslation();
  const picture = useMapPicture(answer, null, useTheme());
  const drawn = useMemo(() => picture && mapSvg(picture.sheet, WIDTH), [picture]);
  if (!picture || !drawn) return null;
  return (
    <figure className="report-map">
      <img
        className="report-chart"
        src={`data:image/svg+xml,${encodeURIComponent(drawn.svg)}`}
        width={WIDTH}
        height={drawn.height}
        alt={t("statistics.mapPicture", { title: measureName(answer.measure) })}
      />
      <figcaption className="quiet">{picture.notes.join(" ")}</figcaption>
    </figure>
  );
}

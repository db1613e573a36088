import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { areasQuery, outlinesQuery } from "#api/areas.ts";
import type { Statistics } from "#contract/statistics.ts";
import { FONTS, type Theme } from "#theme/tokens.ts";
import type { MapSheet } from "./map-svg.ts";
import { statisticsFill } from "./statistics-fill.ts";
import { figureText } from "./words.ts";

/** Six digits: an area with ground of its own. */
const IS_AREA = /^\d{6}$/;

export interface MapPicture {
  readonly sheet: MapSheet;
  /** What an outline must say wherever it is shown: whether it is indicative, and its 审图号. */
  readonly notes: readonly string[];
}

/** An answer by areas as a picture of a map; null where its lines are no areas, or nothing is known of their ground. */
export function useMapPicture(answer: Statistics | null, before: Statistics | null, theme: Theme): MapPicture | null {
  const { t } = useTranslation();
  const codes = useMemo(
    () =>
      (answer?.rowKeys ?? [])
        .map(({ key }) => key)
        .filter((key) => IS_AREA.test(key))
        .toSorted(),
    [answer],
  );
  const isOn = answer !== null && answer.rows !== "enterprise" && codes.length > 0;
  const outlines = useQuery({ ...outlinesQuery(codes), enabled: isOn }).data?.outlines;
  const areas = useQuery(areasQuery).data?.areas;
  return useMemo(() => {
    const fill = answer === null ? null : statisticsFill(answer, before);
    if (!isOn || answer === null || fill === null || outlines === undefined || outlines.length === 0) return null;
    const names = new Map(areas?.map(({ code, name }) => [code, name]));
    const numbers = [...new Set(outlines.flatMap(({ reviewNumber }) => reviewNumber ?? []))];
    return {
      sheet: {
        outlines,
        fill,
        nameOf: (code) => names.get(code) ?? code,
        textOf: (value) => figureText(answer.measure, value),
        method: t("statistics.fillMethod", { method: t(`statistics.methods.${fill.scale.method}`) }),
        noData: t("map.legend.noData"),
        colors: {
          classes: theme.sequential,
          noData: theme.noData,
          line: theme.outlineMiddle,
          text: theme.text,
          ground: theme.surface,
        },
        font: FONTS.join(", "),
      },
      notes: [
        ...(outlines.some(({ isIndicative }) => isIndicative) ? [t("statistics.outlinesIndicative")] : []),
        ...numbers.map((number) => t("statistics.reviewNumber", { number })),
      ],
    };
  }, [answer, before, isOn, outlines, areas, theme, t]);
}

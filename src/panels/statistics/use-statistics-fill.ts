import { useMemo } from "react";
import type { AreaCircles } from "#lib/area-circles.ts";
import type { AreaFill } from "#lib/fill-scale.ts";
import { statisticsOf } from "#state/statistics.ts";
import { useView } from "#state/stores.tsx";
import { isAmount, statisticsCircles, statisticsFill } from "./statistics-fill.ts";
import { useFillAnswer } from "./use-statistics.ts";

export interface AreasOnMap {
  readonly fill: AreaFill | null;
  readonly circles: AreaCircles | null;
}

/** The page's figures by area for map and legend: colours or circles, never both. null while the page is shut. */
export function useStatisticsOnMap(): AreasOnMap | null {
  const isOn = useView((view) => view.panel === "statistics");
  const hasCircles = useView((view) => {
    const { mapAs, measure } = statisticsOf(view);
    return mapAs === "circles" && isAmount(measure);
  });
  const { now, before } = useFillAnswer(isOn);
  return useMemo(() => {
    if (!isOn || now === null) return null;
    if (!hasCircles) return { fill: statisticsFill(now, before), circles: null };
    return { fill: null, circles: statisticsCircles(now, before) };
  }, [isOn, now, before, hasCircles]);
}

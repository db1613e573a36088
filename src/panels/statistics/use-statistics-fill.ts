import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { areasQuery } from "#api/areas.ts";
import { hexesQuery } from "#api/statistics.ts";
import { isHexMeasure } from "#contract/statistics-hexes.ts";
import type { AreaCircles } from "#lib/area-circles.ts";
import type { AreaFill } from "#lib/fill-scale.ts";
import { type HexFill, hexFill } from "#lib/hex-fill.ts";
import { useWhere } from "#panels/use-where.ts";
import { type MapAs, statisticsOf } from "#state/statistics.ts";
import { useView } from "#state/stores.tsx";
import { isAmount, statisticsCircles, statisticsFill } from "./statistics-fill.ts";
import { hexAskOf, useAsk, useFillAnswer, useFillBefore } from "./use-statistics.ts";

export interface AreasOnMap {
  readonly fill: AreaFill | null;
  readonly circles: AreaCircles | null;
  readonly hexes: (HexFill & { readonly isLaterState: boolean }) | null;
}

/** How the page's figures stand on the map: as asked for where the measure may stand so. */
export function useMapAs(): MapAs {
  return useView((view) => {
    const { mapAs, measure } = statisticsOf(view);
    if (mapAs === "hexes") return isHexMeasure(measure) ? "hexes" : "fill";
    return mapAs === "circles" && isAmount(measure) ? "circles" : "fill";
  });
}

/** The page's figures for map and legend: areas by colours or by circles, or records by hexagons, never two of them. null while the page is shut. */
export function useStatisticsOnMap(): AreasOnMap | null {
  const isOn = useView((view) => view.panel === "statistics");
  const mapAs = useMapAs();
  const { now, before } = useFillAnswer(isOn && mapAs !== "hexes");
  const hexes = useHexes(isOn && mapAs === "hexes");
  return useMemo(() => {
    if (!isOn) return null;
    if (mapAs === "hexes") return { fill: null, circles: null, hexes };
    if (now === null) return null;
    if (mapAs === "circles") return { fill: null, circles: statisticsCircles(now, before), hexes: null };
    return { fill: statisticsFill(now, before), circles: null, hexes: null };
  }, [isOn, now, before, hexes, mapAs]);
}

/** Sides of hexagons by the place that is asked about: some dozens to a screen. */
const SIZES_M = { province: 20_000, city: 5000, county: 1000 } as const;

function useHexes(isOn: boolean): AreasOnMap["hexes"] {
  const ask = useAsk();
  const { where } = useWhere();
  const areas = useQuery({ ...areasQuery, enabled: isOn }).data?.areas;
  const level = areas?.find(({ code }) => code === where.area)?.level ?? areas?.find(({ parent }) => !parent)?.level;
  const sizeM = SIZES_M[level === "city" || level === "county" ? level : "province"];
  const isAsked = isOn && ask !== null && areas !== undefined;
  const compared = useFillBefore();
  const now = useQuery({ ...hexesQuery(hexAskOf(ask, sizeM)), enabled: isAsked }).data;
  const then = useQuery({ ...hexesQuery(hexAskOf(compared, sizeM)), enabled: isAsked && compared !== null }).data;
  const before = compared === null ? undefined : then;
  return useMemo(() => {
    const fill = now === undefined ? null : hexFill(now.sizeM, now.hexes, before?.hexes);
    return fill && now ? { ...fill, isLaterState: now.isLaterState } : null;
  }, [now, before]);
}

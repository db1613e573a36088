import type { AreaFill } from "#lib/fill-scale.ts";
import { useView } from "#state/stores.tsx";
import { statisticsFill } from "./statistics-fill.ts";
import { useFillAnswer } from "./use-statistics.ts";

/** The page's figures by area for map and legend. null while the page is shut. */
export function useStatisticsFill(): AreaFill | null {
  const isOn = useView((view) => view.panel === "statistics");
  const { now, before } = useFillAnswer(isOn);
  return isOn && now !== null ? statisticsFill(now, before) : null;
}

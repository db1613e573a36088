import { type AreaFill, areaFill } from "#lib/fill-scale.ts";
import type { Statistics } from "#contract/statistics.ts";
import { useView } from "#state/stores.tsx";
import { useFillAnswer } from "./use-statistics.ts";

const valuesOf = (answer: Statistics): Record<string, number> =>
  Object.fromEntries(
    answer.rowKeys
      // What was never reported is no nought: the area stays without a number.
      .filter(({ total, completeness }) => total !== null && !(total === 0 && completeness === 0))
      .map(({ key, total }) => [key, total ?? 0]),
  );

/** The page's figures by area for map and legend, its classes the same for the time that it is compared with. null while the page is shut. */
export function useStatisticsFill(): AreaFill | null {
  const isOn = useView((view) => view.panel === "statistics");
  const { now, before } = useFillAnswer(isOn);
  if (!isOn || now === null) return null;
  return areaFill(valuesOf(now), before === null ? {} : valuesOf(before));
}

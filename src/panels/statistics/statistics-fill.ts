import type { Statistics } from "#contract/statistics.ts";
import { type MeasureId, measureOf } from "#contract/statistics-measures.ts";
import { type AreaCircles, areaCircles } from "#lib/area-circles.ts";
import { type AreaFill, areaFill } from "#lib/fill-scale.ts";

type Rows = Pick<Statistics, "rowKeys">;

/** Enterprises have no ground of their own: below a county there is nothing to fill. */
const isArea = (key: string): boolean => /^\d{6}$/.test(key);

const valuesOf = ({ rowKeys }: Rows): Record<string, number> =>
  Object.fromEntries(
    rowKeys
      // What was never reported is no nought: the area stays without a number.
      .filter(({ key, total, completeness }) => isArea(key) && total !== null && !(total === 0 && completeness === 0))
      .map(({ key, total }) => [key, total ?? 0]),
  );

/** Figures by area as a fill, with classes that also hold those of the time it is compared with; null where there is nothing to compare. */
export function statisticsFill(now: Rows, before: Rows | null): AreaFill | null {
  const values = valuesOf(now);
  const others = before === null ? {} : valuesOf(before);
  // One colour all over would look like a figure where there is none.
  const isNothing = [...Object.values(values), ...Object.values(others)].every((value) => value === 0);
  return isNothing ? null : areaFill(values, others);
}

/** The same figures as circles, as large as those of the time they are compared with. Only of amounts: a share has no size. */
export const statisticsCircles = (now: Rows, before: Rows | null): AreaCircles | null =>
  areaCircles(valuesOf(now), before === null ? {} : valuesOf(before));

/** Whether a measure is an amount, which a circle's area may stand for. */
export function isAmount(id: MeasureId): boolean {
  const { kind } = measureOf(id).formula;
  return kind === "stock" || kind === "flow" || kind === "peak";
}

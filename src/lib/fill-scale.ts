/** How a statistic becomes classes of colour: named, so that a legend can say it. */
export interface FillScale {
  readonly method: "quantile";
  readonly min: number;
  readonly max: number;
  /** Lower bounds of the second, third … class, rising; fewer than four when values repeat. */
  readonly breaks: readonly number[];
}

/** A number for each area or enterprise on the map, with its classes. Areas without a number are not in `values`. */
export interface AreaFill {
  readonly values: Readonly<Record<string, number>>;
  readonly scale: FillScale;
}

export const FILL_CLASSES = 5;

/** Classes with as equal a number of areas as ties allow. null when there is no finite value. */
export function quantileScale(values: readonly number[]): FillScale | null {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) return null;
  const at = (share: number) => sorted[Math.floor(share * sorted.length)] as number;
  const bounds = Array.from({ length: FILL_CLASSES - 1 }, (_, i) => at((i + 1) / FILL_CLASSES));
  return { method: "quantile", min, max, breaks: [...new Set(bounds)].filter((b) => b > min) };
}

/** Number of the class a value falls in, from 0. */
export const classOf = (scale: FillScale, value: number): number => scale.breaks.filter((b) => value >= b).length;

/** Place of a class in the row of `FILL_CLASSES` colours: few classes are spread over the whole row. */
export function colorIndex(scale: FillScale, cls: number): number {
  const classes = scale.breaks.length + 1;
  return classes === 1 ? Math.floor(FILL_CLASSES / 2) : Math.round((cls * (FILL_CLASSES - 1)) / (classes - 1));
}

/** The fill for a set of numbers, or null when none is finite. Classes also hold the numbers of another time, so that both have the same. */
export function areaFill(
  values: Readonly<Record<string, number>>,
  others: Readonly<Record<string, number>> = {},
): AreaFill | null {
  const known = Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value)));
  if (Object.keys(known).length === 0) return null;
  const scale = quantileScale([...Object.values(known), ...Object.values(others)]);
  return scale && { values: known, scale };
}

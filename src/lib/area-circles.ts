/** A number for each area, drawn as a circle whose area is in proportion to it. */
export interface AreaCircles {
  readonly values: Readonly<Record<string, number>>;
  /** What the largest circle stands for, of both times where two are compared. Above 0. */
  readonly max: number;
}

/** CSS pixels: radius of the largest circle. */
export const LARGEST_RADIUS = 28;

/** Radius in CSS pixels of a number's circle, 0 for nought and below: twice the number is twice the area. */
export const circleRadius = (max: number, value: number): number =>
  value > 0 && max > 0 ? LARGEST_RADIUS * Math.sqrt(value / max) : 0;

/** The circles of a set of numbers, as large as those of another time would be; null where none is above nought. */
export function areaCircles(
  values: Readonly<Record<string, number>>,
  others: Readonly<Record<string, number>> = {},
): AreaCircles | null {
  const known = Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value) && value > 0));
  const max = Math.max(0, ...Object.values(known), ...Object.values(others).filter(Number.isFinite));
  return Object.keys(known).length === 0 ? null : { values: known, max };
}

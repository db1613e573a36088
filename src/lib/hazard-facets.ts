import type { HazardCell } from "#contract/field/hazard-board.ts";
import { CLIMBS, HAZARD_AGES, HAZARD_DUES } from "#contract/field/hazard-buckets.ts";
import { HAZARD_STATES } from "#contract/field/hazard-words.ts";
import { HAZARD_GRADES } from "#contract/gas.ts";

/** What the board tells hazards apart by, each with its values in order. `none` = has not climbed. */
export const AXES = {
  grade: HAZARD_GRADES,
  state: HAZARD_STATES.filter((state) => state !== "closed"),
  due: HAZARD_DUES,
  age: HAZARD_AGES,
  climbed: ["none", ...CLIMBS],
} as const;
export type Axis = keyof typeof AXES;
export const AXIS_IDS = Object.keys(AXES) as readonly Axis[];

/** One value along each axis that was picked; none picked = all. */
export type BoardFilter = { readonly [A in Axis]?: (typeof AXES)[A][number] };

const placeOn = (cell: HazardCell, axis: Axis): string =>
  axis === "climbed" ? (cell.climbedTo ?? "none") : cell[axis];

const fits = (cell: HazardCell, filter: BoardFilter, but: Axis | null): boolean =>
  AXIS_IDS.every((axis) => axis === but || filter[axis] === undefined || placeOn(cell, axis) === filter[axis]);

/** How many hazards a filter leaves. */
export const countOf = (cells: readonly HazardCell[], filter: BoardFilter): number =>
  cells.reduce((sum, cell) => (fits(cell, filter, null) ? sum + cell.count : sum), 0);

/** How many hazards there are at each value of an axis, the filter's other picks in force: what a click on the value would leave. */
export function facetOf<A extends Axis>(
  cells: readonly HazardCell[],
  filter: BoardFilter,
  axis: A,
): readonly { readonly value: (typeof AXES)[A][number]; readonly count: number }[] {
  const sums = new Map<string, number>();
  for (const cell of cells) {
    if (!fits(cell, filter, axis)) continue;
    const value = placeOn(cell, axis);
    sums.set(value, (sums.get(value) ?? 0) + cell.count);
  }
  return AXES[axis].map((value) => ({ value, count: sums.get(value) ?? 0 }));
}

/** An axis that stands against the grades. */
export type SideAxis = Exclude<Axis, "grade">;
export const SIDE_AXES = AXIS_IDS.filter((axis): axis is SideAxis => axis !== "grade");

/** A place of the matrix: a number within it, a whole row without `grade`, a whole column without `value`. */
export interface MatrixPlace<A extends SideAxis> {
  readonly grade?: BoardFilter["grade"];
  readonly value?: (typeof AXES)[A][number];
}

const without = ({ grade: _, ...others }: BoardFilter, axis: SideAxis): BoardFilter => {
  const { [axis]: __, ...rest } = others;
  return rest;
};

/** Grades against the values of an axis, the filter's picks along other axes in force: each number is what a click on it leaves. */
export function matrixOf<A extends SideAxis>(cells: readonly HazardCell[], filter: BoardFilter, axis: A) {
  const others = without(filter, axis);
  const rows = facetOf(cells, others, axis).map(({ value, count }) => ({
    value,
    count,
    grades: facetOf(cells, { ...others, [axis]: value }, "grade"),
  }));
  return { rows, sums: facetOf(cells, others, "grade"), all: countOf(cells, others) };
}

export const isPlacePicked = <A extends SideAxis>(
  filter: BoardFilter,
  axis: A,
  { grade, value }: MatrixPlace<A>,
): boolean => filter.grade === grade && filter[axis] === value;

/** Picks a place of the matrix in place of the one before; a second pick of the same takes it off. */
export function pickPlace<A extends SideAxis>(filter: BoardFilter, axis: A, place: MatrixPlace<A>): BoardFilter {
  const others = without(filter, axis);
  if (isPlacePicked(filter, axis, place)) return others;
  const { grade, value } = place;
  return { ...others, ...(grade && { grade }), ...(value && { [axis]: value }) };
}

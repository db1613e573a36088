import {
  CUSTOMER_CLASSES,
  type CustomerClass,
  GAS_KINDS,
  type GasKind,
  MATERIALS,
  type Material,
  PRESSURE_LEVELS,
  type PressureLevel,
  type TagState,
} from "#contract/gas.ts";
import type { Overview } from "#contract/overview.ts";

/** A table of sums: rows by columns, both only where there is something. */
export interface Cross<R extends string, C extends string> {
  readonly rows: readonly R[];
  readonly columns: readonly C[];
  /** `values[row][column]`, in the order of `rows` and `columns`. */
  readonly values: readonly (readonly number[])[];
}

function crossOf<T, R extends string, C extends string>(
  facts: readonly T[],
  rowList: readonly R[],
  columnList: readonly C[],
  read: (fact: T) => readonly [R, C, number],
): Cross<R, C> {
  const sums = new Map<string, number>();
  for (const fact of facts) {
    const [row, column, value] = read(fact);
    sums.set(`${row} ${column}`, (sums.get(`${row} ${column}`) ?? 0) + value);
  }
  const at = (row: R, column: C) => sums.get(`${row} ${column}`) ?? 0;
  const rows = rowList.filter((row) => columnList.some((column) => at(row, column) > 0));
  const columns = columnList.filter((column) => rowList.some((row) => at(row, column) > 0));
  return { rows, columns, values: rows.map((row) => columns.map((column) => at(row, column))) };
}

/** Kilometres by pressure level (rows, highest first) and material (columns). */
export const pipeCross = (overview: Overview): Cross<PressureLevel, Material> =>
  crossOf(overview.pipes.byLevelAndMaterial, PRESSURE_LEVELS, MATERIALS, (fact) => [
    fact.level,
    fact.material,
    fact.km,
  ]);

/** Customers by the four gas kinds (rows) and class (columns). */
export const customerCross = (overview: Overview): Cross<GasKind, CustomerClass> =>
  crossOf(overview.customers, GAS_KINDS, CUSTOMER_CLASSES, (fact) => [fact.gasKind, fact.class, fact.count]);

export const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0);

export const rowSums = (cross: Cross<string, string>): readonly number[] => cross.values.map(sumOf);

export const columnSums = (cross: Cross<string, string>): readonly number[] =>
  cross.columns.map((_, column) => sumOf(cross.values.map((row) => row[column] ?? 0)));

export const countOf = (facts: readonly { readonly count: number }[]): number => sumOf(facts.map((fact) => fact.count));

export const tagsIn = (overview: Overview, ...states: readonly TagState[]): number =>
  countOf(overview.tags.filter((tag) => states.includes(tag.state)));

/** Readings of one tag as columns of equal length, oldest first: `at` in ms since 1970, `q` 0 good, 1 suspect. */
export interface Points {
  readonly at: ArrayLike<number>;
  readonly v: ArrayLike<number>;
  readonly q: ArrayLike<number>;
}

/** The points at the places given, which ascend. */
export const pick = ({ at, v, q }: Points, places: readonly number[]) => ({
  at: places.map((i) => at[i] as number),
  v: places.map((i) => v[i] as number),
  q: places.map((i) => q[i] as number),
});

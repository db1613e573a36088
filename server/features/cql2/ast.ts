/** A filter as it was meant. Names are not yet looked up and types not yet held against each other: `to-sql.ts` does both. */
export type Filter =
  | { readonly kind: "and" | "or"; readonly parts: readonly Filter[] }
  | { readonly kind: "not"; readonly part: Filter }
  | { readonly kind: "truth"; readonly value: Scalar }
  | { readonly kind: "compare"; readonly op: Comparison; readonly left: Scalar; readonly right: Scalar }
  | { readonly kind: "like"; readonly value: Scalar; readonly pattern: Scalar }
  | { readonly kind: "between"; readonly value: Scalar; readonly low: Scalar; readonly high: Scalar }
  | { readonly kind: "in"; readonly value: Scalar; readonly list: readonly Scalar[] }
  | { readonly kind: "isNull"; readonly value: Scalar }
  | { readonly kind: "spatial"; readonly op: SpatialOp; readonly left: Place; readonly right: Place }
  | { readonly kind: "temporal"; readonly op: TemporalOp; readonly left: Time; readonly right: Time };

export const COMPARISONS = ["=", "<>", "<", ">", "<=", ">="] as const;
export type Comparison = (typeof COMPARISONS)[number];

export const SPATIAL_OPS = [
  "S_INTERSECTS",
  "S_EQUALS",
  "S_DISJOINT",
  "S_TOUCHES",
  "S_WITHIN",
  "S_OVERLAPS",
  "S_CROSSES",
  "S_CONTAINS",
] as const;
export type SpatialOp = (typeof SPATIAL_OPS)[number];

export const TEMPORAL_OPS = [
  "T_AFTER",
  "T_BEFORE",
  "T_CONTAINS",
  "T_DISJOINT",
  "T_DURING",
  "T_EQUALS",
  "T_FINISHEDBY",
  "T_FINISHES",
  "T_INTERSECTS",
  "T_MEETS",
  "T_METBY",
  "T_OVERLAPPEDBY",
  "T_OVERLAPS",
  "T_STARTEDBY",
  "T_STARTS",
] as const;
export type TemporalOp = (typeof TEMPORAL_OPS)[number];

export type Scalar =
  | { readonly kind: "property"; readonly name: string }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean }
  | Instant
  /** CASEI: great and small letters are one. */
  | { readonly kind: "casei"; readonly of: Scalar }
  | Reckoned;

export const ARITHMETIC = ["add", "sub", "mul", "div", "mod"] as const;
export type Arithmetic = (typeof ARITHMETIC)[number];

/** Parts of a time that are numbers, in UTC as times are written here. */
export const TIME_PARTS = ["year", "month", "day", "hour", "minute", "second"] as const;
export type TimePart = (typeof TIME_PARTS)[number];

/** What is reckoned from other values. Only OData writes these. */
export type Reckoned =
  | { readonly kind: "arithmetic"; readonly op: Arithmetic; readonly left: Scalar; readonly right: Scalar }
  | { readonly kind: "part"; readonly part: TimePart | "date" | "time"; readonly of: Scalar }
  /** hh:mm:ss.fff */
  | { readonly kind: "timeOfDay"; readonly value: string }
  /** ISO 8601: P1DT2H. */
  | { readonly kind: "duration"; readonly value: string }
  | { readonly kind: "now" };

/** RFC 3339; a day stands for its first moment (UTC). */
export interface Instant {
  readonly kind: "instant";
  readonly iso: string;
}

/** A geometry: the collection's own, or one written out (its axes as the filter's coordinate system has them). */
export type Place =
  | { readonly kind: "property"; readonly name: string }
  | { readonly kind: "wkt"; readonly wkt: Wkt }
  | { readonly kind: "bbox"; readonly corners: readonly [number, number, number, number] };

/** Well-known text read into its parts: nested lists of positions. */
export interface Wkt {
  readonly type: string;
  readonly coordinates: Nested;
  /** Of a GEOMETRYCOLLECTION. */
  readonly members: readonly Wkt[];
}
export type Nested = readonly number[] | readonly Nested[];

/** A moment or a span; null is an open end. */
export type Time =
  | { readonly kind: "property"; readonly name: string }
  | { readonly kind: "span"; readonly from: Bound; readonly to: Bound };
export type Bound = { readonly kind: "property"; readonly name: string } | Instant | null;

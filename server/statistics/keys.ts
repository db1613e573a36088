import {
  type Dimension,
  PLACE_DIMENSIONS,
  type PlaceDimension,
  TIME_DIMENSIONS,
  type TimeDimension,
} from "#contract/statistics-dimensions.ts";

export const isPlace = (dimension: Dimension | null): dimension is PlaceDimension =>
  PLACE_DIMENSIONS.some((one) => one === dimension);
export const isTime = (dimension: Dimension | null): dimension is TimeDimension =>
  TIME_DIMENSIONS.some((one) => one === dimension);

/** What a fact has no word for, or none of the place's parts. */
export const NONE = "none";

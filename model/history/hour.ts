/** What one tag said in one hour, before it is packed. Levels are indices of HISTORY_LEVELS. */
export interface TagHour {
  /** Decimals that are kept: a value is off by half of 10^-decimals at most. */
  readonly decimals: number;
  /** Seconds after which a value is stale. */
  readonly staleAfterS: number;
  /** The newest value before the hour, if it is not older than a day. */
  readonly carried: { readonly ageS: number; readonly value: number; readonly level: number } | null;
  /** At most one a minute, ascending by minute. */
  readonly samples: readonly Sample[];
}

export interface Sample {
  /** 0 … 59: the sample was taken after `minute` and not after `minute` + 1 minutes. */
  readonly minute: number;
  /** Whole seconds, 0 … 59, between the sample and the end of its minute. */
  readonly backS: number;
  readonly value: number;
  readonly level: number;
}

/** Reserve so that differences, too, fit 32 bits. */
const MOST_QUANTA = 2 ** 30;
const LEAST_DECIMALS = -8;
export const MOST_DECIMALS = 7;
/** No sensor measures more; larger values could not be told in quanta. */
export const LARGEST_VALUE = MOST_QUANTA * 10 ** -LEAST_DECIMALS;

/** As many of the decimals asked for as let every value fit: a value of millions has no use for thousandths. */
export function decimalsFor(largest: number, wanted: number): number {
  let decimals = Math.min(MOST_DECIMALS, wanted);
  while (decimals > LEAST_DECIMALS && largest * 10 ** decimals > MOST_QUANTA) decimals -= 1;
  return decimals;
}

/** The value of so many quanta: division where it can be, since a tenth is no binary number. */
export const valueAt = (quanta: number, decimals: number): number =>
  decimals >= 0 ? quanta / 10 ** decimals : quanta * 10 ** -decimals;

export const quantaOf = (value: number, decimals: number): number =>
  Math.round(decimals >= 0 ? value * 10 ** decimals : value / 10 ** -decimals) + 0;

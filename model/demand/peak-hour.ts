/** How uneven a year's use is: largest month, day and hour as a multiple of the mean of year, month and day. */
export interface PeakFactors {
  readonly km: number;
  readonly kd: number;
  readonly kh: number;
}

const HOURS_A_YEAR = 8760;

/** Design flow by the method of uneven factors (GB 50028): Qh = Qa Km Kd Kh/8760, m³/h from m³ a year. */
export const peakHourM3H = (annualM3: number, { km, kd, kh }: PeakFactors): number =>
  (annualM3 * km * kd * kh) / HOURS_A_YEAR;

/** The highest value of a sensor in one hour, as roll-ups tell it: the hour's begin in ms since 1970. */
export interface HourPeak {
  readonly at: number;
  readonly peak: number;
}

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
/** Days looked back at, and on how many of them a sensor must have risen at this hour for it to be its rhythm. */
export const RHYTHM_DAYS = 7;
const LEAST_DAYS = 4;
const HELD_HOURS = (RHYTHM_DAYS + 1) * DAY_HOURS;
/** A value so much above what is usual at its hour is more than the rhythm. */
const ABOVE = 1.5;
/** Where it is nearly as high at all hours there is no rhythm, but something that is always there. */
const QUIET_SHARE = 0.6;

const hourOf = (ms: number): number => Math.floor(ms / HOUR_MS);

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/**
 * What a methane sensor reads at each hour of the day, over eight days. Sewer gas comes and goes with the day: in still nights it gathers, day after day; a
 * leak does not look at the clock.
 */
export class Rhythm {
  /** Peak of each hour; hour h stands at h modulo the length. NaN: nothing was told. */
  readonly #peaks = new Float32Array(HELD_HOURS).fill(Number.NaN);
  #newest = 0;

  /** @param past in the order of time */
  constructor(past: Iterable<HourPeak> = []) {
    for (const { at, peak } of past) this.note(at, peak);
  }

  note(at: number, value: number): void {
    const hour = hourOf(at);
    if (hour <= this.#newest - HELD_HOURS) return;
    // Hours between were silent: what stands in their places is of eight days ago.
    for (let h = Math.max(this.#newest + 1, hour - HELD_HOURS + 1); h <= hour; h++)
      this.#peaks[h % HELD_HOURS] = Number.NaN;
    this.#newest = Math.max(this.#newest, hour);
    const known = this.#peaks[hour % HELD_HOURS] as number;
    this.#peaks[hour % HELD_HOURS] = Number.isNaN(known) ? value : Math.max(known, value);
  }

  #told(hours: readonly number[]): number[] {
    const isHeld = (hour: number) => hour <= this.#newest && hour > this.#newest - HELD_HOURS;
    return hours.filter(isHeld).flatMap((hour) => {
      const peak = this.#peaks[hour % HELD_HOURS] as number;
      return Number.isNaN(peak) ? [] : [peak];
    });
  }

  /**
   * Whether a value is what the sensor reads at this hour anyway: on most of the days before it rose about as high within an hour of it, and was much lower
   * at other hours. Rain and temperature are not known here.
   * @param at ms since 1970
   */
  isUsual(at: number, value: number): boolean {
    const hour = hourOf(at);
    const days = Array.from({ length: RHYTHM_DAYS }, (_, i) => hour - (i + 1) * DAY_HOURS);
    const then = days.map((day) => this.#told([day - 1, day, day + 1])).filter((told) => told.length > 0);
    const around = days.map((day) => this.#told(Array.from({ length: DAY_HOURS }, (_, i) => day - DAY_HOURS / 2 + i)));
    const whole = around.filter((told) => told.length >= DAY_HOURS / 2);
    if (then.length < LEAST_DAYS || whole.length < LEAST_DAYS) return false;
    const usual = median(then.map((told) => Math.max(...told)));
    const quiet = median(whole.map((told) => Math.min(...told)));
    return usual > 0 && value <= ABOVE * usual && quiet <= QUIET_SHARE * usual;
  }
}

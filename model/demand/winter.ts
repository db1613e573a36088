import { NORMAL } from "#model/consequence/gas.ts";
import { type SigmoidProfile, sigmoid, weightedCelsius } from "./sigmoid.ts";

/** Customers of one kind, whose use follows a profile. */
export interface CustomerGroup {
  readonly profile: SigmoidProfile;
  /** Mean use a day in a year whose profile is 1, m³ (Kundenwert). */
  readonly customerM3: number;
}

/** Use of one day at the weighted temperature, m³: temperature-led groups and what does not heat. */
export const dailyM3 = (groups: readonly CustomerGroup[], baseM3: number, celsius: number): number =>
  groups.reduce((sum, { profile, customerM3 }) => sum + customerM3 * sigmoid(profile, celsius), baseM3);

/**
 * The customer value that makes a profile meet what stations measured: least squares through pairs of weighted temperature and
 * m³ of the day. Also the share of the days' variance it explains, to be shown: below 0.8 a forecast is a guess.
 */
export function fitCustomerM3(
  profile: SigmoidProfile,
  days: readonly { readonly celsius: number; readonly m3: number }[],
): { customerM3: number; explained: number } {
  let [over, under, mean] = [0, 0, 0];
  for (const { celsius, m3 } of days) {
    const h = sigmoid(profile, celsius);
    over += h * m3;
    under += h * h;
    mean += m3 / days.length;
  }
  if (!(under > 0)) throw new Error("customer value: expected days with temperature and use, got none");
  const customerM3 = over / under;
  const left = days.reduce((sum, { celsius, m3 }) => sum + (m3 - customerM3 * sigmoid(profile, celsius)) ** 2, 0);
  const all = days.reduce((sum, { m3 }) => sum + (m3 - mean) ** 2, 0);
  return { customerM3, explained: all > 0 ? Math.max(0, 1 - left / all) : 0 };
}

/** What an area can be given. */
export interface Supply {
  /** By pipeline, m³ a day. */
  readonly pipelineM3D: number;
  /** Usable gas in storage (LNG as gas), m³. */
  readonly storageM3: number;
  /** What storage can give, m³ a day. */
  readonly storageM3D: number;
}

/** An LNG tanker: 52 m³ filled to 90 %, 600–625 m³ of gas for each of liquid. A default: set your own. */
export const LNG_TRUCK_M3 = 28_000;

export interface WinterDay {
  readonly celsius: number;
  readonly demandM3: number;
  readonly fromStorageM3: number;
  /** Not covered by pipeline and storage, m³. */
  readonly shortM3: number;
  /** Left in storage in the evening, m³. */
  readonly storageM3: number;
  /** Tankers that would cover what is short. */
  readonly trucks: number;
}

export interface WinterOutlook {
  readonly days: readonly WinterDay[];
  /** Whole days before something is short; null: none within the forecast. */
  readonly daysCovered: number | null;
  /** Tankers over the forecast. Each day's are counted up: a tanker that comes a day late helps no one. */
  readonly trucks: number;
  /** Days the present store lasts at the coldest day's use; null when the pipeline covers it. */
  readonly storageDaysAtPeak: number | null;
}

/**
 * Demand against supply over a forecast. `daysC`: daily mean temperatures, the first three the days before (they still count by
 * the houses' warmth). Storage is drawn only for what the pipeline lacks, and not refilled.
 */
export function winterOutlook(
  demand: { readonly groups: readonly CustomerGroup[]; readonly baseM3: number },
  supply: Supply,
  daysC: readonly number[],
  truckM3: number = LNG_TRUCK_M3,
): WinterOutlook {
  let storageM3 = supply.storageM3;
  const days: WinterDay[] = [];
  for (let i = 3; i < daysC.length; i++) {
    const celsius = weightedCelsius([i, i - 1, i - 2, i - 3].map((d) => daysC[d] as number));
    const demandM3 = dailyM3(demand.groups, demand.baseM3, celsius);
    const lacking = Math.max(0, demandM3 - supply.pipelineM3D);
    const fromStorageM3 = Math.min(lacking, storageM3, supply.storageM3D);
    storageM3 -= fromStorageM3;
    const shortM3 = lacking - fromStorageM3;
    days.push({ celsius, demandM3, fromStorageM3, shortM3, storageM3, trucks: Math.ceil(shortM3 / truckM3) });
  }
  const firstShort = days.findIndex(({ shortM3 }) => shortM3 > 0);
  const most = days.reduce((peak, { demandM3 }) => Math.max(peak, demandM3), 0) - supply.pipelineM3D;
  return {
    days,
    daysCovered: firstShort === -1 ? null : firstShort,
    trucks: days.reduce((sum, { trucks }) => sum + trucks, 0),
    storageDaysAtPeak: most > 0 ? supply.storageM3 / most : null,
  };
}

/** Gas that stands in pipes of a district. */
export interface LinePack {
  /** Inside volume of the pipes, m³. */
  readonly volumeM3: number;
  /** Mean pressure now, Pa absolute. */
  readonly pa: number;
  /** Least at which customers are served, Pa absolute. */
  readonly leastPa: number;
  /** Temperature, K. */
  readonly k: number;
  readonly z: number;
}

/** Gas between the present and the least pressure, m³ at normal state. */
export const usableM3 = ({ volumeM3, pa, leastPa, k, z }: LinePack): number =>
  (volumeM3 * Math.max(0, pa - leastPa) * NORMAL.k) / (NORMAL.pa * k * z);

/**
 * Minutes until a district that takes `deficitM3H` more than it is fed falls below its least pressure: t = V (p − pmin) Tn/(pn T Z)/deficit.
 * Infinite without a deficit. The whole district is one vessel: ends far from the source fall sooner.
 */
export const linePackMinutes = (pack: LinePack, deficitM3H: number): number =>
  deficitM3H > 0 ? (60 * usableM3(pack)) / deficitM3H : Number.POSITIVE_INFINITY;

/** Inside volume of pipes, m³, from columns of length and inner diameter in m. */
export function pipesM3(lengthM: ArrayLike<number>, diameterM: ArrayLike<number>): number {
  let sum = 0;
  for (let e = 0; e < lengthM.length; e++)
    sum += ((lengthM[e] as number) * Math.PI * (diameterM[e] as number) ** 2) / 4;
  return sum;
}

import type { District } from "./district.ts";
import { type Cause, stepLikelihood, type Weighed, weighStep } from "./screen.ts";
import { Tracker } from "./tracker.ts";

/** A sensor that disagrees with all others together. */
export interface SuspectSensor {
  readonly sensor: number;
  /** Reading less what the others let expect, in the reading's unit. */
  readonly off: number;
  /** The same in standard deviations. */
  readonly sigma: number;
  /** Left out of the estimate. */
  readonly isRefused: boolean;
}

/** A place where gas taken or lost beyond what is known would explain the readings. */
export interface SuspectLoss {
  readonly node: number;
  readonly m3H: number;
  readonly sigma: number;
}

/** A district at one moment, from its readings alone. */
export interface Assessment {
  /** False: hydraulics could not be solved, and `kPa` is not to be shown. */
  readonly isSolved: boolean;
  /** Pressure of each node, kPa absolute, that agrees best with readings and expected demand. */
  readonly kPa: Float64Array;
  /** Sensors that were used, the least believable first. */
  readonly sensors: readonly SuspectSensor[];
  /** Places, the likeliest first: leak, theft, or a customer that nobody knows. */
  readonly losses: readonly SuspectLoss[];
}

/** One reading that nothing else supports, in twice the log-likelihood ratio, and how much better than other causes. */
const [REFUSE, MARGIN] = [36, 9];
const MOST_REFUSED = 5;
/** How far a station may stand from its set point when its own sensor says nothing, kPa. */
const UNREAD_STATION_KPA = 1;
/** From here a station is not at its set point, kPa. */
const TURNED_KPA = 1;
/** What it costs to call a reading a lie: it may be anything within some 10 kPa (twice the logarithm). */
const UNREAD_PRICE = 2 * Math.log(10 * Math.sqrt(2 * Math.PI));
/** A loss that would explain this little is no candidate, standard deviations. */
const LEAST_SIGMA = 2;

/**
 * The state of a district from one row of readings (NaN: none), without history: demand as expected, corrected by what sensors
 * say, sensors that contradict all others left out. Ranks sensors and losses. For what builds up over hours use `Detector`.
 */
export function assess(district: District, minutes: number, readings: Float64Array): Assessment {
  const sources = district.network.sources;
  const ownSensor = Array.from(sources.node, (node) =>
    district.sensors.findIndex((sensor) => sensor.kind === "pressure" && sensor.node === node),
  );
  const refused = new Map<number, SuspectSensor>();
  const isUsed = (s: number): boolean => !Number.isNaN(readings[s] as number) && !refused.has(s);
  const look = () => {
    const tracker = new Tracker(district);
    for (const [s, own] of ownSensor.entries())
      if (own >= 0 && isUsed(own)) tracker.turn(s, readings[own] as number);
      else tracker.turn(s, (sources.pa[s] as number) / 1000, UNREAD_STATION_KPA);
    const expected = tracker.expect(minutes);
    if (!expected.isSolved) return { tracker, expected, weighed: [], likelihood: Number.NEGATIVE_INFINITY };
    return {
      tracker,
      expected,
      weighed: weighStep(tracker, expected, readings, isUsed, sources.node.length),
      likelihood: stepLikelihood(tracker, expected, readings, isUsed),
    };
  };
  // A station far from its set point was turned, or its sensor lies: hydraulics bend too much between the two for straight lines.
  for (const [s, own] of ownSensor.entries()) {
    const off = (readings[own] ?? Number.NaN) - (sources.pa[s] as number) / 1000;
    if (!(Math.abs(off) > TURNED_KPA)) continue;
    const believed = look().likelihood;
    refused.set(own, { sensor: own, off, sigma: 0, isRefused: true });
    const gain = look().likelihood - UNREAD_PRICE - believed;
    if (gain < MARGIN) refused.delete(own);
    else refused.set(own, { sensor: own, off, sigma: Math.sqrt(gain), isRefused: true });
  }
  let { tracker, expected, weighed } = look();
  while (refused.size < MOST_REFUSED) {
    const bad = contradicted(weighed, ownSensor);
    if (!bad) break;
    refused.set(bad.sensor, bad);
    ({ tracker, expected, weighed } = look());
  }
  const sensors = weighed.flatMap(({ cause, size: off, score }): SuspectSensor[] =>
    cause.kind === "sensor" ? [{ sensor: cause.sensor, off, sigma: Math.sqrt(score), isRefused: false }] : [],
  );
  const losses = weighed.flatMap(({ cause, size: m3H, score }): SuspectLoss[] =>
    cause.kind === "leak" && score >= LEAST_SIGMA ** 2 ? [{ node: cause.node, m3H, sigma: Math.sqrt(score) }] : [],
  );
  if (expected.isSolved) tracker.correct(expected, readings, isUsed, () => {});
  const now = tracker.expect(minutes);
  return {
    isSolved: now.isSolved,
    kPa: now.kPa,
    sensors: [...refused.values(), ...sensors].sort((a, b) => b.sigma - a.sigma),
    losses: losses.sort((a, b) => b.sigma - a.sigma),
  };
}

/**
 * The sensor that all others contradict. Stations are taken from their own sensors, so when a station seems turned it is that
 * sensor which is wrong.
 */
function contradicted(weighed: readonly Weighed[], ownSensor: readonly number[]): SuspectSensor | null {
  const best = (isOf: (kind: Cause["kind"]) => boolean): Weighed | null =>
    weighed.reduce<Weighed | null>((a, b) => (isOf(b.cause.kind) && b.score > (a?.score ?? 0) ? b : a), null);
  const isReading = (kind: Cause["kind"]): boolean => kind === "sensor" || kind === "station";
  const [reading, other] = [best(isReading), best((kind) => !isReading(kind))];
  if (!reading || reading.score < REFUSE || reading.score - (other?.score ?? 0) < MARGIN) return null;
  const { cause, size, score } = reading;
  const sigma = Math.sqrt(score);
  if (cause.kind === "sensor") return { sensor: cause.sensor, off: size, sigma, isRefused: true };
  const own = cause.kind === "station" ? (ownSensor[cause.source] ?? -1) : -1;
  return own >= 0 ? { sensor: own, off: -size, sigma, isRefused: true } : null;
}

import { Bank, type Finding, type Hypothesis } from "./bank.ts";
import type { District, Series } from "./district.ts";
import type { AnomalyEvent, Evidence } from "./events.ts";
import { LeakWatch } from "./leak-watch.ts";
import { lump, pipeDistances } from "./pipe-distance.ts";
import { type Screening, screen } from "./screen.ts";
import { SensorWatch, sure } from "./sensor-watch.ts";
import { type Expectation, Tracker } from "./tracker.ts";

/** Where alarms are raised, in twice the log-likelihood ratio: the square of standard deviations. */
export interface Thresholds {
  readonly leak: number;
  readonly fault: number;
  /** One reading that nothing else supports. */
  readonly spike: number;
  /** How much better than the best explanation of another kind. */
  readonly margin: number;
  /** After so many steps above the threshold the margin no longer counts for leaks, and half for faults. */
  readonly patience: number;
  /** Least leak worth a crew, m³/h. */
  readonly leastM3H: number;
}

export const USUAL_THRESHOLDS: Thresholds = { leak: 30, fault: 36, spike: 36, margin: 9, patience: 12, leastM3H: 40 };

/** Leaks that open at once, and those that grow over two hours. */
const RAMPS = [0, 8] as const;
/** In larger districts leaks are looked for at so many places, evenly spread; the likeliest has the leak near it. */
const MOST_PLACES = 150;
/** The first steps only settle the filter. */
const WARM_UP = 4;
/** A leak that is followed at a slightly wrong place leaves traces of its own: a second one must be that much plainer. */
const SECOND_LEAK = 2;

/** How well the district's figures describe what is read. */
export interface Fit {
  /** Steps whose hydraulics could not be solved. */
  readonly unsolved: number;
  /** Root mean square of readings less expectations, in standard deviations: about 1 when the figures are right. */
  readonly rms: number;
}

/** Watches one district. Feed it rows in the order of time; `events` grows and its open entries change until they end. */
export class Detector {
  readonly events: AnomalyEvent[] = [];
  readonly #district: District;
  readonly #limits: Thresholds;
  #tracker: Tracker;
  readonly #bank: Bank;
  readonly #sensors: SensorWatch;
  readonly #leaks: LeakWatch;
  #step = -1;
  #waiting = 0;
  /** The last step's readings beside what was expected of them. */
  #seen: { expected: Expectation; readings: Float64Array; isUsed: readonly boolean[] } | null = null;
  #unsolved = 0;
  #squares = 0;
  #readings = 0;

  constructor(district: District, limits: Thresholds = USUAL_THRESHOLDS) {
    this.#district = district;
    this.#limits = limits;
    this.#tracker = new Tracker(district);
    this.#bank = new Bank(hypothesesOf(district), this.#tracker.size);
    this.#sensors = new SensorWatch(district.sensors.length, this.events);
    this.#leaks = new LeakWatch(this.events, pipeDistances(district.network), limits.leastM3H);
  }

  get fit(): Fit {
    return { unsolved: this.#unsolved, rms: Math.sqrt(this.#squares / Math.max(1, this.#readings)) };
  }

  /** Takes one row: readings by sensor, NaN for none. */
  take(minutes: number, readings: Float64Array): void {
    const t = ++this.#step;
    const before = this.#tracker.clone();
    if (t > 0) this.#tracker.predict();
    this.#sensors.checkPlain(t, readings);
    const trusts = (s: number): boolean => !Number.isNaN(readings[s] as number) && this.#sensors.trusts(s, t);
    const expected = this.#screen(t, minutes, readings, trusts);
    const isUsed = Array.from(readings.keys(), (s) => expected.isSolved && trusts(s));
    const taken = { minutes, readings: readings.slice(), isUsed, before };
    this.#leaks.remember(t, taken);
    this.#bank.advance(t, this.#tracker.memory);
    if (!expected.isSolved) this.#unsolved++;
    this.#tracker.correct(
      expected,
      readings,
      (s) => isUsed[s] === true,
      (c) => {
        this.#squares += (c.innovation * c.innovation) / c.variance;
        this.#readings++;
        this.#bank.take(t, expected, c);
      },
    );
    this.#seen = { expected, readings, isUsed };
    this.#sensors.follow(t, readings, expected, this.#tracker);
    this.#goOnWith(this.#leaks.follow(t, taken, this.#tracker));
    if (t >= WARM_UP) this.#decide(t);
  }

  /** Another filter has another state: what the bank knows of the old one's errors is void. */
  #goOnWith(tracker: Tracker): void {
    if (tracker === this.#tracker) return;
    this.#tracker = tracker;
    this.#bank.restart();
  }

  /** Sorts out what one step shows plainly: turned stations are believed, lone readings refused. */
  #screen(t: number, minutes: number, readings: Float64Array, trusts: (s: number) => boolean): Expectation {
    const sources = this.#district.network.sources.node.length;
    let expected = this.#tracker.expect(minutes);
    for (let round = 0; expected.isSolved && round < 4 + sources; round++) {
      const found = screen(this.#tracker, expected, readings, trusts, sources);
      if (!found || found.score < this.#limits.spike) break;
      const { cause, size, margin } = found;
      if (cause.kind === "leak" || cause.kind === "relief") break;
      if (cause.kind === "sensor") {
        if (margin < this.#limits.margin || t < WARM_UP) break;
        this.#sensors.refuse(t, cause.sensor, found);
      } else if (cause.kind === "leak_change") this.#tracker.loosen(cause.node, size);
      else {
        const kPa = this.#turnedTo(cause.source, size, readings, trusts);
        for (const tracker of [this.#tracker, ...this.#leaks.trackers]) tracker.turn(cause.source, kPa);
        expected = this.#tracker.expect(minutes);
        if (t >= WARM_UP) this.#noteTurn(t, cause.source, kPa, found);
      }
    }
    return expected;
  }

  /** What a turned station is turned to: as its own sensor reads, else as the others let it be inferred. */
  #turnedTo(source: number, size: number, readings: Float64Array, trusts: (s: number) => boolean): number {
    const node = this.#district.network.sources.node[source];
    const own = this.#district.sensors.findIndex((s) => s.kind === "pressure" && s.node === node);
    const inferred = (this.#tracker.state[this.#tracker.sourceAt(source)] as number) + size;
    return own >= 0 && trusts(own) ? (readings[own] as number) : inferred;
  }

  #noteTurn(t: number, source: number, kPa: number, { size, score }: Screening): void {
    const evidence = [{ key: "station_turned", values: { kPa: size, sigma: Math.sqrt(score) } }] as const;
    const same = this.events.findIndex((e) => e.kind === "operation" && e.source === source && e.start === t);
    const event = {
      kind: "operation",
      operation: "set_point",
      source,
      kPa,
      start: t,
      end: t,
      onset: t,
      evidence,
    } as const;
    if (same >= 0) this.events[same] = event;
    else this.events.push(event);
  }

  #decide(t: number): void {
    const findings = this.#bank.findings();
    const best = (isOf: (finding: Finding) => boolean): Finding | undefined =>
      findings.filter(isOf).sort((a, b) => b.score - a.score)[0];
    const leak = best(({ hypothesis, size }) => hypothesis.kind === "leak" && size > 0);
    const relief = best(({ hypothesis, size }) => hypothesis.kind === "leak" && size < 0);
    const fault = best(({ hypothesis }) => hypothesis.kind !== "leak");
    const [leakScore, faultScore, reliefScore] = [leak?.score ?? 0, fault?.score ?? 0, relief?.score ?? 0];
    const limits = this.#limits;
    const isLeak =
      leakScore >= limits.leak * (this.#leaks.count > 0 ? SECOND_LEAK : 1) && (leak?.size ?? 0) >= limits.leastM3H;
    const isFault = faultScore >= limits.fault;
    if (relief && reliefScore >= limits.leak && reliefScore > Math.max(leakScore, faultScore)) {
      this.#tracker.clear(relief.smear, relief.size, relief.weight);
      this.#bank.restart();
      return;
    }
    if (!isLeak && !isFault) {
      this.#waiting = 0;
      return;
    }
    if (leak && isLeak) this.#bank.hold(leak.onset);
    if (fault && isFault) this.#bank.hold(fault.onset);
    this.#waiting++;
    // Waiting costs more when gas escapes: a leak that stays as likely as a fault is raised, a fault must stay likelier.
    const isLate = this.#waiting > limits.patience;
    const [leakMargin, faultMargin] = isLate ? [0, limits.margin / 2] : [limits.margin, limits.margin];
    if (leak && isLeak && leakScore - faultScore >= leakMargin) this.#declareLeak(t, leak, faultScore);
    else if (fault && isFault && faultScore - Math.max(leakScore, reliefScore) >= faultMargin)
      this.#declareFault(t, fault, Math.max(leakScore, reliefScore));
    else return;
    this.#waiting = 0;
    this.#bank.restart();
  }

  #declareLeak(t: number, found: Finding, faultScore: number): void {
    if (found.hypothesis.kind !== "leak") return;
    const { rampSteps } = found.hypothesis;
    const odds = this.#bank
      .at(found.onset)
      .filter(({ hypothesis }) => hypothesis.kind === "leak" && hypothesis.rampSteps === rampSteps);
    const tracker = this.#leaks.declare(t, found, odds, {
      threshold: this.#limits.leak,
      faultScore,
      seen: this.#balance(),
    });
    if (tracker) this.#goOnWith(tracker);
  }

  /** The last step in the operator's words: gas that came in beyond what was expected, and pressures that stand too low. */
  #balance(): Evidence[] {
    if (!this.#seen) return [];
    const { expected, readings, isUsed } = this.#seen;
    let [surplus, worst, low] = [0, 0, 0];
    for (const [s, { kind }] of this.#district.sensors.entries()) {
      if (!isUsed[s]) continue;
      const off = (readings[s] as number) - (expected.reading[s] as number);
      if (kind === "inflow") surplus += off;
      if (kind !== "pressure" || off > -2 * Math.sqrt(expected.noise[s] as number)) continue;
      low++;
      worst = Math.min(worst, off);
    }
    return [
      { key: "zone_balance", values: { m3H: surplus } },
      { key: "pressures_below_expected", values: { sensors: low, kPa: worst } },
    ];
  }

  #declareFault(t: number, found: Finding, leakScore: number): void {
    if (found.hypothesis.kind === "leak") return;
    const { kind, sensor } = found.hypothesis;
    this.#tracker.clear(found.smear, found.size, found.weight);
    this.#sensors.raise(
      sensor,
      kind,
      { t, onset: found.onset, size: found.size, confidence: sure(found.score - leakScore) },
      [
        { key: "against_hydraulics", values: { size: found.size, sigma: Math.sqrt(found.score) } },
        { key: "leak_less_likely", values: { margin: found.score - leakScore } },
      ],
    );
  }
}

function hypothesesOf({ sensors, base, network }: District): Hypothesis[] {
  const isSource = new Set(network.sources.node);
  const nodes = Array.from(base.keys()).filter((node) => !isSource.has(node));
  return [
    ...lump(network, nodes, MOST_PLACES).seeds.flatMap((node) =>
      RAMPS.map((rampSteps): Hypothesis => ({ kind: "leak", node, rampSteps })),
    ),
    ...sensors.flatMap(({ kind }, sensor): Hypothesis[] =>
      kind === "pressure"
        ? [
            { kind: "bias", sensor },
            { kind: "drift", sensor },
          ]
        : [{ kind: "gain", sensor }],
    ),
  ];
}

/** Runs a whole series. Needs `sensors` readings for each time; throws when they are fewer or more. */
export function detect(district: District, series: Series, limits?: Thresholds): { events: AnomalyEvent[]; fit: Fit } {
  const count = district.sensors.length;
  if (series.value.length !== series.minutes.length * count)
    throw new Error(`series: expected ${series.minutes.length} × ${count} readings, got ${series.value.length}`);
  const detector = new Detector(district, limits);
  for (let t = 0; t < series.minutes.length; t++)
    detector.take(series.minutes[t] as number, series.value.subarray(t * count, (t + 1) * count));
  return { events: detector.events, fit: detector.fit };
}

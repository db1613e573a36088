import { Counter, Gauge, type Metric } from "prom-client";
import {
  KEPT_OUTCOMES,
  READING_OUTCOMES,
  READING_WAYS,
  type ReadingOutcome,
  type ReadingWay,
} from "#contract/readings.ts";

/** A reading not kept, as an operator needs it to find the device. */
export interface Rejection {
  /** When it came, ms since 1970. */
  readonly at: number;
  readonly way: ReadingWay;
  readonly outcome: ReadingOutcome;
  /** Topic, or tag id. */
  readonly source: string;
}

export const KEPT: ReadonlySet<ReadingOutcome> = new Set(KEPT_OUTCOMES);

/** The last rejections held in memory, and how many of a kind are logged in one minute before only counting goes on. */
const RING = 1000;
const LOGGED_PER_MINUTE = 10;

export interface Counters {
  count(way: ReadingWay, outcome: ReadingOutcome, source: string): void;
  /** Sum since start over both ways. */
  total(outcome: ReadingOutcome): number;
  /** Newest last, at most a thousand. */
  rejections(): readonly Rejection[];
  /** For `/metrics`; they stand in no registry until somebody puts them into one. */
  readonly metrics: readonly Metric[];
}

export interface CountersOptions {
  log(rejection: Rejection, message: string): void;
  now?(): number;
  /** Readings that wait for their commit. */
  pending(): number;
}

/** Counts every reading once, by what became of it; what is not kept is also remembered and, in samples, logged. */
export function createCounters({ log, now = Date.now, pending }: CountersOptions): Counters {
  // Plain numbers, told to Prometheus when it asks: each reading is counted, and a label costs more than a sum.
  const counts = READING_WAYS.flatMap((way) => READING_OUTCOMES.map((outcome) => ({ way, outcome, n: 0 })));
  const placeOf = (way: ReadingWay, outcome: ReadingOutcome) =>
    READING_WAYS.indexOf(way) * READING_OUTCOMES.length + READING_OUTCOMES.indexOf(outcome);
  const counter = new Counter({
    name: "gas_readings_total",
    help: "Readings by way and by what became of them",
    labelNames: ["way", "outcome"],
    registers: [],
    collect() {
      this.reset();
      for (const { way, outcome, n } of counts) this.inc({ way, outcome }, n);
    },
  });
  const waiting = new Gauge({
    name: "gas_readings_pending",
    help: "Readings that wait for their commit",
    registers: [],
    collect() {
      this.set(pending());
    },
  });
  const ring: Rejection[] = [];
  const logged = new Map<ReadingOutcome, { minute: number; lines: number }>();

  function sample(rejection: Rejection) {
    const minute = Math.floor(rejection.at / 60_000);
    const before = logged.get(rejection.outcome);
    const lines = before?.minute === minute ? before.lines + 1 : 1;
    logged.set(rejection.outcome, { minute, lines });
    if (lines < LOGGED_PER_MINUTE) log(rejection, "a reading was not kept");
    if (lines === LOGGED_PER_MINUTE) log(rejection, "a reading was not kept; more of this kind are only counted");
  }

  return {
    count(way, outcome, source) {
      (counts[placeOf(way, outcome)] as { n: number }).n += 1;
      if (KEPT.has(outcome)) return;
      const rejection = { at: now(), way, outcome, source: source.slice(0, 256) };
      ring.push(rejection);
      if (ring.length > RING) ring.shift();
      sample(rejection);
    },
    total: (outcome) => counts.reduce((sum, one) => sum + (one.outcome === outcome ? one.n : 0), 0),
    rejections: () => ring,
    metrics: [counter, waiting],
  };
}

import type { SeriesLabel } from "./case-series.ts";
import type { AnomalyEvent, FaultEvent, LeakEvent } from "./events.ts";

/** How events of one series or of several agree with what truly happened, by the rules of the reference cases. */
export interface Score {
  readonly leaks: number;
  readonly leaksFound: number;
  /** Leaks through holes of 10 mm and more. */
  readonly large: number;
  /** Holes of leaks not found, mm. */
  readonly missedMm: readonly number[];
  /** Steps from the leak's start to the alarm, of those found. */
  readonly delays: readonly number[];
  /** Of those found: the first place within 500 m of pipe of the true one; any of the first five. */
  readonly top1: number;
  readonly top5: number;
  readonly falseLeaks: number;
  readonly faults: number;
  readonly faultsFound: number;
  readonly faultEvents: number;
  readonly faultEventsRight: number;
  readonly weeks: number;
}

const [LEAK_STEPS, FAULT_STEPS, DRIFT_STEPS, NEAR_M] = [32, 16, 96, 500];
const STEPS_A_WEEK = 672;
const isLarge = (holeMm: number): boolean => holeMm >= 10;

/** Counts one series. `sensorIds` and `nodeIds` by index, `distance` by node × node. */
export function scoreOf(
  events: readonly AnomalyEvent[],
  labels: readonly SeriesLabel[],
  steps: number,
  {
    sensorIds,
    nodeIds,
    distance,
  }: { sensorIds: readonly string[]; nodeIds: readonly string[]; distance: Float64Array },
): Score {
  const leakLabels = labels.filter((label) => label.class === "leak");
  const faultLabels = labels.filter((label) => label.class === "sensor-fault");
  const leaks = events.filter((e): e is LeakEvent => e.kind === "leak");
  const faults = events.filter((e): e is FaultEvent => e.kind === "sensor-fault");
  const found = leakLabels.flatMap((label) => {
    const event = leaks.find((e) => e.start >= label.start && e.start <= label.start + LEAK_STEPS);
    return event ? [{ label, event }] : [];
  });
  const isNear = (label: SeriesLabel, node: number): boolean =>
    (distance[nodeIds.indexOf(label.node ?? "") * nodeIds.length + node] as number) <= NEAR_M;
  const near = (most: number): number =>
    found.filter(({ label, event }) => event.places.slice(0, most).some(({ node }) => isNear(label, node))).length;
  const isFault = (label: SeriesLabel, event: FaultEvent): boolean =>
    label.sensor === sensorIds[event.sensor] &&
    event.start >= label.start &&
    event.start <= label.start + (label.type === "drift" ? DRIFT_STEPS : FAULT_STEPS);
  const holes = (of: readonly SeriesLabel[]): number[] => of.map(({ hole_mm = 0 }) => hole_mm);
  return {
    leaks: leakLabels.length,
    leaksFound: found.length,
    large: holes(leakLabels).filter(isLarge).length,
    missedMm: holes(leakLabels.filter((label) => !found.some((one) => one.label === label))),
    delays: found.map(({ label, event }) => event.start - label.start),
    top1: near(1),
    top5: near(5),
    falseLeaks: leaks.filter((e) => !leakLabels.some((l) => e.start <= l.end && e.end >= l.start)).length,
    faults: faultLabels.length,
    faultsFound: faultLabels.filter((label) => faults.some((event) => isFault(label, event))).length,
    faultEvents: faults.length,
    faultEventsRight: faults.filter((event) => faultLabels.some((label) => isFault(label, event))).length,
    weeks: steps / STEPS_A_WEEK,
  };
}

/** Several series as one. */
export function sumScores(scores: readonly Score[]): Score {
  const sum = (of: (score: Score) => number): number => scores.reduce((all, score) => all + of(score), 0);
  return {
    leaks: sum((s) => s.leaks),
    leaksFound: sum((s) => s.leaksFound),
    large: sum((s) => s.large),
    missedMm: scores.flatMap((s) => s.missedMm),
    delays: scores.flatMap((s) => s.delays),
    top1: sum((s) => s.top1),
    top5: sum((s) => s.top5),
    falseLeaks: sum((s) => s.falseLeaks),
    faults: sum((s) => s.faults),
    faultsFound: sum((s) => s.faultsFound),
    faultEvents: sum((s) => s.faultEvents),
    faultEventsRight: sum((s) => s.faultEventsRight),
    weeks: sum((s) => s.weeks),
  };
}

const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

/** The figures goals are set in; null where there was nothing to count. */
export function metricsOf(score: Score): {
  readonly recall: number | null;
  readonly largeRecall: number | null;
  readonly medianDelay: number | null;
  readonly falseLeaksPerWeek: number | null;
  readonly top1: number | null;
  readonly top5: number | null;
  readonly faultF1: number | null;
} {
  const delays = [...score.delays].sort((a, b) => a - b);
  const recall = ratio(score.faultsFound, score.faults);
  const precision = ratio(score.faultEventsRight, score.faultEvents);
  return {
    recall: ratio(score.leaksFound, score.leaks),
    largeRecall: ratio(score.large - score.missedMm.filter(isLarge).length, score.large),
    medianDelay: delays[Math.floor((delays.length - 1) / 2)] ?? null,
    falseLeaksPerWeek: ratio(score.falseLeaks, score.weeks),
    top1: ratio(score.top1, score.leaksFound),
    top5: ratio(score.top5, score.leaksFound),
    faultF1:
      recall !== null && precision !== null && recall + precision > 0
        ? (2 * recall * precision) / (recall + precision)
        : recall,
  };
}

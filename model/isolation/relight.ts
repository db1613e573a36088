import { type AffectedConsumers, CONSUMER_CLASSES, type ConsumerClass, type Consumers } from "./consumers.ts";
import type { IsolationPlan } from "./isolate.ts";

export interface RelightVisit {
  /** Row of `Consumers`. */
  readonly row: number;
  readonly node: number;
  readonly cls: ConsumerClass;
  readonly connections: number;
  /** Minutes of one fitter: shut the meter valve, purge, test, relight. */
  readonly minutes: number;
}

export interface RelightJob {
  /** Before gas comes back: every meter valve at these nodes is shut and confirmed, else nothing is opened. */
  readonly shutFirst: Int32Array;
  /** Valves to open again: optional ones, then the required ones in the reverse of their list. */
  readonly reopen: Int32Array;
  /** Most vulnerable customers first. */
  readonly visits: readonly RelightVisit[];
  readonly connections: number;
  /** With `fitters` working side by side. */
  readonly hours: number;
}

export interface RelightPace {
  readonly fitters: number;
  readonly minutesPerConnection: Readonly<Record<ConsumerClass, number>>;
}

export const USUAL_RELIGHT: RelightPace = {
  fitters: 10,
  minutesPerConnection: {
    hospital: 60,
    care_home: 45,
    school: 45,
    critical: 60,
    heating: 60,
    industry: 60,
    public: 45,
    commerce: 30,
    household: 12,
  },
};

/** The work after the repair: everyone who lost gas is visited before a flame burns again. */
export function relightJob(
  plan: IsolationPlan,
  consumers: Consumers,
  affected: AffectedConsumers,
  pace: RelightPace = USUAL_RELIGHT,
): RelightJob {
  const visits = Array.from(affected.rows, (row): RelightVisit => {
    const cls = CONSUMER_CLASSES[consumers.cls[row] as number] as ConsumerClass;
    const connections = consumers.count[row] as number;
    return {
      ...{ row, cls, connections, node: consumers.node[row] as number },
      minutes: connections * pace.minutesPerConnection[cls],
    };
  });
  return {
    shutFirst: plan.lostNodes,
    reopen: Int32Array.from([...plan.optional, ...[...plan.required].reverse()]),
    visits,
    connections: affected.total,
    hours: visits.reduce((sum, v) => sum + v.minutes, 0) / 60 / pace.fitters,
  };
}

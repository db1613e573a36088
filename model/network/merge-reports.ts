import { REASONS_LISTED, REGULATORS_LISTED, type SolveReport, STARVED_LISTED } from "#contract/model-solve.ts";

/** Reports of several networks as one: sums, the worst of what is no sum, the longest lists' beginnings. */
export function mergeReports(reports: readonly SolveReport[]): SolveReport {
  const sum = (of: (report: SolveReport) => number): number => reports.reduce((all, one) => all + of(one), 0);
  const most = (of: (report: SolveReport) => number): number => reports.reduce((all, one) => Math.max(all, of(one)), 0);
  return {
    isConverged: reports.every(({ isConverged }) => isConverged),
    iterations: sum((r) => r.iterations),
    districts: sum((r) => r.districts),
    solved: sum((r) => r.solved),
    failed: sum((r) => r.failed),
    residual: most((r) => r.residual),
    imbalanceM3h: most((r) => r.imbalanceM3h),
    balance: {
      inM3h: sum((r) => r.balance.inM3h),
      outM3h: sum((r) => r.balance.outM3h),
      shortM3h: sum((r) => r.balance.shortM3h),
    },
    starved: {
      nodes: sum((r) => r.starved.nodes),
      customers: sum((r) => r.starved.customers),
      places: reports
        .flatMap((r) => r.starved.places)
        .sort((a, b) => b.askedM3h - b.servedM3h - (a.askedM3h - a.servedM3h))
        .slice(0, STARVED_LISTED),
    },
    regulators: {
      active: sum((r) => r.regulators.active),
      lockedUp: sum((r) => r.regulators.lockedUp),
      wideOpen: sum((r) => r.regulators.wideOpen),
      places: reports
        .flatMap((r) => r.regulators.places)
        .sort((a, b) => Number(a.state === "locked_up") - Number(b.state === "locked_up"))
        .slice(0, REGULATORS_LISTED),
    },
    reasons: reports
      .flatMap((r) => r.reasons)
      .sort((a, b) => b.shortM3h - a.shortM3h)
      .slice(0, REASONS_LISTED),
  };
}

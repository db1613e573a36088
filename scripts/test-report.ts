export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

export const addCounts = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
});

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

/**
 * Counts a runner's JSON report. A skipped test, a file that broke before its first test, an empty run, a missing report and a bad exit
 * code without a failed test each count as a failure: nothing is skipped silently.
 */
export function countReport(read: () => string, exitedWell: boolean): Counts {
  let report: Report;
  try {
    report = JSON.parse(read()) as Report;
  } catch {
    return { passed: 0, failed: 1 };
  }
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  const failed = report.numFailedTests + report.numPendingTests + report.numTodoTests + broken;
  const silent = failed === 0 && (!exitedWell || report.numPassedTests === 0) ? 1 : 0;
  return { passed: report.numPassedTests, failed: failed + silent };
}

import { ROOT } from "./steps.ts";

/** A test, or a step, that has to be named at the end of a run, with the first lines of what it said. */
export interface Named {
  readonly name: string;
  readonly said: string;
}

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** One for each that failed, in the order of the run. */
  readonly failures: readonly Named[];
  /** Those that failed at first and passed when they were run again: each is something to look into. */
  readonly secondTries: readonly Named[];
}

export const NOTHING: Outcome = { passed: 0, failed: 0, failures: [], secondTries: [] };

export const addOutcomes = (a: Outcome, b: Outcome): Outcome => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  failures: [...a.failures, ...b.failures],
  secondTries: [...a.secondTries, ...b.secondTries],
});

/** The outcome of a step that has no tests of its own. */
export const stepOutcome = (name: string, ok: boolean, output: string): Outcome =>
  ok
    ? { ...NOTHING, passed: 1 }
    : { ...NOTHING, failed: 1, failures: [{ name, said: output.trim().slice(-SAID_MAX) }] };

const SAID_MAX = 1_200;

interface Assertion {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

interface FileResult {
  readonly name: string;
  readonly status: string;
  readonly message?: string;
  readonly assertionResults: readonly Assertion[];
}

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly FileResult[];
}

const isBad = ({ status }: { readonly status: string }) => status !== "passed";
const passedOf = ({ assertionResults }: FileResult) => assertionResults.filter((one) => !isBad(one)).length;

/** Files of a report in which something failed, or that broke; none where the report cannot be read. */
export function failedFiles(text: string | null): readonly string[] {
  if (text === null) return [];
  try {
    const { testResults } = JSON.parse(text) as Report;
    return testResults.filter((file) => isBad(file) || file.assertionResults.some(isBad)).map(({ name }) => name);
  } catch {
    return [];
  }
}

/**
 * The report of a run with those files that were run again, by themselves, in the places of what they were: a test that failed then and passed now keeps
 * the words of its failure, and so is told as one that passed only at a second try.
 */
export function withSecondRun(first: string, second: string): string {
  const [before, after] = [JSON.parse(first) as Report, JSON.parse(second) as Report];
  const again = new Map(after.testResults.map((file) => [file.name, file]));
  const testResults = before.testResults.map((old): FileResult => {
    const now = again.get(old.name);
    if (now === undefined) return old;
    const said = new Map(old.assertionResults.map(({ fullName, failureMessages }) => [fullName, failureMessages]));
    const keep = (one: Assertion): Assertion => ({
      ...one,
      failureMessages: [...(said.get(one.fullName) ?? []), ...one.failureMessages],
    });
    const assertionResults = now.assertionResults.map(keep);
    // Broke outside of its tests, and does not now: the first of its tests tells it.
    const [head, ...rest] = assertionResults;
    const broke = old.status === "failed" && !old.assertionResults.some(isBad) && now.status === "passed";
    if (!broke || head === undefined) return { ...now, assertionResults };
    const told = { ...head, failureMessages: [old.message ?? "the file broke", ...head.failureMessages] };
    return { ...now, assertionResults: [told, ...rest] };
  });
  const numPassedTests = testResults.reduce((sum, file) => sum + passedOf(file), 0);
  return JSON.stringify({ numPassedTests, testResults });
}

/**
 * Reads a runner's JSON report. A skipped test, a file that broke outside of its tests, an empty run, a missing report and a bad exit
 * code without a failed test each count as a failure: nothing is skipped silently.
 */
export function readReport(project: string, read: () => string, exitedWell: boolean): Outcome {
  let report: Report;
  try {
    report = JSON.parse(read()) as Report;
  } catch {
    return stepOutcome(`tests: ${project}`, false, "The runner left no report.");
  }
  const failures: Named[] = [];
  const secondTries: Named[] = [];
  for (const file of report.testResults) {
    const path = file.name.replace(ROOT, "");
    const broken = file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed");
    if (broken) failures.push({ name: path, said: (file.message ?? "").slice(0, SAID_MAX) });
    for (const one of file.assertionResults) {
      const said = one.failureMessages.join("\n").slice(0, SAID_MAX);
      const named = { name: `${path} > ${one.fullName.trim()}`, said };
      if (one.status !== "passed") failures.push({ ...named, said: said || one.status });
      else if (one.failureMessages.length > 0) secondTries.push(named);
    }
  }
  const failed = failures.length;
  if (failed === 0 && (!exitedWell || report.numPassedTests === 0)) {
    const said = exitedWell ? "No test was run." : "The runner ended badly though no test failed.";
    return { passed: report.numPassedTests, failed: 1, failures: [{ name: `tests: ${project}`, said }], secondTries };
  }
  return { passed: report.numPassedTests, failed, failures, secondTries };
}

/** What a run ends with: whatever failed or needed a second try, by name and with what it said, and the line of counts last. */
export function lastWords(outcome: Outcome): string {
  const list = (title: string, names: readonly Named[]) =>
    names.length === 0
      ? []
      : [`${title}:`, ...names.flatMap(({ name, said }) => [`  ${name}`, said.replace(/^/gm, "    ")])];
  return [
    ...list("Passed only when run a second time", outcome.secondTries),
    ...list("Failed", outcome.failures),
    `${outcome.passed} passed, ${outcome.failed} failed`,
  ].join("\n");
}

import { expect, test } from "vitest";
import { addOutcomes, failedFiles, lastWords, NOTHING, readReport, stepOutcome, withSecondRun } from "./test-report.ts";

const report = (over: object = {}) =>
  JSON.stringify({
    numPassedTests: 3,
    testResults: [],
    ...over,
  });
const counts = (text: string, exitedWell: boolean) => {
  const { passed, failed } = readReport("node", () => text, exitedWell);
  return { passed, failed };
};
const one = (fullName: string, status: string, failureMessages: string[]) => ({ fullName, status, failureMessages });

test("a clean run is counted as it is", () => {
  expect(readReport("node", () => report(), true)).toEqual({ ...NOTHING, passed: 3 });
});

test("a skipped test is a failure", () => {
  const assertionResults = [one("a", "skipped", []), one("b", "todo", [])];
  const testResults = [{ name: "a.test.ts", status: "passed", assertionResults }];
  expect(counts(report({ testResults }), true)).toEqual({ passed: 3, failed: 2 });
});

test("a file that broke before its first test is a failure, and is named", () => {
  const testResults = [{ name: "a.test.ts", status: "failed", message: "no such module", assertionResults: [] }];
  const outcome = readReport("node", () => report({ testResults }), false);
  expect(outcome).toMatchObject({ passed: 3, failed: 1, failures: [{ name: "a.test.ts", said: "no such module" }] });
});

test("a file that broke after its tests is a failure besides them", () => {
  const assertionResults = [one("stands", "passed", [])];
  const testResults = [{ name: "a.test.ts", status: "failed", message: "the server did not close", assertionResults }];
  expect(counts(report({ testResults }), false)).toEqual({ passed: 3, failed: 1 });
});

test("no report, no test and a bad exit code are failures, and say which", () => {
  const missing = () => {
    throw new Error("no file");
  };
  expect(readReport("db", missing, true)).toMatchObject({ failed: 1, failures: [{ name: "tests: db" }] });
  expect(readReport("db", () => report({ numPassedTests: 0 }), true)).toMatchObject({
    failed: 1,
    failures: [{ said: "No test was run." }],
  });
  expect(readReport("db", () => report(), false)).toMatchObject({ failed: 1, failures: [{ name: "tests: db" }] });
});

test("what failed and what passed only at a second try stand by name above the counts, which come last", () => {
  const assertionResults = [
    one("stands", "passed", []),
    one("falls", "failed", ["expected 1 to be 2\n  at here"]),
    one("wavers", "passed", ["timed out"]),
  ];
  const testResults = [{ name: "b.test.ts", status: "failed", assertionResults }];
  const tests = readReport("e2e", () => report({ numPassedTests: 2, testResults }), false);
  const lines = lastWords(addOutcomes(stepOutcome("lint", false, "x is unused\n"), tests)).split("\n");
  expect(lines).toEqual([
    "Passed only when run a second time:",
    "  b.test.ts > wavers",
    "    timed out",
    "Failed:",
    "  lint",
    "    x is unused",
    "  b.test.ts > falls",
    "    expected 1 to be 2",
    "      at here",
    "2 passed, 2 failed",
  ]);
});

const fileOf = (name: string, ...assertionResults: ReturnType<typeof one>[]) => ({
  name,
  status: assertionResults.some(({ status }) => status === "failed") ? "failed" : "passed",
  assertionResults,
});

test("files that failed are those to run again; what passes then is told with what it said at first", () => {
  const good = fileOf("good.test.ts", one("g", "passed", []));
  const bad = fileOf("bad.test.ts", one("a", "passed", []), one("b", "failed", ["too late"]));
  const first = report({ numPassedTests: 2, testResults: [good, bad] });
  expect(failedFiles(first)).toEqual(["bad.test.ts"]);
  const better = fileOf("bad.test.ts", one("a", "passed", []), one("b", "passed", []));
  const merged = withSecondRun(first, report({ testResults: [better] }));
  expect(readReport("e2e", () => merged, true)).toEqual({
    passed: 3,
    failed: 0,
    failures: [],
    secondTries: [{ name: "bad.test.ts > b", said: "too late" }],
  });
});

test("what fails again is a failure, also where the runner says that all is well", () => {
  const bad = fileOf("bad.test.ts", one("a", "passed", []), one("b", "failed", ["too late"]));
  const first = report({ numPassedTests: 1, testResults: [bad] });
  const worse = fileOf("bad.test.ts", one("a", "failed", ["gone"]), one("b", "passed", []));
  const outcome = readReport("e2e", () => withSecondRun(first, report({ testResults: [worse] })), true);
  expect(outcome).toMatchObject({ passed: 1, failed: 1, failures: [{ name: "bad.test.ts > a", said: "gone" }] });
});

test("a file that broke before its tests, and does not when it is run again, is told by its first test", () => {
  const broken = { name: "x.test.ts", status: "failed", message: "no port", assertionResults: [] };
  const first = report({ numPassedTests: 0, testResults: [broken] });
  expect(failedFiles(first)).toEqual(["x.test.ts"]);
  const merged = withSecondRun(first, report({ testResults: [fileOf("x.test.ts", one("a", "passed", []))] }));
  expect(readReport("db", () => merged, true)).toMatchObject({
    passed: 1,
    failed: 0,
    secondTries: [{ name: "x.test.ts > a", said: "no port" }],
  });
  expect(failedFiles("no report")).toEqual([]);
});

import { expect, test } from "vitest";
import { countReport } from "./test-report.ts";

const report = (over: object = {}) =>
  JSON.stringify({
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [],
    ...over,
  });

test("a clean run is counted as it is", () => {
  expect(countReport(() => report(), true)).toEqual({ passed: 3, failed: 0 });
});

test("a skipped test is a failure", () => {
  expect(countReport(() => report({ numPendingTests: 2 }), true)).toEqual({ passed: 3, failed: 2 });
});

test("a file that broke before its first test is a failure", () => {
  const testResults = [{ status: "failed", assertionResults: [] }];
  expect(countReport(() => report({ testResults }), false)).toEqual({ passed: 3, failed: 1 });
});

test("no report, no test and a bad exit code are failures", () => {
  const missing = () => {
    throw new Error("no file");
  };
  expect(countReport(missing, true).failed).toBe(1);
  expect(countReport(() => report({ numPassedTests: 0 }), true).failed).toBe(1);
  expect(countReport(() => report(), false).failed).toBe(1);
});

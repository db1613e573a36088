import { describeResult, runStep, STATIC_STEPS, type Step } from "./steps.ts";

/** `npm run check`: what to run before every commit; each step's output is shown only when it fails. */
const UNIT: Step = { name: "unit tests", command: "vitest", args: ["run", "--project", "node"] };

const started = performance.now();
let failed = 0;
for (const step of [...STATIC_STEPS, UNIT]) {
  const result = await runStep(step, true);
  console.log(describeResult(result));
  if (!result.ok) {
    failed += 1;
    console.log(result.output);
  }
}
console.log(
  `${failed === 0 ? "all is well" : `${failed} failed`} after ${((performance.now() - started) / 1000).toFixed(0)} s`,
);
process.exitCode = failed === 0 ? 0 : 1;

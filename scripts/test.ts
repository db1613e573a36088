import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromiumPath } from "./chromium.ts";
import { commandPath, ensureTool } from "./debian.ts";
import { describeResult, runStep, STATIC_STEPS, type Step } from "./steps.ts";
import { addOutcomes, lastWords, NOTHING, type Outcome, readReport, stepOutcome } from "./test-report.ts";

/**
 * `npm test`: types, lint, unit tests, both database engines, a real browser, the bundle budget and the whole product end to end.
 * Ends with what failed, what passed only at a second try, and `N passed, N failed`. What it needs beyond npm it installs where it may, and otherwise says how and fails.
 */
const BUILD: readonly Step[] = [
  { name: "build", command: "vite", args: ["build", "--logLevel", "warn"] },
  { name: "bundle budget", command: "node", args: ["scripts/bundle-budget.ts"] },
];
const PROJECTS = ["node", "db", "browser", "e2e"] as const;

function ensureTools(): void {
  ensureTool("Chromium", ["chromium"], () => chromiumPath() !== undefined);
  ensureTool("Chinese fonts", ["fonts-noto-cjk", "fontconfig"], () => commandPath("fc-list") !== undefined);
  ensureTool("ffmpeg", ["ffmpeg"], () => commandPath("ffmpeg") !== undefined);
  ensureTool("GDAL's command line tools", ["gdal-bin"], () => commandPath("ogrinfo") !== undefined);
  ensureTool("LibreOffice", ["libreoffice-calc"], () => commandPath("soffice") !== undefined);
  ensureTool(
    "Mosquitto and its clients",
    ["mosquitto", "mosquitto-clients"],
    () => commandPath("mosquitto_pub") !== undefined,
  );
}

async function runProject(project: string, folder: string): Promise<Outcome> {
  const report = join(folder, `${project}.json`);
  const args = ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const result = await runStep({ name: `tests: ${project}`, command: "vitest", args });
  console.log(describeResult(result));
  return readReport(project, () => readFileSync(report, "utf8"), result.ok);
}

async function runAll(folder: string): Promise<Outcome> {
  let outcome = NOTHING;
  for (const step of [...STATIC_STEPS, ...BUILD]) {
    const result = await runStep(step, true);
    console.log(describeResult(result));
    if (!result.ok || step.name === "bundle budget") console.log(result.output);
    outcome = addOutcomes(outcome, stepOutcome(step.name, result.ok, result.output));
  }
  for (const project of PROJECTS) outcome = addOutcomes(outcome, await runProject(project, folder));
  return outcome;
}

const folder = mkdtempSync(join(tmpdir(), "gas-one-map-test-"));
let outcome: Outcome;
try {
  ensureTools();
  outcome = await runAll(folder);
} catch (cause) {
  outcome = stepOutcome("npm test", false, cause instanceof Error ? cause.message : String(cause));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(lastWords(outcome));
process.exitCode = outcome.failed === 0 ? 0 : 1;

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromiumPath } from "./chromium.ts";
import { commandPath, ensureTool } from "./debian.ts";
import { describeResult, runStep, STATIC_STEPS, type Step } from "./steps.ts";
import {
  addOutcomes,
  failedFiles,
  lastWords,
  NOTHING,
  type Outcome,
  readReport,
  stepOutcome,
  withSecondRun,
} from "./test-report.ts";

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
  ensureTool("curl", ["curl"], () => commandPath("curl") !== undefined);
  ensureTool("LibreOffice", ["libreoffice-calc"], () => commandPath("soffice") !== undefined);
  ensureTool(
    "Mosquitto and its clients",
    ["mosquitto", "mosquitto-clients"],
    () => commandPath("mosquitto_pub") !== undefined,
  );
}

/** More files than this did not fail by chance. */
const MOST_AGAIN = 3;

interface Run {
  readonly ok: boolean;
  /** The runner's JSON; null when it left none. */
  readonly report: string | null;
}

async function runVitest(name: string, project: string, file: string, only: readonly string[] = []): Promise<Run> {
  const args = ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const result = await runStep({ name, command: "vitest", args: [...args, ...only] });
  console.log(describeResult(result));
  try {
    return { ok: result.ok, report: readFileSync(file, "utf8") };
  } catch {
    return { ok: result.ok, report: null };
  }
}

/** All tests of a project. Some files that failed are run once more by themselves, on a product and databases of their own: each such test is named in the end. */
async function runProject(project: string, folder: string): Promise<Outcome> {
  const first = await runVitest(`tests: ${project}`, project, join(folder, `${project}.json`));
  const again = failedFiles(first.report);
  if (first.report === null || again.length === 0 || again.length > MOST_AGAIN)
    return readReport(project, () => first.report ?? "", first.ok);
  const second = await runVitest(`tests again: ${project}`, project, join(folder, `${project}-again.json`), again);
  const report = second.report === null ? first.report : withSecondRun(first.report, second.report);
  return readReport(project, () => report, second.ok);
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

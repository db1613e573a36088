import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromiumPath } from "./chromium.ts";
import { commandPath, ensureTool } from "./debian.ts";
import { describeResult, runStep, STATIC_STEPS, type Step } from "./steps.ts";
import { addCounts, type Counts, countReport } from "./test-report.ts";

/**
 * `npm test`: types, lint, unit tests, both database engines, a real browser, the bundle budget and the whole product end to end.
 * Ends with `N passed, N failed`. What it needs beyond npm it installs where it may, and otherwise says how and fails.
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

async function runProject(project: string, folder: string): Promise<Counts> {
  const report = join(folder, `${project}.json`);
  const args = ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const result = await runStep({ name: `tests: ${project}`, command: "vitest", args });
  console.log(describeResult(result));
  return countReport(() => readFileSync(report, "utf8"), result.ok);
}

async function runAll(folder: string): Promise<Counts> {
  let counts: Counts = { passed: 0, failed: 0 };
  const plain = async (step: Step) => {
    const result = await runStep(step, true);
    console.log(describeResult(result));
    if (!result.ok || step.name === "bundle budget") console.log(result.output);
    counts = addCounts(counts, result.ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
  };
  for (const step of [...STATIC_STEPS, ...BUILD]) await plain(step);
  for (const project of PROJECTS) counts = addCounts(counts, await runProject(project, folder));
  return counts;
}

const folder = mkdtempSync(join(tmpdir(), "gas-one-map-test-"));
let counts: Counts;
try {
  ensureTools();
  counts = await runAll(folder);
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : cause);
  counts = { passed: 0, failed: 1 };
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;

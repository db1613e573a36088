import { existsSync, globSync, statSync } from "node:fs";
import { join } from "node:path";
import { ROOT, runStep } from "./steps.ts";

const BUILD = [
  "vite.config.ts",
  "scripts/{chunks,eager-gl-device,early-parts,packed-assets,service-worker,without-json-schema}.ts",
  "package-lock.json",
];
const SOURCES = ["src/**/*", "contract/**/*", "model/**/*", "public/**/*", "index.html", ...BUILD];

function areBuilt(): boolean {
  const built = join(ROOT, "dist/.vite/manifest.json");
  if (!existsSync(built)) return false;
  const builtAt = statSync(built).mtimeMs;
  return globSync(SOURCES, { cwd: ROOT, exclude: ["public/tiles/**"] }).every(
    (path) => statSync(join(ROOT, path)).mtimeMs <= builtAt,
  );
}

/** Builds the SPA when it is missing or older than its sources. Says whether it stands now. */
export async function buildPages(): Promise<boolean> {
  if (areBuilt()) return true;
  console.log("正在构建网页 · building the pages …");
  const { ok } = await runStep({ name: "build", command: "vite", args: ["build", "--logLevel", "warn"] });
  return ok;
}

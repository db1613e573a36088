import { existsSync, globSync, statSync } from "node:fs";
import { join } from "node:path";
import { ROOT, runStep } from "./steps.ts";

/** `npm start`: builds the SPA when it is missing or older than its sources, then runs the server in this process. */
const BUILD = ["vite.config.ts", "scripts/{chunks,eager-gl-device,early-parts,service-worker}.ts", "package-lock.json"];
const SOURCES = ["src/**/*", "contract/**/*", "model/**/*", "public/**/*", "index.html", ...BUILD];

function isBuilt(): boolean {
  const built = join(ROOT, "dist/.vite/manifest.json");
  if (!existsSync(built)) return false;
  const builtAt = statSync(built).mtimeMs;
  return globSync(SOURCES, { cwd: ROOT, exclude: ["public/tiles/**"] }).every(
    (path) => statSync(join(ROOT, path)).mtimeMs <= builtAt,
  );
}

process.chdir(ROOT);
process.env.NODE_ENV ??= "production";
if (!isBuilt()) {
  console.log("正在构建网页 · building the pages …");
  const result = await runStep({ name: "build", command: "vite", args: ["build", "--logLevel", "warn"] });
  if (!result.ok) process.exit(1);
}
await import("#server/main.ts");

import { existsSync } from "node:fs";

/**
 * What draws: ANGLE's back end as Chromium names it. The processor (SwiftShader) unless `CHROMIUM_GL` says `vulkan` or `gl-egl`, for a
 * measurement on a machine that has a GPU.
 */
const ANGLE = process.env.CHROMIUM_GL ?? "swiftshader";
const ON_GPU = ["--ignore-gpu-blocklist", "--enable-gpu"];

/** Flags under which headless Chromium draws with software GL, or the GPU that `CHROMIUM_GL` names, and calls nobody. */
export const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  `--use-angle=${ANGLE}`,
  ...(ANGLE === "swiftshader" ? ["--enable-unsafe-swiftshader"] : ON_GPU),
];

/** The system's Chromium, or undefined when only Playwright's own download can serve. */
export function chromiumPath(): string | undefined {
  const named = process.env.CHROMIUM;
  const candidates = [named, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  return candidates.find((path): path is string => path !== undefined && existsSync(path));
}

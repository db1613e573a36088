import { existsSync } from "node:fs";

/** Flags under which headless Chromium draws with software GL and calls nobody. */
export const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
];

/** The system's Chromium, or undefined when only Playwright's own download can serve. */
export function chromiumPath(): string | undefined {
  const named = process.env.CHROMIUM;
  const candidates = [named, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  return candidates.find((path): path is string => path !== undefined && existsSync(path));
}

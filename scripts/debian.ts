import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** True when `apt-get` may be used: root on Debian or a child of it. */
const mayInstall = (): boolean => process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");

/**
 * Makes sure that tools stand on the machine: nothing to do when `isThere`; installed from Debian's packages when that is allowed;
 * else throws one line that says how. Never skips.
 */
export function ensureTool(what: string, packages: readonly string[], isThere: () => boolean): void {
  if (isThere()) return;
  const command = `apt-get install -y ${packages.join(" ")}`;
  if (!mayInstall()) throw new Error(`The tests need ${what}. On Debian or Ubuntu: sudo ${command}`);
  process.stdout.write(`installing ${what}: ${command}\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = () =>
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], {
      env,
      stdio: ["ignore", "ignore", "inherit"],
    });
  if (install().status !== 0) {
    spawnSync("apt-get", ["update", "-qq"], { env, stdio: ["ignore", "ignore", "inherit"] });
    install();
  }
  if (!isThere()) throw new Error(`${what} could not be installed; by hand: ${command}`);
}

/** The full path of a command on PATH, or undefined. */
export function commandPath(name: string): string | undefined {
  const found = spawnSync("sh", ["-c", `command -v "$1"`, "sh", name], { encoding: "utf8" });
  return found.status === 0 ? found.stdout.trim() : undefined;
}

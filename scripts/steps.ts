import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The repository's root, wherever it was cloned. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));

export interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface StepResult {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  /** Empty when the output went straight to the terminal. */
  readonly output: string;
}

/** Runs one command in the root. `quiet` keeps its output for the caller instead of printing it. Never rejects: a command that cannot start has failed. */
export function runStep(step: Step, quiet = false): Promise<StepResult> {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(step.command, step.args, {
      cwd: ROOT,
      env: { ...process.env, ...step.env },
      stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
    });
    const pieces: Buffer[] = [];
    child.stdout?.on("data", (piece: Buffer) => pieces.push(piece));
    child.stderr?.on("data", (piece: Buffer) => pieces.push(piece));
    const end = (ok: boolean, more = "") =>
      resolve({
        name: step.name,
        ok,
        seconds: (performance.now() - started) / 1000,
        output: Buffer.concat(pieces).toString() + more,
      });
    child.once("error", (cause) => end(false, String(cause)));
    child.once("close", (code) => end(code === 0));
  });
}

/** Format, lint with the import rule, and types: what needs no test runner. */
export const STATIC_STEPS: readonly Step[] = [
  { name: "format", command: "biome", args: ["format", "."] },
  { name: "lint and import rule", command: "biome", args: ["lint", "--error-on-warnings", "."] },
  { name: "floating promises", command: "oxlint", args: ["--type-aware", "--deny-warnings"] },
  { name: "types of the server", command: "tsc", args: ["--noEmit", "-p", "tsconfig.json"] },
  { name: "types of the browser sentences", command: "tsc", args: ["--noEmit", "-p", "e2e/tsconfig.json"] },
  { name: "types of the SPA", command: "tsc", args: ["--noEmit", "-p", "src/tsconfig.json"] },
  { name: "types of the pages of benches", command: "tsc", args: ["--noEmit", "-p", "bench/pages/tsconfig.json"] },
];

export const describeResult = (result: StepResult): string =>
  `${result.ok ? "✓" : "✗"} ${result.name} (${result.seconds.toFixed(1)} s)`;

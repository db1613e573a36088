import { type ChildProcess, spawn } from "node:child_process";
import { ROOT } from "./steps.ts";

/** `npm run dev`: the server, restarted when its files change, and vite with hot reload in front of it at http://localhost:5173. */
const run = (command: string, args: readonly string[]): ChildProcess =>
  spawn(command, args, { cwd: ROOT, stdio: "inherit" });

const WATCHED = ["server", "contract", "model"].map((folder) => `--watch-path=${folder}`);
const children = [run("node", [...WATCHED, "server/main.ts"]), run("vite", ["--clearScreen", "false"])];

const stop = () => {
  for (const child of children) child.kill("SIGTERM");
};
process.once("SIGINT", stop);
process.once("SIGTERM", stop);
for (const child of children) child.once("exit", stop);

import { type ChildProcess, spawn } from "node:child_process";
import { watch } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./steps.ts";

/**
 * `npm run dev`: the server, started anew when its files change, and vite with hot reload in front of it at http://localhost:5173.
 * Not `node --watch`: that talks to the server's own threads through their message ports, which know only their own messages.
 */
const WATCHED = ["server", "contract", "model", "mocks"];
const QUIET_MS = 300;

const run = (command: string, args: readonly string[]): ChildProcess =>
  spawn(command, args, { cwd: ROOT, stdio: "inherit" });

const startServer = (): ChildProcess => {
  const child = run("node", ["server/main.ts"]);
  child.once("exit", () => {
    if (isStopping) return;
    if (isStale) {
      isStale = false;
      server = startServer();
    } else console.log("the server has ended; it starts again when a file changes");
  });
  return child;
};

let isStopping = false;
let isStale = false;
let timer: NodeJS.Timeout | undefined;
let server = startServer();
const vite = run("vite", ["--clearScreen", "false"]);

/** A running server is asked to stop and its end starts the next; one that has ended is started at once. */
const restart = () => {
  if (server.exitCode !== null || server.signalCode !== null) server = startServer();
  else {
    isStale = true;
    server.kill("SIGTERM");
  }
};
const watchers = WATCHED.map((folder) =>
  watch(join(ROOT, folder), { recursive: true }, (_event, file) => {
    if (!file || !/(?<!\.test)\.(ts|sql)$/.test(file)) return;
    clearTimeout(timer);
    timer = setTimeout(restart, QUIET_MS);
  }),
);

const stop = () => {
  isStopping = true;
  for (const watcher of watchers) watcher.close();
  clearTimeout(timer);
  server.kill("SIGTERM");
  vite.kill("SIGTERM");
};
process.once("SIGINT", stop);
process.once("SIGTERM", stop);
vite.once("exit", stop);

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { EXIT } from "./failure.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const running = new Set<ChildProcess>();
const folders = new Set<string>();

afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  running.clear();
  folders.clear();
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "gas-start-"));
  folders.add(made);
  return made;
}

/** The server as a process of its own: an empty embedded database, ports of its own choosing. */
function start(env: Record<string, string>) {
  const base = { PATH: process.env.PATH, HOST: "127.0.0.1", PORT: "0", MQTT_PORT: "0", DEMO: "false" };
  const child = spawn(process.execPath, [MAIN], { env: { ...base, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece: Buffer) => (said += piece.toString()));
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  const until = async (pattern: RegExp) => {
    for (;;) {
      const found = pattern.exec(said);
      if (found) return found;
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}:\n${said}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  return { child, ended, until, said: () => said };
}

const listening = /"port":(\d+),.*"msg":"listening"/;

test("a wrong environment ends the start at once, with words", async () => {
  const { ended, said } = start({ PORT: "eighty", DATA_DIR: folder() });
  expect(await ended).toBe(EXIT.config);
  expect(said()).toMatch(/PORT: .*"eighty"/);
  expect(said()).not.toMatch(/at .*\.ts:\d+/);
});

test("a port in use is named before any work is done", async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
  const address = holder.address();
  const port = typeof address === "object" && address ? String(address.port) : "";
  const { ended, said } = start({ PORT: port, DATA_DIR: folder() });
  expect(await ended).toBe(EXIT.portInUse);
  expect(said()).toContain(`Port ${port} is in use`);
  expect(said()).not.toContain("database:");
  holder.close();
});

test("it starts, holds its directory, answers, and ends cleanly on a signal", async () => {
  const DATA_DIR = folder();
  const first = start({ DATA_DIR });
  const [, port] = await first.until(listening);
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  expect(await (await fetch(`http://127.0.0.1:${port}/api/welcome`)).json()).toMatchObject({ demo: false });
  const second = start({ DATA_DIR });
  expect(await second.ended).toBe(EXIT.database);
  expect(second.said()).toContain(`process ${first.child.pid}`);
  first.child.kill("SIGTERM");
  expect(await first.ended).toBe(0);
  expect(first.said()).toMatch(/"isClean":true,"msg":"stopped"/);
  const again = start({ DATA_DIR });
  await again.until(listening);
  again.child.kill("SIGINT");
  expect(await again.ended).toBe(0);
});

test("a stop in the middle of a start is a clean stop", async () => {
  const { child, ended, until, said } = start({ DATA_DIR: folder(), LOG_LEVEL: "debug" });
  await until(/database|template|preparing/i);
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  expect(said()).not.toMatch(/at .*\.ts:\d+/);
});

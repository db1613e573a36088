import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { ROOT } from "#scripts/steps.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export interface Running {
  readonly child: ChildProcess;
  /** Ends it with no chance to tidy up, and waits until it is gone. */
  kill(): Promise<void>;
  log(): string;
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Running {
  const child = spawn(command, args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
  const pieces: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (piece: Buffer) => pieces.push(piece.toString()));
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    child,
    log: () => pieces.join(""),
    kill: async () => {
      child.kill("SIGKILL");
      await gone;
    },
  };
}

const answersAt = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });

const isUp = (running: Running, name: string) => {
  if (running.child.exitCode !== null)
    throw new Error(`${name} ended with ${running.child.exitCode}:\n${running.log()}`);
};

/** The whole server on one data directory; resolves when `/readyz` says yes. */
export async function startServer(env: Readonly<Record<string, string>>, port: number): Promise<Running> {
  const running = run("node", ["server/main.ts"], {
    ...process.env,
    PORT: String(port),
    HOST: "127.0.0.1",
    DEMO: "false",
    LOG_LEVEL: "warn",
    ...env,
  });
  for (;;) {
    isUp(running, "the server");
    try {
      if ((await fetch(`http://127.0.0.1:${port}/readyz`)).ok) return running;
    } catch {
      // not yet
    }
    await pause(50);
  }
}

/** Mosquitto as its own process, keeping everything we have not acknowledged. */
export async function startMosquitto(dir: string, port: number): Promise<Running> {
  const conf = join(dir, "mosquitto.conf");
  const lines = [
    `listener ${port} 127.0.0.1`,
    "allow_anonymous true",
    "persistence false",
    "max_queued_messages 0",
    "max_inflight_messages 2000",
  ];
  writeFileSync(conf, `${lines.join("\n")}\n`);
  const path = `${process.env.PATH ?? ""}:/usr/sbin`;
  const running = run("mosquitto", ["-c", conf], { ...process.env, PATH: path });
  running.child.once("error", () => undefined);
  while (!(await answersAt(port))) {
    isUp(running, "mosquitto");
    await pause(50);
  }
  return running;
}

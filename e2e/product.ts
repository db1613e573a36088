import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { SERVER_FLAGS } from "#scripts/server-flags.ts";
import { ROOT } from "#scripts/steps.ts";

export interface Product {
  readonly url: string;
  readonly mqttPort: number;
  /** Of the demo's media server, whose streams a test may cut. */
  readonly mediaPort: number;
  readonly password: string;
  readonly startedInMs: number;
  /** Everything the process has printed so far. */
  log(): string;
  /** Asks it to stop and waits; resolves to the exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a power-off of the process would. */
  kill(): Promise<void>;
}

export interface ProductOptions {
  readonly dataDir: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly limitMs?: number;
}

export const PASSWORD = "demo-password-of-the-tests";

/** A port nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode);
    else child.once("exit", (code) => resolve(code));
  });

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

/** Starts the whole product as `npm start` does and waits until `/readyz` says yes. Throws with the log when it ends or stays away. */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const port = options.port ?? (await freePort());
  const mqttPort = await freePort();
  const mediaPort = await freePort();
  const url = `http://localhost:${port}`;
  const started = performance.now();
  const env = {
    ...process.env,
    NODE_ENV: "production",
    PORT: String(port),
    MQTT_PORT: String(mqttPort),
    MEDIA_PORT: String(mediaPort),
    DATA_DIR: options.dataDir,
    DEMO_PASSWORD: PASSWORD,
    LOG_LEVEL: "warn",
    ...options.env,
  };
  const child = spawn("node", [...SERVER_FLAGS, "scripts/start.ts"], {
    cwd: ROOT,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const pieces: string[] = [];
  child.stdout.on("data", (piece: Buffer) => pieces.push(piece.toString()));
  child.stderr.on("data", (piece: Buffer) => pieces.push(piece.toString()));
  const log = () => pieces.join("");
  const limit = options.limitMs ?? 300_000;
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`the product ended with ${child.exitCode}:\n${log()}`);
    if (performance.now() - started > limit) {
      child.kill("SIGKILL");
      throw new Error(`the product was not ready within ${limit / 1000} s:\n${log()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  return {
    url,
    mqttPort,
    mediaPort,
    password: options.env?.DEMO_PASSWORD ?? PASSWORD,
    startedInMs: performance.now() - started,
    log,
    stop: () => {
      child.kill("SIGTERM");
      return ended(child);
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended(child);
    },
  };
}

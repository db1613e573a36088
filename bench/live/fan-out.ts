import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { WebSocket } from "ws";
import { FRAME_KINDS } from "#contract/live-frame.ts";

export interface FanOut {
  /** Share of one core that the server took. */
  readonly cpu: number;
  readonly mbPerSecond: number;
  /** From the tick that made a frame to its arrival, ms. */
  readonly p50: number;
  readonly p95: number;
  readonly behind: number;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const quantile = (sorted: readonly number[], q: number) => sorted[Math.floor((sorted.length - 1) * q)] ?? Number.NaN;

async function start(
  mode: FanOutMode,
  tags: number,
  perSecond: number,
): Promise<{ child: ChildProcess; port: number }> {
  const path = fileURLToPath(new URL("./fan-out-server.ts", import.meta.url));
  const child = fork(path, [mode, String(tags), String(perSecond)], { stdio: ["ignore", "pipe", "inherit", "ipc"] });
  const line = await new Promise<string>((resolve) =>
    child.stdout?.once("data", (data: Buffer) => resolve(data.toString())),
  );
  return { child, port: (JSON.parse(line) as { port: number }).port };
}

/** When the server made what came, by its clock, which is ours; null for what is no change. */
function madeAt(data: Buffer, isBinary: boolean): number | null {
  if (!isBinary) return Number(/^\{"at":(\d+)/.exec(data.toString("latin1", 0, 24))?.[1] ?? Number.NaN) || null;
  return FRAME_KINDS[data.readUInt8(4)] === "delta" ? data.readDoubleLE(16) : null;
}

/** All changes as our frames, those in each client's own view as our frames, or all as JSON text. */
export type FanOutMode = "binary" | "boxes" | "json";

/** `clients` connections to one server process that changes `perSecond` of `tags` values a second. */
export async function fanOut(
  mode: FanOutMode,
  { clients, tags, perSecond, seconds }: { clients: number; tags: number; perSecond: number; seconds: number },
): Promise<FanOut> {
  const { child, port } = await start(mode, tags, perSecond);
  const late: number[] = [];
  let isMeasured = false;
  const sockets = await Promise.all(
    Array.from({ length: clients }, async () => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
      socket.on("message", (data: Buffer, isBinary) => {
        const made = isMeasured ? madeAt(data, isBinary) : null;
        if (made !== null) late.push(Date.now() - made);
      });
      await new Promise((resolve) => socket.once("open", resolve));
      return socket;
    }),
  );
  await pause(1000);
  child.send("begin");
  isMeasured = true;
  await pause(seconds * 1000);
  const said = await new Promise<{ cpuMs: number; bytes: number; behind: number }>((resolve) => {
    child.once("message", (message) => resolve(message as { cpuMs: number; bytes: number; behind: number }));
    child.send("end");
  });
  for (const socket of sockets) socket.terminate();
  child.kill();
  late.sort((a, b) => a - b);
  return {
    cpu: said.cpuMs / (seconds * 1000),
    mbPerSecond: said.bytes / seconds / 1e6,
    p50: quantile(late, 0.5),
    p95: quantile(late, 0.95),
    behind: said.behind,
  };
}

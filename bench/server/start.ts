import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "#scripts/steps.ts";
import { builtFile, CACHE } from "#bench/province/prepare.ts";
import type { Scale } from "#bench/province/scales.ts";
import type { FromServer, Ready, ToServer } from "./messages.ts";

type Order = ToServer extends infer T ? (T extends { id: number } ? Omit<T, "id"> : never) : never;

/** A server of the benches in a process of its own. */
export interface BenchServer extends Omit<Ready, "type"> {
  readonly pid: number;
  tell(order: Order): Promise<void>;
  stop(): Promise<void>;
}

export const PAGES = join(CACHE, "pages");
const PEERS = join(ROOT, "bench/peers/node_modules");

/** Starts one over the snapshot of a scale, which `province/prepare.ts` must have made. */
export async function startServer(scale: Scale): Promise<BenchServer> {
  const child: ChildProcess = fork(
    join(import.meta.dirname, "main.ts"),
    [builtFile(scale), PAGES, existsSync(PEERS) ? PEERS : ""],
    { execArgv: ["--max-old-space-size=6144"], stdio: ["ignore", "inherit", "inherit", "ipc"] },
  );
  const waiting = new Map<number, () => void>();
  const ready = await new Promise<Ready>((resolve, reject) => {
    child.on("message", (message: FromServer) => {
      if (message.type === "ready") resolve(message);
      else waiting.get(message.id)?.();
    });
    child.once("exit", (code) => reject(new Error(`the bench's server ended with ${code}`)));
  });
  let id = 0;
  return {
    ...ready,
    pid: child.pid as number,
    tell: (order) => {
      id += 1;
      const mine = id;
      const done = new Promise<void>((resolve) => waiting.set(mine, resolve));
      child.send({ ...order, id: mine } as ToServer);
      return done.finally(() => waiting.delete(mine));
    },
    stop: async () => {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill();
      await gone;
    },
  };
}

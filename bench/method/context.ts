import { loadavg } from "node:os";
import type { Scale } from "#bench/province/scales.ts";
import { type BenchServer, startServer } from "#bench/server/start.ts";
import type { Line } from "./judge.ts";

/** What goals share: servers, what was sampled already, and the line of progress. */
export interface Context {
  server(scale: Scale): Promise<BenchServer>;
  /** Lets a server of a size that is not needed any more go. */
  drop(scale: Scale): Promise<void>;
  /** Made once in a run and kept, for samples that several goals read. */
  once<T>(key: string, make: () => Promise<T>): Promise<T>;
  say(text: string): void;
  /** To be let go when all goals have run. */
  atEnd(close: () => Promise<void>): void;
  close(): Promise<void>;
}

export interface Goal {
  readonly id: string;
  /** One line: what is compared. */
  readonly title: string;
  /** Sizes of network whose snapshots must lie ready. */
  readonly scales: readonly Scale[];
  readonly needsPages: boolean;
  readonly needsPeers?: boolean;
  run(context: Context): Promise<Line[]>;
}

export function createContext(began: number): Context {
  const servers = new Map<Scale, Promise<BenchServer>>();
  const closes: (() => Promise<void>)[] = [];
  const kept = new Map<string, Promise<unknown>>();
  const drop = async (scale: Scale) => {
    const server = servers.get(scale);
    servers.delete(scale);
    await (await server?.catch(() => undefined))?.stop();
  };
  return {
    server: (scale) => {
      const server = servers.get(scale) ?? startServer(scale);
      servers.set(scale, server);
      return server;
    },
    drop,
    once: <T>(key: string, make: () => Promise<T>) => {
      const made = (kept.get(key) as Promise<T> | undefined) ?? make();
      kept.set(key, made);
      return made;
    },
    say: (text) => {
      const s = Math.round((performance.now() - began) / 1000);
      console.error(`  ${String(Math.floor(s / 60)).padStart(2)}:${String(s % 60).padStart(2, "0")}  ${text}`);
    },
    atEnd: (close) => void closes.push(close),
    close: async () => {
      for (const close of closes) await close();
      await Promise.all([...servers.keys()].map(drop));
    },
  };
}

export const loadNow = (): number => loadavg()[0] ?? 0;

import type { Place } from "./places.ts";

/** What benches tell their server. Each is answered by `done` when it has been obeyed. */
export type ToServer = { readonly id: number } & (
  | { readonly type: "tick"; readonly count: number }
  /** Ticks by itself; a count of 0 stops that. */
  | { readonly type: "stream"; readonly count: number; readonly everyMs: number }
  /** Makes forms for peers, so that no page waits for it. */
  | { readonly type: "warm"; readonly names: readonly string[] }
);

export interface Ready {
  readonly type: "ready";
  readonly origin: string;
  readonly cookie: { readonly name: string; readonly value: string };
  readonly city: Place;
  readonly province: Place;
}

export type FromServer = Ready | { readonly type: "done"; readonly id: number };

import { canary, type Owner } from "#server/db/testing/canaries.ts";
import type { Snapshot } from "#server/tiles/snapshot.ts";

/** One request for something of an owner's. */
export interface Sample {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** What the caller who may call, but does not see the owner, is answered; 200 = a list without it. */
  readonly unseen: 200 | 404 | "either";
}

export type Make = (owner: Owner, snapshot: Snapshot) => readonly Sample[];

export const list =
  (...queries: ((owner: Owner) => Record<string, string>)[]): Make =>
  (owner) =>
    queries.map((query) => ({ query: query(owner), unseen: 200 }));

export const byId: Make = (owner) => [{ params: { id: canary(owner) }, unseen: 404 }];

import type { z } from "zod";
import type { BODIES } from "#contract/field/bodies.ts";
import type { FieldRecord, Flag, Receipt } from "#contract/field/records.ts";
import type { HoldReason, RecordKind } from "#contract/field/words.ts";
import type { Tx } from "#server/db/db.ts";
import type { Owner, Sender } from "#server/field/sight.ts";
import type { Times } from "#server/field/times.ts";

/** What a record is applied with. All within the one transaction that keeps the record. */
export interface Applying {
  readonly tx: Tx;
  readonly record: FieldRecord;
  readonly sender: Sender;
  readonly times: Times;
  readonly nowMs: number;
}

/** What came of a record. With `hold` nothing was applied; the record is kept and a person must look. */
export interface Applied {
  /** null = whom the sender stands for. */
  readonly owner: Owner | null;
  readonly subject: string | null;
  readonly outcome: string | null;
  readonly hold: { readonly reason: HoldReason; readonly detail: string } | null;
  readonly flags: readonly Flag[];
  readonly hazards: Receipt["hazards"];
}

export const held = (reason: HoldReason, detail: string, over: Partial<Applied> = {}): Applied => ({
  owner: null,
  subject: null,
  outcome: null,
  flags: [],
  hazards: [],
  ...over,
  hold: { reason, detail },
});

export const applied = (over: Partial<Omit<Applied, "hold">>): Applied => ({
  owner: null,
  subject: null,
  outcome: null,
  flags: [],
  hazards: [],
  ...over,
  hold: null,
});

/** How the body of a kind is applied. Throws only what the database throws. */
export type Apply<K extends RecordKind> = (at: Applying, body: z.output<(typeof BODIES)[K]>) => Promise<Applied>;
export type Appliers = { readonly [K in RecordKind]: Apply<K> };
